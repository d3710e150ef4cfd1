import { App, RemovalPolicies, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { ENVIRONMENT, errors, testApp, testStack, warnings } from './synth';
import { Ledger, PermissionsMode, QldbWarnings } from '../../src';

const acknowledge = (construct: App | Stack | Ledger, id: string) => Validations.of(construct).acknowledge({ id, reason: 'known' });

describe('warnings', () => {
  test('are none for a ledger with defaults', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger');

    expect([...warnings(stack), ...errors(stack)]).toEqual([]);
  });

  test('tell that ALLOW_ALL opens every table', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger', { permissionsMode: PermissionsMode.ALLOW_ALL });

    expect(warnings(stack)).toEqual([expect.stringMatching(
      /^'permissionsMode' is ALLOW_ALL: whoever may call qldb:SendCommand may read, change and drop every table; set STANDARD, which lets IAM decide by table and command \[ack: annotation::cdk-qldb:allowAll\]$/i,
    )]);
  });

  test('tell that a kept ledger is not protected', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger', { deletionProtection: false });

    expect(warnings(stack)).toEqual([expect.stringMatching(
      /^'deletionProtection' is off: everyone who may call qldb:DeleteLedger can delete the ledger, its journal included; leave it on \[ack: annotation::cdk-qldb:deletionProtectionOff\]$/i,
    )]);
  });

  test('tell that a protected ledger cannot be destroyed', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger', { removalPolicy: RemovalPolicy.DESTROY });

    expect(warnings(stack)).toEqual([expect.stringMatching(
      /^'removalPolicy' is DESTROY but 'deletionProtection' is on: deleting the ledger will fail; deploy with 'deletionProtection' set to false before removing it, or use RemovalPolicy.RETAIN \[ack: annotation::cdk-qldb:destroyProtected\]$/i,
    )]);
  });

  test('do not come for an unprotected ledger that is to be destroyed', () => {
    const stack = testStack();
    new Ledger(stack, 'Ledger', { removalPolicy: RemovalPolicy.DESTROY, deletionProtection: false });

    expect(warnings(stack)).toEqual([]);
  });

  test('see the removal policy that aspects leave behind', () => {
    const stack = testStack();
    new Ledger(stack, 'Protected');
    new Ledger(stack, 'Open', { deletionProtection: false });
    RemovalPolicies.of(stack).destroy();

    expect(warnings(stack, '/Stack/Protected')).toEqual([expect.stringContaining(QldbWarnings.DESTROY_PROTECTED)]);
    expect(warnings(stack, '/Stack/Open')).toEqual([]);
  });

  describe('of the ledger quota', () => {
    test('come with the sixth ledger of an account and Region, whatever its stack', () => {
      const app = testApp();
      const stacks = ['One', 'Two'].map((id) => new Stack(app, id, { env: ENVIRONMENT }));
      for (const stack of stacks) for (const id of ['A', 'B', 'C', 'D']) new Ledger(stack, id);

      expect(warnings(stacks[0] as Stack)).toEqual([]);
      expect(warnings(stacks[1] as Stack, '/Two/B')).toEqual([expect.stringMatching(
        /^this is ledger number 6 for account 111122223333 in eu-central-1, and the default quota is 5 active ledgers for an account and Region: raise the quota of the service before deploying, and acknowledge this warning on the stack or app \[ack: annotation::cdk-qldb:ledgerQuota\]$/i,
      )]);
      expect(warnings(stacks[1] as Stack)).toHaveLength(1);
    });

    test('do not come for six ledgers in two Regions, nor in stacks that may go anywhere', () => {
      const app = testApp();
      const stacks = [
        new Stack(app, 'Here', { env: ENVIRONMENT }),
        new Stack(app, 'There', { env: { ...ENVIRONMENT, region: 'us-east-1' } }),
        new Stack(app, 'Somewhere'),
        new Stack(app, 'Anywhere'),
      ];
      for (const stack of stacks) for (const id of ['A', 'B', 'C', 'D']) new Ledger(stack, id);

      expect(stacks.flatMap((stack) => warnings(stack))).toEqual([]);
    });
  });

  test('tell that a grant by table has no effect in ALLOW_ALL', () => {
    const stack = testStack();
    const ledger = new Ledger(stack, 'Ledger', { permissionsMode: PermissionsMode.ALLOW_ALL });
    const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    ledger.grants.readData(role);
    ledger.grants.sendCommand(role);

    expect(warnings(stack)).toEqual([
      expect.stringContaining(QldbWarnings.ALLOW_ALL),
      expect.stringMatching(
        /^a grant is limited to tables or PartiQL commands, but the ledger is in permissions mode ALLOW_ALL: whoever may call qldb:SendCommand may do everything; set 'permissionsMode' to STANDARD, or grant sendCommand \[ack: annotation::cdk-qldb:tableGrantIgnored\]$/i,
      ),
    ]);
  });

  describe('can be acknowledged', () => {
    const everyWarning = [
      QldbWarnings.ALLOW_ALL, QldbWarnings.DELETION_PROTECTION_OFF, QldbWarnings.LEDGER_QUOTA, QldbWarnings.TABLE_GRANT_IGNORED,
    ];

    function declareAll(stack: Stack): Ledger {
      for (const id of ['A', 'B', 'C', 'D', 'E']) new Ledger(stack, id);
      const ledger = new Ledger(stack, 'Ledger', { permissionsMode: PermissionsMode.ALLOW_ALL, deletionProtection: false });
      ledger.grants.readData(new Role(stack, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') }));
      return ledger;
    }

    test.each(['ledger', 'stack', 'app'])('on the %s after it was declared', (where) => {
      const app = testApp();
      const stack = new Stack(app, 'Stack');
      const ledger = declareAll(stack);
      for (const id of everyWarning) acknowledge(where === 'app' ? app : where === 'stack' ? stack : ledger, id);

      expect(warnings(stack)).toEqual([]);
    });

    test.each(['stack', 'app'])('on the %s before it was declared', (where) => {
      const app = testApp();
      const stack = new Stack(app, 'Stack');
      for (const id of everyWarning) acknowledge(where === 'app' ? app : stack, id);
      declareAll(stack);

      expect(warnings(stack)).toEqual([]);
    });

    test('one by one', () => {
      const stack = testStack();
      const ledger = declareAll(stack);
      acknowledge(ledger, QldbWarnings.ALLOW_ALL);

      expect(warnings(stack)).toHaveLength(3);
    });
  });
});

