import { Stack, Validations } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { CURRENTLY_RECOMMENDED_FLAGS } from 'aws-cdk-lib/cx-api';
import { renderedPolicies } from './rendered-policies';
import { ENVIRONMENT, testApp, type Json, type Resource } from './synth';
import { Ledger, QldbWarnings } from '../../src';

const LEDGERS = 50;

/** IAM counts without white space: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const size = (document: Json) => JSON.stringify(document).length;

function synthesize(flags: Record<string, unknown>): { template: Record<string, Resource>; stack: Stack; text: string } {
  const app = testApp(flags);
  Validations.of(app).acknowledge({ id: QldbWarnings.LEDGER_QUOTA, reason: 'that is what is tested' });
  const stack = new Stack(app, 'Stack', { env: ENVIRONMENT });
  for (let i = 0; i < LEDGERS; i++) {
    new Ledger(stack, `Ledger${i}`, { encryptionKey: new Key(stack, `Key${i}`), adoptExisting: i % 5 === 0 });
  }
  const text = JSON.stringify(app.synth().getStackByName('Stack').template);
  return { template: (JSON.parse(text) as { Resources: Record<string, Resource> }).Resources, stack, text };
}

describe.each([
  ['without feature flags', {}],
  // What `cdk init` writes; statements are merged there, for example.
  ['with the feature flags of a new app', CURRENTLY_RECOMMENDED_FLAGS],
])(`a stack with ${LEDGERS} ledgers, each with a key, %s`, (_, flags) => {
  const { template, stack, text } = synthesize(flags);
  const policies = renderedPolicies(stack);
  const ofType = (type: string) => Object.entries(template).filter(([, resource]) => resource.Type === type).map(([id]) => id);

  test('has one function', () => {
    expect(ofType('AWS::Lambda::Function')).toEqual(['CdkQldbControlPlaneFunction']);
    Template.fromStack(stack).resourceCountIs('Custom::QLDBLedger', LEDGERS);
  });

  test('stays within the limits of CloudFormation', () => {
    expect(Buffer.byteLength(text)).toBeLessThan(1_000_000);
    expect(Object.keys(template).length).toBeLessThanOrEqual(500);
  });

  test('stays within the limits of IAM', () => {
    const inline = ofType('AWS::IAM::Policy');
    const managed = ofType('AWS::IAM::ManagedPolicy');
    // The limit of 10,240 characters is for all inline policies of a role together.
    expect(inline.reduce((sum, id) => sum + size(policies[id] ?? null), 0)).toBeLessThanOrEqual(10_240);
    expect(managed.map((id) => size(policies[id] ?? null)).filter((bytes) => bytes > 6144)).toEqual([]);
    expect(managed.length).toBeLessThanOrEqual(10);
    expect(Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('rolePolicy'))).toEqual([]);
  });

  test('lets the function use every key', () => {
    const granted = Object.entries(policies).filter(([id]) => /^CdkQldbControlPlaneRole/.test(id)).map(([, document]) => JSON.stringify(document)).join();
    const keys = ofType('AWS::KMS::Key').filter((id) => !granted.includes(id.slice(-8)));

    expect(keys).toEqual([]);
  });

  test('makes every ledger wait for every policy of the function', () => {
    const all = [...ofType('AWS::IAM::Policy'), ...ofType('AWS::IAM::ManagedPolicy'), ...ofType('AWS::IAM::Role')].sort();

    for (const id of ofType('Custom::QLDBLedger')) expect([...template[id]?.DependsOn ?? []].sort()).toEqual(all);
  });

  test('is synthesized to the same bytes every time', () => {
    expect(synthesize(flags).text).toBe(text);
  });
});
