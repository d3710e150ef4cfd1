import { NestedStack, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { ArnPrincipal, Role, ServicePrincipal, User } from 'aws-cdk-lib/aws-iam';
import { Alias, Key } from 'aws-cdk-lib/aws-kms';
import { ENVIRONMENT, functionStatements, onlyLedger, onlyResource, statements, testApp, testStack, warnings, type Statement } from './synth';
import { ControlPlane, Ledger, QldbWarnings } from '../../src';

const SERVER = 'arn:aws:iam::111122223333:role/qldb-server';
const IMPORTED_KEY = 'arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

const ofKms = (all: Statement[]) => all.filter((statement) => JSON.stringify(statement.Action).includes('kms:'));
const keyPolicy = (stack: Stack) => (onlyResource(stack, 'AWS::KMS::Key').Properties.KeyPolicy as unknown as { Statement: Statement[] }).Statement;

describe('the key of a ledger', () => {
  test('is what the function may describe and give grants on, and nothing else', () => {
    const stack = testStack();
    const key = new Key(stack, 'Key');
    new Key(stack, 'Other');
    new Ledger(stack, 'Ledger', { encryptionKey: key });

    expect(ofKms(functionStatements(stack))).toEqual([
      { Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:CreateGrant'], Resource: stack.resolve(key.keyArn) },
    ]);
  });

  test('gets one statement for any number of ledgers', () => {
    const stack = testStack();
    const key = new Key(stack, 'Key');
    for (const id of ['One', 'Two']) new Ledger(stack, id, { encryptionKey: key });

    expect(ofKms(functionStatements(stack))).toHaveLength(1);
  });

  test('leaves the key policy as it is for the QLDB service, which works through grants', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key') });

    expect(keyPolicy(stack).map((statement) => statement.Action)).toEqual(['kms:*']);
  });

  test('is opened to a delivery principal of one\'s own in the key policy', () => {
    const stack = testStack();
    ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal(SERVER) });
    new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key') });

    expect(keyPolicy(stack)[1]).toEqual({
      Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'], Principal: { AWS: SERVER }, Resource: '*',
    });
    expect(warnings(stack)).toEqual([]);
  });

  test.each([
    ['a role', SERVER, { AWS: SERVER }],
    ['a service', 'ledger.example.amazonaws.com', { Service: 'ledger.example.amazonaws.com' }],
  ])('is opened to %s from the context', (_, context, Principal) => {
    const stack = testStack({}, testApp({ 'cdk-qldb:delivery-principal': context }));
    new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key') });

    expect(keyPolicy(stack)[1]?.Principal).toEqual(Principal);
  });

  test('does not tie the stack of the delivery principal to the ledger\'s', () => {
    const app = testApp();
    const serverStack = new Stack(app, 'Server', { env: ENVIRONMENT });
    const server = new Role(serverStack, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
    const stack = new Stack(app, 'Stack', { env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: server });
    new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key') });

    app.synth();
    expect([stack.dependencies, serverStack.dependencies]).toEqual([[serverStack], []]);
  });

  test('is opened by the delivery principal\'s own policy where the key is imported', () => {
    const stack = testStack({ env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: User.fromUserName(stack, 'Server', 'qldb-server') });
    new Ledger(stack, 'Ledger', { encryptionKey: Key.fromKeyArn(stack, 'Key', IMPORTED_KEY) });

    expect(statements(stack, /^Server/)).toEqual([
      { Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'], Resource: IMPORTED_KEY },
    ]);
  });

  test('that cannot be opened is a warning', () => {
    const stack = testStack({ env: ENVIRONMENT });
    ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal(SERVER) });
    new Ledger(stack, 'Ledger', { encryptionKey: Key.fromKeyArn(stack, 'Key', IMPORTED_KEY) });

    expect(warnings(stack)).toEqual([expect.stringMatching(
      /^'encryptionKey' cannot be opened to the delivery principal, got a key whose policy is not part of this app: allow it kms:DescribeKey, kms:GenerateDataKey and kms:Decrypt on the key \[ack: annotation::cdk-qldb:keyNotGranted\]$/i,
    )]);
  });

  describe('behind an alias', () => {
    test('of the same app is the key itself', () => {
      const stack = testStack();
      const key = new Key(stack, 'Key');
      new Ledger(stack, 'Ledger', { encryptionKey: key.addAlias('ledger') });

      expect(onlyLedger(stack).Properties.KmsKey).toEqual(stack.resolve(key.keyArn));
      expect(ofKms(functionStatements(stack))[0]?.Resource).toEqual(stack.resolve(key.keyArn));
    });

    test('that was imported by name is a warning, because the key behind it is not known', () => {
      const stack = testStack({ env: ENVIRONMENT });
      new Ledger(stack, 'Ledger', { encryptionKey: Alias.fromAliasName(stack, 'Key', 'alias/ledger') });

      expect(warnings(stack)).toEqual([expect.stringContaining(QldbWarnings.KEY_NOT_GRANTED)]);
      expect(onlyLedger(stack).Properties.KmsKey).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':kms:eu-central-1:111122223333:alias/ledger']] });
    });

    test('that was imported by name is granted by the alias with the feature flag of the CDK', () => {
      const stack = new Stack(testApp({ '@aws-cdk/aws-kms:applyImportedAliasPermissionsToPrincipal': true }), 'Stack', { env: ENVIRONMENT });
      new Ledger(stack, 'Ledger', { encryptionKey: Alias.fromAliasName(stack, 'Key', 'alias/ledger') });

      expect(warnings(stack)).toEqual([]);
      expect(ofKms(functionStatements(stack))[0]?.Condition).toEqual({ 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/ledger' } });
    });
  });

  test.each(['another stack', 'the parent stack', 'a nested stack'])('may be in %s, without a cycle', (place) => {
    const app = testApp();
    const keyParent = new Stack(app, 'Keys', { env: ENVIRONMENT });
    const keyStack = place === 'a nested stack' ? new NestedStack(keyParent, 'Nested') : keyParent;
    const stack = place === 'another stack' ? new Stack(app, 'Stack', { env: ENVIRONMENT })
      : place === 'the parent stack' ? new NestedStack(keyParent, 'Stack') : keyParent;
    new Ledger(stack, 'Ledger', { encryptionKey: new Key(keyStack, 'Key') });

    app.synth();
    expect(ofKms(functionStatements(stack))).toEqual([{ Effect: 'Allow', Action: ['kms:DescribeKey', 'kms:CreateGrant'], Resource: onlyLedger(stack).Properties.KmsKey }]);
    for (const one of new Set([stack, keyStack])) Template.fromStack(one);
  });
});
