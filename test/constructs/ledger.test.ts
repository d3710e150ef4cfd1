import { App, Aspects, CfnParameter, Duration, RemovalPolicies, RemovalPolicy, Stack, Tags, type CfnResource } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Key } from 'aws-cdk-lib/aws-kms';
import { ENDPOINT, messageOf, onlyLedger, testApp, testStack } from './synth';
import { ControlPlane, Ledger, PermissionsMode } from '../../src';

describe('Ledger', () => {
  describe('properties of the custom resource', () => {
    test('default to a protected, retained ledger in mode STANDARD under a generated name', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger');

      const { Properties, DeletionPolicy, UpdateReplacePolicy } = onlyLedger(stack);
      expect(Properties).toEqual({
        ServiceToken: { 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] },
        ServiceTimeout: '960',
        Endpoint: ENDPOINT,
        TimeoutSeconds: '900',
        Name: expect.stringMatching(/^StackLedger[0-9A-F]{8}$/),
        PermissionsMode: 'STANDARD',
        DeletionProtection: 'true',
        AdoptExisting: 'false',
      });
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Retain', 'Retain']);
    });

    test('carry every prop as the string that CloudFormation makes of it', () => {
      const stack = testStack();
      const key = new Key(stack, 'Key');
      new Ledger(stack, 'Ledger', {
        ledgerName: 'vehicle-registration',
        permissionsMode: PermissionsMode.ALLOW_ALL,
        deletionProtection: false,
        encryptionKey: key,
        removalPolicy: RemovalPolicy.DESTROY,
        adoptExisting: true,
        timeout: Duration.minutes(5),
      });

      const { Properties, DeletionPolicy, UpdateReplacePolicy } = onlyLedger(stack);
      expect(Properties).toEqual({
        ServiceToken: { 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] },
        ServiceTimeout: '360',
        Endpoint: ENDPOINT,
        TimeoutSeconds: '300',
        Name: 'vehicle-registration',
        PermissionsMode: 'ALLOW_ALL',
        DeletionProtection: 'false',
        KmsKey: stack.resolve(key.keyArn),
        AdoptExisting: 'true',
      });
      expect([DeletionPolicy, UpdateReplacePolicy]).toEqual(['Delete', 'Delete']);
    });

    test('pass tokens through unjudged', () => {
      const stack = testStack();
      const name = new CfnParameter(stack, 'Name');
      const seconds = new CfnParameter(stack, 'Seconds', { type: 'Number' });
      new Ledger(stack, 'Ledger', { ledgerName: name.valueAsString, timeout: Duration.seconds(seconds.valueAsNumber) });

      Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', {
        Name: { Ref: 'Name' },
        TimeoutSeconds: { Ref: 'Seconds' },
        ServiceTimeout: '3600',
      });
    });
  });

  describe('timeout', () => {
    test.each([
      ['15 minutes without a key', false, undefined, '900', '960'],
      ['45 minutes with a key', true, undefined, '2700', '2760'],
      ['59 minutes at most, with CloudFormation a minute behind', false, Duration.minutes(59), '3540', '3600'],
      ['a second at least', false, Duration.seconds(1), '1', '61'],
      ['whole seconds in any unit', false, Duration.millis(90_000), '90', '150'],
    ])('is %s', (_, withKey, timeout, TimeoutSeconds, ServiceTimeout) => {
      const stack = testStack();
      new Ledger(stack, 'Ledger', { timeout, encryptionKey: withKey ? new Key(stack, 'Key') : undefined });

      Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', { TimeoutSeconds, ServiceTimeout });
    });
  });

  describe('order of deployment', () => {
    test('the ledger comes after the policies of the function, and leaves before them', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger');

      expect(onlyLedger(stack).DependsOn).toEqual([
        expect.stringMatching(/^CdkQldbControlPlaneRoleDefaultPolicy/),
        expect.stringMatching(/^CdkQldbControlPlaneRole[0-9A-F]{8}$/),
        expect.stringMatching(/^CdkQldbControlPlaneSelfInvocation/),
      ]);
    });
  });

  describe('removal policy', () => {
    test('changes by applyRemovalPolicy', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger').applyRemovalPolicy(RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE);

      Template.fromStack(stack).hasResource('Custom::QLDBLedger', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
    });

    test('changes by RemovalPolicies of an app', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger', { deletionProtection: false });
      RemovalPolicies.of(stack.node.root).destroy();

      Template.fromStack(stack).hasResource('Custom::QLDBLedger', { DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
    });

    test('the default child is the CloudFormation resource', () => {
      const ledger = new Ledger(testStack(), 'Ledger');

      expect((ledger.node.defaultChild as CfnResource).cfnResourceType).toBe('Custom::QLDBLedger');
    });
  });

  describe('tags', () => {
    test('come from Tags.of and, below them, from the stack', () => {
      const stack = testStack({ tags: { team: 'stack', cost: '42' } });
      const ledger = new Ledger(stack, 'Ledger');
      Tags.of(ledger).add('team', 'ledger');
      Tags.of(stack.node.root).add('app', 'demo');

      Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', {
        Tags: [{ Key: 'app', Value: 'demo' }, { Key: 'cost', Value: '42' }, { Key: 'team', Value: 'ledger' }],
      });
    });

    test('leave with Tags.remove', () => {
      const stack = testStack();
      const ledger = new Ledger(stack, 'Ledger');
      Tags.of(ledger).add('one', '1');
      Tags.of(ledger).add('two', '2');
      Tags.of(ledger).remove('one');

      Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', { Tags: [{ Key: 'two', Value: '2' }] });
    });

    test('are absent when there are none', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger');

      Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', { Tags: Match.absent() });
    });

    test('may be 49, the stack\'s included', () => {
      const stack = testStack({ tags: { fromStack: '' } });
      const ledger = new Ledger(stack, 'Ledger');
      for (let i = 0; i < 48; i++) Tags.of(ledger).add(`key-${i}`, 'ä中 9@:/=+-_.'.repeat(20));

      expect(onlyLedger(stack).Properties.Tags).toHaveLength(49);
    });

    test('that aspects set are judged', () => {
      const stack = testStack();
      const ledger = new Ledger(stack, 'Ledger');
      Aspects.of(stack).add({ visit: (node) => { if (node === ledger) ledger.cdkTagManager.setTag('aws:late', 'x'); } });

      expect(messageOf(() => Template.fromStack(stack))).toContain("'tags' must not have keys that start with \"aws:\"");
    });
  });

  describe('clientEnvironment', () => {
    test('points SDKs and drivers at the endpoint', () => {
      const stack = testStack();
      const ledger = new Ledger(stack, 'Ledger');

      expect(stack.resolve(ledger.clientEnvironment)).toEqual({
        AWS_ENDPOINT_URL_QLDB: ENDPOINT,
        AWS_ENDPOINT_URL_QLDB_SESSION: ENDPOINT,
        QLDB_LEDGER_NAME: { 'Fn::GetAtt': ['LedgerB7379752', 'Name'] },
      });
    });

    test('takes the endpoint of the importing stack for an import, without making a function', () => {
      const stack = testStack();
      const ledger = Ledger.fromLedgerName(stack, 'Ledger', 'imported');

      expect(ledger.clientEnvironment).toEqual({
        AWS_ENDPOINT_URL_QLDB: ENDPOINT, AWS_ENDPOINT_URL_QLDB_SESSION: ENDPOINT, QLDB_LEDGER_NAME: 'imported',
      });
      Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 0);
    });
  });

  test('gives its creation time', () => {
    const stack = testStack();

    expect(stack.resolve(new Ledger(stack, 'Ledger').ledgerCreationDateTime)).toEqual({ 'Fn::GetAtt': ['LedgerB7379752', 'CreationDateTime'] });
  });

  test('takes the endpoint that was configured for its stack', () => {
    const stack = testStack({}, new App());
    ControlPlane.configure(stack, { endpoint: 'http://localhost:4510' });
    new Ledger(stack, 'Ledger');

    Template.fromStack(stack).hasResourceProperties('Custom::QLDBLedger', { Endpoint: 'http://localhost:4510' });
  });

  test('synthesizes the same bytes every time', () => {
    const synthesize = () => {
      const app = testApp();
      const stack = new Stack(app, 'Stack', { tags: { b: '2', a: '1' } });
      const ledger = new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key') });
      Tags.of(ledger).add('z', '26');
      return JSON.stringify(app.synth().getStackByName('Stack').template);
    };

    expect(synthesize()).toBe(synthesize());
  });

  test('synthesizes a template that a person can read', () => {
    const stack = testStack();
    new Ledger(stack, 'Registrations', { ledgerName: 'registrations', encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) });

    const template = Template.fromStack(stack).toJSON() as Record<string, unknown>;
    const text = JSON.stringify(template.Resources, undefined, 2).replace(/[0-9a-f]{64}/g, '<asset>');
    expect(JSON.parse(text)).toMatchSnapshot();
  });
});
