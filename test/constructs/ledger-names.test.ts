import { App, CfnOutput, NestedStack, PhysicalName, Stack, Stage } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { ENVIRONMENT, onlyLedger, testApp, testStack } from './synth';
import { Ledger } from '../../src';
import { generateLedgerName } from '../../src/private/ledger-name';
import { validateName } from '../../src/private/ledger-validation';

const REGIONAL = { account: ENVIRONMENT.account, region: 'us-east-1' };

describe('generated names', () => {
  test('are valid and differ for any two paths', () => {
    const id = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => `${text.replace(/\//g, '-')}~`);
    fc.assert(fc.property(id, id, fc.stringMatching(/^[A-Za-z][A-Za-z0-9-]{0,60}$/), (one, two, stackName) => {
      fc.pre(one !== two);
      const stack = new Stack(new App(), 'Stack', { stackName });
      const names = [one, two].map((part) => generateLedgerName(new Construct(stack, part)));
      expect(names.flatMap((name) => validateName(name))).toEqual([]);
      expect(names[0]).not.toBe(names[1]);
    }));
  });

  test('stay the same from release to release, because another name is another ledger', () => {
    expect(generateLedgerName(new Construct(new Stack(new App(), 'Stack'), 'Ledger'))).toBe('StackLedgerCD65D23A');
  });

  test('differ for the same nested stack in two stacks', () => {
    const app = testApp();
    const nested = ['Blue', 'Green'].map((id) => new NestedStack(new Stack(app, id), 'Nested'));
    for (const stack of nested) new Ledger(stack, 'Ledger');

    expect(nested.map((stack) => onlyLedger(stack).Properties.Name)).toEqual([expect.stringMatching(/^BlueNestedLedger[0-9A-F]{8}$/), expect.stringMatching(/^GreenNestedLedger[0-9A-F]{8}$/)]);
  });

  test('differ for the same stack in two stages', () => {
    const app = testApp();
    const names = ['Test', 'Prod'].map((id) => generateLedgerName(new Construct(new Stack(new Stage(app, id), 'Stack'), 'Ledger')));

    expect(new Set(names).size).toBe(2);
  });
});

describe('name and ARN of a ledger', () => {
  test('are attributes inside the stack, so that what uses them waits for the ledger', () => {
    const stack = testStack();
    const ledger = new Ledger(stack, 'Ledger', { ledgerName: 'fixed' });

    expect(stack.resolve([ledger.ledgerName, ledger.ledgerArn])).toEqual([
      { 'Fn::GetAtt': ['LedgerB7379752', 'Name'] },
      { 'Fn::GetAtt': ['LedgerB7379752', 'Arn'] },
    ]);
  });

  test('are imported in another stack of the same environment', () => {
    const app = testApp();
    const ledger = new Ledger(new Stack(app, 'Producer', { env: ENVIRONMENT }), 'Ledger');
    const consumer = new Stack(app, 'Consumer', { env: ENVIRONMENT });
    new CfnOutput(consumer, 'Name', { value: ledger.ledgerName });
    new CfnOutput(consumer, 'Arn', { value: ledger.ledgerArn });

    const outputs = Template.fromStack(consumer).toJSON().Outputs as Record<string, { Value: unknown }>;
    expect([outputs.Name?.Value, outputs.Arn?.Value]).toEqual([
      { 'Fn::ImportValue': expect.stringMatching(/^Producer:ExportsOutputFnGetAttLedgerB7379752Name[0-9A-F]{8}$/) },
      { 'Fn::ImportValue': expect.stringMatching(/^Producer:ExportsOutputFnGetAttLedgerB7379752Arn[0-9A-F]{8}$/) },
    ]);
    expect(consumer.dependencies).toEqual([ledger.stack]);
  });

  test.each([
    ['given', 'fixed', 'fixed'],
    ['generated', undefined, 'ProducerLedgerEE80219E'],
    ['generated if needed', PhysicalName.GENERATE_IF_NEEDED, 'ProducerLedgerEE80219E'],
  ])('are literal in another Region, for a name that is %s', (_, ledgerName, literal) => {
    const app = testApp();
    const ledger = new Ledger(new Stack(app, 'Producer', { env: ENVIRONMENT }), 'Ledger', { ledgerName });
    const consumer = new Stack(app, 'Consumer', { env: REGIONAL });
    new CfnOutput(consumer, 'Name', { value: ledger.ledgerName });
    new CfnOutput(consumer, 'Arn', { value: ledger.ledgerArn });

    const template = Template.fromStack(consumer);
    template.hasOutput('Name', { Value: literal });
    template.hasOutput('Arn', { Value: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:qldb:eu-central-1:111122223333:ledger/${literal}`]] } });
    expect(onlyLedger(ledger.stack).Properties.Name).toBe(literal);
  });

  test('pass from a nested stack to its parent', () => {
    const stack = testStack();
    const ledger = new Ledger(new NestedStack(stack, 'Nested'), 'Ledger');
    new CfnOutput(stack, 'Name', { value: ledger.ledgerName });

    Template.fromStack(stack).hasOutput('Name', { Value: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NestedNestedStack'), Match.stringLikeRegexp('^Outputs.StackNestedLedger[0-9A-F]{8}Name$')] } });
  });
});
