import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DescribeLedgerCommand, ListJournalS3ExportsForLedgerCommand, QLDBClient, type JournalS3ExportDescription } from '@aws-sdk/client-qldb';
import { CfnOutput, Duration, RemovalPolicy, type Stack } from 'aws-cdk-lib';
import type { CfnPolicy, CfnRole } from 'aws-cdk-lib/aws-iam';
import type { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import type { QldbServer, QldbServerOptions } from 'qldb-server';
import { Deployment, outputOf } from './deployment';
import { eventually } from './eventually';
import { setDenied } from './iam';
import { ControlPlane, Ledger, type JournalS3Export } from '../../src';

jest.setTimeout(600_000);

const disposable = { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY } as const;

/** IAM is evaluated: `qldb-server` may do what the roles of exports allow, and no more. */
describe('exports that do not go smoothly', () => {
  let deployment: Deployment;
  const others: { readonly server: QldbServer; readonly qldb: QLDBClient }[] = [];
  beforeAll(async () => {
    deployment = await Deployment.start({ evaluateIam: true });
  });
  afterAll(async () => {
    await Promise.all(others.map(async ({ server, qldb }) => {
      qldb.destroy();
      await server.close();
    }));
    await deployment?.stop();
  });

  async function another(timings: QldbServerOptions['timings']): Promise<{ readonly endpoint: string; readonly qldb: QLDBClient }> {
    const server = await deployment.local.startAnotherQldb({ timings });
    const qldb = new QLDBClient({ ...deployment.local.qldbClient, endpoint: server.endpoint });
    others.push({ server, qldb });
    return { endpoint: server.endpoint, qldb };
  }

  async function exportsOf(qldb: QLDBClient, Name: string): Promise<readonly JournalS3ExportDescription[]> {
    // Before its ledger is there, there are none either.
    return qldb.send(new ListJournalS3ExportsForLedgerCommand({ Name })).then(({ JournalS3Exports = [] }) => JournalS3Exports, () => []);
  }

  /** A ledger and an export of it. */
  function ledgerWithExport(stack: Stack, ledgerName: string, timeout?: Duration): JournalS3Export {
    const ledger = new Ledger(stack, 'Ledger', { ...disposable, ledgerName });
    return ledger.addJournalExport('Export', { bucket: new Bucket(stack, 'Bucket'), timeout });
  }

  it('go on from invocation to invocation when they take longer than one', async () => {
    // The function has 12 seconds and leaves after nine of them.
    const { endpoint, qldb } = await another({ exportStart: 20_000 });
    const { output } = await deployment.deploy('Long', (stack) => {
      ledgerWithExport(stack, 'long');
      const { handler } = ControlPlane.of(stack);
      (handler.node.defaultChild as CfnFunction).timeout = 12;
      new CfnOutput(stack, 'FunctionName', { value: handler.functionName });
    }, endpoint);
    const lambda = new LambdaClient(deployment.local.awsClient);
    const configuration = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: outputOf(output, 'Long', 'FunctionName') }));
    lambda.destroy();
    expect(configuration.Timeout).toBe(12);
    expect(await exportsOf(qldb, 'long')).toEqual([expect.objectContaining({ Status: 'COMPLETED' })]);
  });

  it('fail the deployment when they are cancelled, with what is known', async () => {
    const { endpoint, qldb } = await another({ exportStart: 6_000, exportPatience: 500 });
    const deployed = deployment.deployFails('Revoked', (stack) => void ledgerWithExport(stack, 'revoked'), endpoint);
    const [started] = await eventually(() => exportsOf(qldb, 'revoked'), (exports) => exports.length > 0);
    await setDenied(deployment.local, started!.RoleArn!, ['s3:PutObject']);
    const printed = await deployed;
    expect(printed).toContain(`QLDB cancelled the export ${started!.ExportId} of the ledger "revoked"`);
    expect(printed).toContain('check role, bucket and key and deploy again');
    await eventually(
      () => qldb.send(new DescribeLedgerCommand({ Name: 'revoked' })).then(({ State }) => State, (error: Error) => error.name),
      (seen) => seen === 'ResourceNotFoundException');
  });

  const WITHOUT: readonly [what: string, named: string, take: (made: JournalS3Export) => void][] = [
    ['the right to write objects', 's3:PutObject', (made) => {
      const policy = made.role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
      policy.addPropertyOverride('PolicyDocument.Statement.0.Action', ['s3:PutObjectAcl']);
    }],
    ['the right to write below the prefix', 's3:PutObject', (made) => {
      const policy = made.role.node.findChild('DefaultPolicy').node.defaultChild as CfnPolicy;
      policy.addPropertyOverride('PolicyDocument.Statement.0.Resource', 'arn:aws:s3:::*/elsewhere/*');
    }],
    ['the trust for its ledger', 'sts:AssumeRole', (made) => {
      const role = made.role.node.defaultChild as CfnRole;
      role.addPropertyOverride('AssumeRolePolicyDocument.Statement.0.Condition.StringEquals.sts:ExternalId', 'arn:aws:qldb:us-east-1:000000000000:ledger/other');
    }],
  ];

  it('fail, and name what is missing, without any of the rights of their role', async () => {
    const outcomes = await Promise.all(WITHOUT.map(async ([, , take], index) => {
      const ledgerName = `without-${index}`;
      const printed = await deployment.deployFails(`Without${index}`, (stack) => take(ledgerWithExport(stack, ledgerName, Duration.seconds(15))));
      return { printed, ledger: await deployment.ledger(ledgerName) };
    }));
    outcomes.forEach(({ printed, ledger }, index) => {
      const named = WITHOUT[index]![1];
      expect(printed).toMatch(/QLDB encountered an error validating S3 configuration: AccessDenied/);
      expect(printed).toContain(named);
      expect(ledger).toBeUndefined();
    });
  });
});