test('ids are public: apps acknowledge them, so none changes', () => {
  expect({ ...QldbWarnings }).toEqual({
    ALLOW_ALL: 'cdk-qldb:allowAll',
    BUCKET_NOT_GRANTED: 'cdk-qldb:bucketNotGranted',
    DELETION_PROTECTION_OFF: 'cdk-qldb:deletionProtectionOff',
    DESTROY_PROTECTED: 'cdk-qldb:destroyProtected',
    EXPORT_QUOTA: 'cdk-qldb:exportQuota',
    KEY_NOT_GRANTED: 'cdk-qldb:keyNotGranted',
    LEDGER_QUOTA: 'cdk-qldb:ledgerQuota',
    NO_ENDPOINT: 'cdk-qldb:noEndpoint',
    RETIRED_ENDPOINT: 'cdk-qldb:retiredEndpoint',
    STREAM_QUOTA: 'cdk-qldb:streamQuota',
    TABLE_GRANT_IGNORED: 'cdk-qldb:tableGrantIgnored',
  });
});

describe('without an endpoint', () => {
  test('there is one error for a stack that says how to set one, and the template is synthesized', () => {
    const stack = testStack({}, new App());
    new Ledger(stack, 'One');
    void new Ledger(stack, 'Two').clientEnvironment;

    expect(errors(stack).map((text) => text.replace('Annotation::', 'annotation::'))).toEqual([
      "no QLDB endpoint is configured, and AWS shut its own down on 2025-07-31: deploy with '--context cdk-qldb:endpoint=https://…', set that key in cdk.json, "
      + "or call ControlPlane.configure(scope, { endpoint: 'https://…' }) before the first QLDB construct (annotation::cdk-qldb:noEndpoint)",
    ]);
    Template.fromStack(stack).resourceCountIs('Custom::QLDBLedger', 2);
  });

  test('each stack has its error', () => {
    const app = new App();
    const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
    for (const stack of stacks) new Ledger(stack, 'Ledger');

    expect(stacks.map((stack) => errors(stack).length)).toEqual([1, 1]);
  });
});
