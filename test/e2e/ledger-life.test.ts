import { CfnOutput, RemovalPolicy, Tags, type Stack } from 'aws-cdk-lib';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Deployment, outputOf } from './deployment';
import { Ledger, PermissionsMode, type LedgerProps } from '../../src';

jest.setTimeout(300_000);

/** One stack whose ledger is created, changed in every way that needs no replacement, renamed and removed. */
describe('the life of a ledger in a stack', () => {
  let deployment: Deployment;
  beforeAll(async () => {
    // The function acts under its role, and the role's statements are evaluated.
    deployment = await Deployment.start({ evaluateIam: true });
  });
  afterAll(() => deployment?.stop());

  const STACK = 'Life';
  const disposable = { deletionProtection: false, removalPolicy: RemovalPolicy.DESTROY } as const;

  function withKeys(stack: Stack, props: (keys: { first: Key; second: Key }) => LedgerProps): Ledger {
    const keys = {
      first: new Key(stack, 'FirstKey', { removalPolicy: RemovalPolicy.DESTROY }),
      second: new Key(stack, 'SecondKey', { removalPolicy: RemovalPolicy.DESTROY }),
    };
    const ledger = new Ledger(stack, 'Ledger', props(keys));
    new CfnOutput(stack, 'FirstKeyArn', { value: keys.first.keyArn });
    new CfnOutput(stack, 'SecondKeyArn', { value: keys.second.keyArn });
    return ledger;
  }

  const output = (printed: string, name: string) => outputOf(printed, STACK, name);

  it('is created with its key, mode, protection and tags, and answers with its attributes', async () => {
    const { output: printed } = await deployment.deploy(STACK, (stack) => {
      const ledger = withKeys(stack, ({ first }) => ({
        ledgerName: 'first-name', permissionsMode: PermissionsMode.ALLOW_ALL, encryptionKey: first, removalPolicy: RemovalPolicy.DESTROY,
      }));
      Tags.of(ledger).add('stays', 'as it is');
      Tags.of(ledger).add('changes', 'before');
      Tags.of(ledger).add('goes', 'away');
      Tags.of(stack).add('stack-wide', 'yes');
      new CfnOutput(stack, 'Name', { value: ledger.ledgerName });
      new CfnOutput(stack, 'Arn', { value: ledger.ledgerArn });
    });
    expect(await deployment.ledger('first-name')).toMatchObject({
      State: 'ACTIVE', PermissionsMode: 'ALLOW_ALL', DeletionProtection: true,
      EncryptionDescription: { KmsKeyArn: output(printed, 'FirstKeyArn'), EncryptionStatus: 'ENABLED' },
    });
    expect(await deployment.userTags('first-name')).toEqual({ 'stays': 'as it is', 'changes': 'before', 'goes': 'away', 'stack-wide': 'yes' });
    expect(output(printed, 'Name')).toBe('first-name');
    expect(output(printed, 'Arn')).toBe('arn:aws:qldb:us-east-1:000000000000:ledger/first-name');
  });

  it('is updated in place: mode, protection, key and tags', async () => {
    const before = await deployment.ledger('first-name');
    const owner = await deployment.owner('first-name');
    const { output: printed } = await deployment.deploy(STACK, (stack) => {
      const ledger = withKeys(stack, ({ second }) => ({ ...disposable, ledgerName: 'first-name', permissionsMode: PermissionsMode.STANDARD, encryptionKey: second }));
      Tags.of(ledger).add('stays', 'as it is');
      Tags.of(ledger).add('changes', 'after');
      Tags.of(ledger).add('is-new', '');
    });
    expect(await deployment.ledger('first-name')).toMatchObject({
      CreationDateTime: before?.CreationDateTime, PermissionsMode: 'STANDARD', DeletionProtection: false,
      EncryptionDescription: { KmsKeyArn: output(printed, 'SecondKeyArn'), EncryptionStatus: 'ENABLED' },
    });
    expect(await deployment.userTags('first-name')).toEqual({ 'stays': 'as it is', 'changes': 'after', 'is-new': '' });
    expect(await deployment.owner('first-name')).toBe(owner);
  });

  it('returns to the AWS owned key when the key is taken away', async () => {
    await deployment.deploy(STACK, (stack) => withKeys(stack, () => ({ ...disposable, ledgerName: 'first-name' })));
    expect((await deployment.ledger('first-name'))?.EncryptionDescription).toMatchObject({ KmsKeyArn: 'AWS_OWNED_KMS_KEY', EncryptionStatus: 'ENABLED' });
    expect(await deployment.userTags('first-name')).toEqual({});
  });

  it('is replaced by a ledger of the new name when it is renamed', async () => {
    await deployment.deploy(STACK, (stack) => {
      new Ledger(stack, 'Ledger', { ...disposable, ledgerName: 'second-name' });
      new Ledger(stack, 'Another', { ...disposable, ledgerName: 'another' });
    });
    expect(await deployment.ledger('second-name')).toMatchObject({ State: 'ACTIVE' });
    expect(await deployment.ledger('first-name')).toBeUndefined();
  });

  it('goes when it is taken out of the stack, and the ledger beside it stays', async () => {
    await deployment.deploy(STACK, (stack) => {
      new Ledger(stack, 'Another', { ...disposable, ledgerName: 'another' });
    });
    expect(await deployment.ledger('second-name')).toBeUndefined();
    expect(await deployment.ledger('another')).toMatchObject({ State: 'ACTIVE' });
  });

  it('goes with its stack', async () => {
    await deployment.destroy(STACK);
    expect(await deployment.ledger('another')).toBeUndefined();
  });
});
