import { RemovalPolicy } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Deployment } from './deployment';
import { Ledger } from '../../src';

jest.setTimeout(600_000);

const LEDGERS = 50;

describe('a stack with many ledgers', () => {
  let deployment: Deployment;
  beforeAll(async () => {
    deployment = await Deployment.start();
  });
  afterAll(() => deployment?.stop());

  it(`deploys ${LEDGERS} ledgers with a key each through one function, and removes them`, async () => {
    const names = Array.from({ length: LEDGERS }, (_, index) => `many-${index + 1}`);
    const { output } = await deployment.deploy('Many', (stack) => {
      for (const ledgerName of names) {
        new Ledger(stack, ledgerName, {
          ledgerName,
          encryptionKey: new Key(stack, `${ledgerName}-key`, { removalPolicy: RemovalPolicy.DESTROY }),
          deletionProtection: false,
          removalPolicy: RemovalPolicy.DESTROY,
        });
      }
    });
    expect(new Set(output.match(/CREATE_COMPLETE +\| AWS::Lambda::Function +\| \S+/g)).size).toBe(1);
    const ledgers = await Promise.all(names.map((name) => deployment.ledger(name)));
    expect(ledgers.map((ledger) => [ledger?.State, ledger?.EncryptionDescription?.EncryptionStatus])).toEqual(names.map(() => ['ACTIVE', 'ENABLED']));
    expect(new Set(ledgers.map((ledger) => ledger?.EncryptionDescription?.KmsKeyArn)).size).toBe(LEDGERS);

    await deployment.destroy('Many');
    expect(await Promise.all(names.map((name) => deployment.ledger(name)))).toEqual(names.map(() => undefined));
  });
});
