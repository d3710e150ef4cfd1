import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CloudFormationClient, DescribeStackResourcesCommand, DescribeStacksCommand, type StackResource } from '@aws-sdk/client-cloudformation';
import { ListJournalKinesisStreamsForLedgerCommand } from '@aws-sdk/client-qldb';
import { App, Fn, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { CfnLedger, CfnStream } from 'aws-cdk-lib/aws-qldb';
import { StringParameter } from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { Deployment } from './deployment';
import { Page } from './page';
import { shell, tryShell } from './shell';
import { Ledger } from '../../src';

jest.setTimeout(600_000);

const REPOSITORY = join(__dirname, '..', '..');
const PAGE = new Page('docs/leaving-qldb.md');
const BEFORE = PAGE.block('Take the old resources out of CloudFormation', 'ts');
const AFTER = PAGE.block('Replace them', 'ts');
const RETAINED = BEFORE
  .replace('import { CfnOutput,', 'import { CfnOutput, RemovalPolicy,')
  .replace('    new CfnOutput(', `${PAGE.block('Retain them', 'ts')}\n    new CfnOutput(`);

/** The chapter about CloudFormation, as it stands there, for either way in which AWS's may have lost QLDB. */
describe.each(['removed', 'unreachable'] as const)('a stack of AWS\'s QLDB, whose types are %s,', (end) => {
  let deployment: Deployment;
  let cloudFormation: CloudFormationClient;
  let directory: string;
  beforeAll(async () => {
    deployment = await Deployment.start({ ministackLauncher: join(__dirname, 'ministack_with_qldb.py') });
    cloudFormation = new CloudFormationClient(deployment.local.awsClient);
    directory = makeApp(deployment.local.directory);
    declare(BEFORE);
    await run('npx cdk deploy Registry');
    await deployment.deploy('Importer', (stack) => {
      new StringParameter(stack, 'Name', { parameterName: 'the-ledger', stringValue: Fn.importValue('registry-ledger-name') });
    });
    for (const name of ['Records', 'Archive', 'Reports']) {
      await deployment.deploy(name, ledgerAndStream);
    }
    await deployment.createByHand({ Name: 'vehicle-registration', PermissionsMode: 'ALLOW_ALL' });
    writeFileSync(join(deployment.local.directory, 'qldb-of-aws'), end);
  });
  afterAll(async () => {
    cloudFormation?.destroy();
    await deployment?.stop();
  });

  const declare = (source: string) => writeFileSync(join(directory, 'registry-stack.ts'), source);
  const run = (commands: string) => shell(deployment.local, commands, { cwd: directory });
  const attempt = (commands: string) => tryShell(deployment.local, commands, { cwd: directory });
  const status = async (name: string) => (await cloudFormation.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0]?.StackStatus;
  const resources = async (name: string): Promise<readonly StackResource[]> =>
    (await cloudFormation.send(new DescribeStackResourcesCommand({ StackName: name }))).StackResources ?? [];
  const retain = PAGE.block('Retain them', 'sh');
  const replace = () => PAGE.block('Replace them', 'sh')
    .replace('https://qldb.example.com', deployment.local.qldb.endpoint)
    .replace('arn:aws:iam::111122223333:user/qldb-server', String(deployment.local.cdkContext['cdk-qldb:delivery-principal']));

  it('shows what is left of it', async () => {
    const listed = (await run(PAGE.block('See what is there', 'sh'))).trim().split('\n').map((line) => line.split('\t'));
    expect(listed.sort()).toEqual([['Journal', 'AWS::QLDB::Stream', 'CREATE_COMPLETE'], ['Registrations', 'AWS::QLDB::Ledger', 'CREATE_COMPLETE']]);
  });

  it(end === 'removed' ? 'can no longer be told to retain the resources' : 'is told to retain the resources', async () => {
    declare(RETAINED);
    const { code, stdout, stderr } = await attempt(retain);
    if (end === 'removed') {
      expect(stdout + stderr).toContain('Unrecognized resource types: [AWS::QLDB::Ledger, AWS::QLDB::Stream]');
      expect(PAGE.text).toContain('| `Unrecognized resource types: [AWS::QLDB::Ledger, AWS::QLDB::Stream]` |');
      expect([code, await status('Registry')]).toEqual([1, 'CREATE_COMPLETE']);
    } else {
      expect([code, await status('Registry')]).toEqual([0, 'UPDATE_COMPLETE']);
    }
  });

  it('is as it was when the deployment that replaces them fails', async () => {
    const before = await resources('Registry');
    declare(AFTER);
    const { code, stdout, stderr } = await attempt(replace().replace(deployment.local.qldb.endpoint, 'http://127.0.0.1:9'));
    expect(stdout + stderr).toContain('http://127.0.0.1:9');
    expect([code, await status('Registry')]).toEqual([1, 'UPDATE_ROLLBACK_COMPLETE']);
    expect((await resources('Registry')).map(({ PhysicalResourceId }) => PhysicalResourceId).sort()).toEqual(before.map(({ PhysicalResourceId }) => PhysicalResourceId).sort());
  });

  it('loses them and adopts the ledger in one deployment', async () => {
    const records = (await resources('Registry')).find(({ ResourceType }) => ResourceType === 'AWS::Kinesis::Stream');
    declare(AFTER);
    const printed = await run(replace());
    expect(printed).toMatch(end === 'removed' ? /DELETE_FAILED \(skipped\) +\| AWS::QLDB::Ledger/ : /DELETE_SKIPPED +\| AWS::QLDB::Ledger/);
    expect(await status('Registry')).toBe('UPDATE_COMPLETE');
    expect(await resources('Registry')).toContainEqual(expect.objectContaining({ LogicalResourceId: records?.LogicalResourceId, PhysicalResourceId: records?.PhysicalResourceId }));
    // The one that was there: it was in mode ALLOW_ALL, and is now as it is declared.
    expect(await deployment.ledger('vehicle-registration')).toMatchObject({ State: 'ACTIVE', PermissionsMode: 'STANDARD', DeletionProtection: true });
    const { Streams: streams } = await deployment.qldb.send(new ListJournalKinesisStreamsForLedgerCommand({ LedgerName: 'vehicle-registration' }));
    expect(streams).toEqual([expect.objectContaining({ Status: 'ACTIVE' })]);
    expect(await run('aws cloudformation list-imports --export-name registry-ledger-name')).toContain('Importer');
  });

  it('can be deployed again', async () => {
    declare(AFTER.replace('adoptExisting: true', 'adoptExisting: true, deletionProtection: false'));
    await run(replace());
    expect(await status('Registry')).toBe('UPDATE_COMPLETE');
    expect(await deployment.ledger('vehicle-registration')).toMatchObject({ DeletionProtection: false });
  });

  it('is updated without the CDK', async () => {
    await run(PAGE.block('Without the CDK', 'sh'));
    const file = join(directory, 'template.json');
    const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, { Type: string }> };
    const kept = Object.entries(template.Resources).filter(([, { Type }]) => !Type.startsWith('AWS::QLDB::'));
    expect([Object.keys(template.Resources).length, kept.length]).toEqual([3, 1]);
    writeFileSync(file, JSON.stringify({ ...template, Resources: Object.fromEntries(kept) }));
    await run(PAGE.block('Without the CDK', 'sh', 1));
    expect(await status('Records')).toBe('UPDATE_COMPLETE');
    expect((await resources('Records')).filter(({ ResourceStatus }) => ResourceStatus !== 'DELETE_FAILED').map(({ ResourceType }) => ResourceType)).toEqual(['AWS::Kinesis::Stream']);
  });

  it.each([['Archive', 0, 'can only be specified'], ['Reports', 1, 'only when the stack is in the DELETE_FAILED state']])(
    'is deleted at the second try: %s', async (name, number, refusal) => {
      const commands = PAGE.block('Delete a stack', 'sh', number);
      expect((await attempt(commands)).stderr).toContain(refusal);
      await deployment.destroyFails(name);
      expect(await status(name)).toBe('DELETE_FAILED');
      // All that is left: what was beside it is gone.
      expect((await resources(name)).map(({ LogicalResourceId }) => LogicalResourceId).sort()).toEqual(['Journal', 'Registrations']);
      await run(commands);
      await expect(status(name)).rejects.toThrow('does not exist');
    });
});

