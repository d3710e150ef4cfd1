import { Aws, CfnParameter, Stack } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ENVIRONMENT, messageOf, statements, testApp, testStack, warnings } from './synth';
import { Ledger, PermissionsMode, QldbWarnings } from '../../src';

const ARN = 'arn:aws:qldb:us-east-1:444455556666:ledger/foreign';
const roleIn = (stack: Stack) => new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
const grantsIn = (stack: Stack) => statements(stack, /^RoleDefaultPolicy/);

describe('an imported ledger', () => {
  test('by name is one of the importing stack\'s account and Region', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const ledger = Ledger.fromLedgerName(stack, 'Ledger', 'mine');

    expect(ledger.ledgerName).toBe('mine');
    expect(ledger.env).toEqual(ENVIRONMENT);
    expect(stack.resolve(ledger.ledgerArn)).toEqual({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:eu-central-1:111122223333:ledger/mine']] });
  });

  test('by ARN keeps the account and Region of the ARN', () => {
    const ledger = Ledger.fromLedgerArn(testStack({ env: ENVIRONMENT }), 'Ledger', ARN);

    expect([ledger.ledgerName, ledger.ledgerArn]).toEqual(['foreign', ARN]);
    expect(ledger.env).toEqual({ account: '444455556666', region: 'us-east-1' });
  });

  test('by an ARN that is a token has its parts split by CloudFormation', () => {
    const stack = testStack();
    const ledger = Ledger.fromLedgerArn(stack, 'Ledger', new CfnParameter(stack, 'Arn').valueAsString);

    expect(stack.resolve(ledger.ledgerArn)).toEqual({ Ref: 'Arn' });
    expect(stack.resolve(ledger.ledgerName)).toEqual({ 'Fn::Select': [1, { 'Fn::Split': ['/', { 'Fn::Select': [5, { 'Fn::Split': [':', { Ref: 'Arn' }] }] }] }] });
  });

  test('gives working grants, in the account and Region of its ARN', () => {
    const stack = testStack({ env: ENVIRONMENT });
    const ledger = Ledger.fromLedgerArn(stack, 'Ledger', ARN);
    const role = roleIn(stack);
    ledger.grants.describe(role).assertSuccess();
    ledger.grants.stream(role).assertSuccess();

    const streams = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:us-east-1:444455556666:stream/foreign/*']] };
    expect(grantsIn(stack).map((statement) => statement.Resource)).toEqual([ARN, streams]);
  });

  test('with a key lets readers decrypt', () => {
    const stack = testStack();
    const encryptionKey = Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-central-1:111122223333:key/abc');
    const ledger = Ledger.fromLedgerAttributes(stack, 'Ledger', { ledgerName: 'mine', encryptionKey });
    ledger.grants.sendCommand(roleIn(stack));

    expect(ledger.encryptionKey).toBe(encryptionKey);
    expect(grantsIn(stack)[1]).toEqual({ Effect: 'Allow', Action: 'kms:Decrypt', Resource: 'arn:aws:kms:eu-central-1:111122223333:key/abc' });
  });

  test('whose mode is known warns about grants that have no effect', () => {
    const stack = testStack();
    Ledger.fromLedgerAttributes(stack, 'Ledger', { ledgerName: 'mine', permissionsMode: PermissionsMode.ALLOW_ALL }).grants.readData(roleIn(stack));

    expect(warnings(stack)).toEqual([expect.stringContaining(QldbWarnings.TABLE_GRANT_IGNORED)]);
  });

  test('needs a name or an ARN', () => {
    expect(messageOf(() => Ledger.fromLedgerAttributes(testStack(), 'Ledger', {}))).toBe([
      'invalid import of ledger "Stack/Ledger":',
      "  - 'ledgerName' or 'ledgerArn' must be given, got neither: give one [Qldb.LedgerNotNamed]",
    ].join('\n'));
  });

  test('has its endpoint judged where it is used', () => {
    const stack = new Stack(testApp({ 'cdk-qldb:endpoint': 'qldb.example.com' }), 'Stack');

    expect(messageOf(() => Ledger.fromLedgerName(stack, 'Ledger', 'mine').clientEnvironment)).toBe([
      'invalid endpoint of ledger "Stack/Ledger":',
      "  - 'endpoint' must be an http or https URL, got \"qldb.example.com\": write it as https://<host>[:<port>] [Qldb.InvalidEndpoint]",
    ].join('\n'));
  });

  test('is passed through unjudged', () => {
    expect(Ledger.fromLedgerName(testStack(), 'Ledger', `not_valid_${Aws.REGION}`).ledgerName).toContain('not_valid_');
  });
});

describe('isLedger', () => {
  test('tells ledgers from everything else', () => {
    const stack = testStack();

    expect([new Ledger(stack, 'Ledger'), stack, {}, null, undefined, 'ledger'].map((x) => Ledger.isLedger(x))).toEqual([true, false, false, false, false, false]);
  });

  test('knows ledgers of another copy of the library', () => {
    let another: typeof Ledger | undefined;
    jest.isolateModules(() => {
      another = (jest.requireActual<{ Ledger: typeof Ledger }>('../../src')).Ledger;
    });

    expect(another).toBeDefined();
    expect(another).not.toBe(Ledger);
    expect(another?.isLedger(new Ledger(testStack(), 'Ledger'))).toBe(true);
  });
});
