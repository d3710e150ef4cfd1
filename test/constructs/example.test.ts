import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ENVIRONMENT, testApp } from './synth';
import { AdoptedLedgerStack } from '../../examples/adopted-ledger/adopted-ledger-stack';
import { LedgerStack } from '../../examples/ledger/ledger-stack';

/** What the example leaves to who copies it: its function and bucket are as small as they can be. */
const OF_THE_EXAMPLE = / Example\/(Reader|Archive)\//;

describe('the stack of the first example', () => {
  // Bundling the function of the example is not what this is about.
  const app = testApp({ 'aws:cdk:bundling-stacks': [], 'cdk-qldb:delivery-principal': 'arn:aws:iam::111122223333:role/qldb-server' });
  const stack = new LedgerStack(app, 'Example', { hardened: true, env: ENVIRONMENT });

  test('is what was reviewed', () => {
    expect(reviewed(stack)).toMatchSnapshot();
  });

  test('is clean for cdk-nag, but for what the example leaves open', () => {
    expect(findings(stack).filter((finding) => !OF_THE_EXAMPLE.test(finding))).toEqual([]);
  });
});

describe('the stack of the adopted ledger', () => {
  const stack = new AdoptedLedgerStack(testApp(), 'Adopted', { env: ENVIRONMENT });

  test('is what was reviewed', () => {
    expect(reviewed(stack)).toMatchSnapshot();
  });

  test('is clean for cdk-nag, but for the tables of the ledger, all of which the role may read', () => {
    expect(findings(stack)).toEqual([expect.stringMatching(/^AwsSolutions-IAM5\[Resource::<Vehicles\w+\.Arn>\/table\/\*\] Adopted\/Auditor\//)]);
  });
});

function reviewed(stack: Stack): unknown {
  const { Resources } = Template.fromStack(stack).toJSON() as { Resources: Record<string, unknown> };
  return JSON.parse(JSON.stringify(Resources, undefined, 2).replace(/[0-9a-f]{64}/g, '<asset>').replaceAll(join(__dirname, '..', '..'), '<repository>'));
}

function findings(stack: Stack): string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  return violations.flatMap(({ ruleName, violatingResources }) => violatingResources.map(({ constructPath }) => `${ruleName} ${constructPath}`));
}