describe('the ledger of this library in place of a CfnLedger', () => {
  const logicalId = (type: string, build: (stack: Stack) => void): string | undefined => {
    const app = new App({ context: { 'cdk-qldb:endpoint': 'https://qldb.example.com' } });
    build(new Stack(app, 'Stack'));
    const { Resources: found } = app.synth().getStackByName('Stack').template as { Resources: Record<string, { Type: string }> };
    return Object.entries(found).find(([, { Type }]) => Type === type)?.[0];
  };
  const ofLibrary = logicalId('Custom::QLDBLedger', (stack) => void new Ledger(stack, 'Registrations'));

  it('has another logical id than one right in the stack', () => {
    const ofStack = logicalId('AWS::QLDB::Ledger', (stack) => void new CfnLedger(stack, 'Registrations', { permissionsMode: 'STANDARD' }));
    expect(ofStack).toBe('Registrations');
    expect(ofLibrary).not.toBe(ofStack);
  });

  it('has that of the "Resource" of a construct of the same id, which the page warns of', () => {
    const ofOwnConstruct = logicalId('AWS::QLDB::Ledger', (stack) => void new CfnLedger(new Construct(stack, 'Registrations'), 'Resource', { permissionsMode: 'STANDARD' }));
    expect(ofLibrary).toBe(ofOwnConstruct);
  });
});

/** What an app needs to be run in a folder of its own, as if the packages were installed there. */
function makeApp(parent: string): string {
  const directory = join(parent, 'registry');
  mkdirSync(directory);
  symlinkSync(join(REPOSITORY, 'node_modules'), join(directory, 'node_modules'));
  const write = (name: string, content: string) => writeFileSync(join(directory, name), content);
  write('app.ts', 'import { App } from \'aws-cdk-lib\';\nimport { RegistryStack } from \'./registry-stack\';\n\nnew RegistryStack(new App(), \'Registry\');\n');
  write('cdk.json', JSON.stringify({ app: 'npx tsx app.ts', requireApproval: 'never', progress: 'events' }));
  write('tsconfig.json', JSON.stringify({
    extends: join(REPOSITORY, 'tsconfig.dev.json'), compilerOptions: { paths: { 'cdk-qldb': [join(REPOSITORY, 'lib')] } }, include: ['*.ts'],
  }));
  return directory;
}

function ledgerAndStream(stack: Stack): void {
  const ledger = new CfnLedger(stack, 'Registrations', { name: stack.stackName, permissionsMode: 'STANDARD' });
  const records = new Stream(stack, 'Destination', { removalPolicy: RemovalPolicy.DESTROY });
  new CfnStream(stack, 'Journal', {
    ledgerName: ledger.ref,
    streamName: 'journal',
    roleArn: 'arn:aws:iam::000000000000:role/qldb',
    inclusiveStartTime: '2021-01-01T00:00:00Z',
    kinesisConfiguration: { streamArn: records.streamArn },
  });
}
