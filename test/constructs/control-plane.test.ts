import { App, NestedStack, RemovalPolicy, Stack } from 'aws-cdk-lib';
import { Annotations, Match, Template } from 'aws-cdk-lib/assertions';
import { Port, SecurityGroup, SubnetType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { Runtime, RuntimeFamily } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import { CustomResourceConfig } from 'aws-cdk-lib/custom-resources';
import { Construct } from 'constructs';
import { CERTIFICATE } from './certificate';
import { functionStatements, messageOf, onlyLedger, onlyResource, statements, testApp, testStack } from './synth';
import { ControlPlane, Ledger } from '../../src';

const LEDGERS = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':ledger/*']] };
const STREAMS = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':stream/*']] };
const THIS_STACK = { 'Fn::Join': ['', [{ Ref: 'AWS::StackName' }, '/*']] };
const LOGS = { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'] };

/** The function's statements in every stack, whatever it holds. */
const CONSTANT = [
  {
    Sid: 'CreateLedgers', Effect: 'Allow', Action: 'qldb:CreateLedger', Resource: LEDGERS,
    Condition: { StringLike: { 'aws:RequestTag/cdk-qldb:owner': THIS_STACK } },
  },
  { Sid: 'ReadLedgers', Effect: 'Allow', Action: ['qldb:DescribeLedger', 'qldb:ListTagsForResource'], Resource: LEDGERS },
  {
    Sid: 'ChangeOwnLedgers', Effect: 'Allow', Action: ['qldb:UpdateLedger', 'qldb:UpdateLedgerPermissionsMode', 'qldb:DeleteLedger'], Resource: LEDGERS,
    Condition: { StringLike: { 'aws:ResourceTag/cdk-qldb:owner': THIS_STACK } },
  },
  {
    Sid: 'TagOwnLedgers', Effect: 'Allow', Action: ['qldb:TagResource', 'qldb:UntagResource'], Resource: LEDGERS,
    Condition: {
      'StringLike': { 'aws:ResourceTag/cdk-qldb:owner': THIS_STACK },
      'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['cdk-qldb:owner'] },
    },
  },
  {
    Sid: 'StartStreams', Effect: 'Allow', Action: 'qldb:StreamJournalToKinesis', Resource: STREAMS,
    Condition: { StringLike: { 'aws:RequestTag/cdk-qldb:owner': THIS_STACK } },
  },
  {
    Sid: 'ReadStreams', Effect: 'Allow',
    Action: ['qldb:DescribeJournalKinesisStream', 'qldb:ListJournalKinesisStreamsForLedger', 'qldb:ListTagsForResource'], Resource: STREAMS,
  },
  {
    Sid: 'CancelOwnStreams', Effect: 'Allow', Action: 'qldb:CancelJournalKinesisStream', Resource: STREAMS,
    Condition: { StringLike: { 'aws:ResourceTag/cdk-qldb:owner': THIS_STACK } },
  },
  {
    Sid: 'TagOwnStreams', Effect: 'Allow', Action: ['qldb:TagResource', 'qldb:UntagResource'], Resource: STREAMS,
    Condition: {
      'StringLike': { 'aws:ResourceTag/cdk-qldb:owner': THIS_STACK },
      'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['cdk-qldb:owner'] },
    },
  },
];

describe('ControlPlane', () => {
  describe('function', () => {
    test('has a logical id that never changes: deployed ledgers hold its ARN, which CloudFormation does not let change', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger');

      expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function'))).toEqual(['CdkQldbControlPlaneFunction']);
    });

    test('keeps that id when the stack renames ids', () => {
      const stack = testStack();
      const { handler } = ControlPlane.of(stack);
      stack.renameLogicalId(stack.getLogicalId(handler.node.defaultChild as never), 'Renamed');

      expect(Object.keys(Template.fromStack(stack).findResources('AWS::Lambda::Function'))).toEqual(['CdkQldbControlPlaneFunction']);
    });

    test('runs the bundled code on Node.js 24 for up to 15 minutes', () => {
      const stack = testStack();
      ControlPlane.of(stack);

      const { Properties } = onlyResource(stack, 'AWS::Lambda::Function');
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Handler: 'index.handler',
        MemorySize: 256,
        Timeout: 900,
        LoggingConfig: { LogGroup: { Ref: expect.stringMatching(/^CdkQldbControlPlaneLogGroup/) } },
      });
      expect(Properties).not.toHaveProperty('Environment');
      expect(Properties).not.toHaveProperty('VpcConfig');
    });

    test('costs five resources besides the ledger', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger');

      const types = Object.values(Template.fromStack(stack).toJSON().Resources as Record<string, { Type: string }>).map((resource) => resource.Type);
      expect(types.sort()).toEqual([
        'AWS::IAM::Policy', 'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Logs::LogGroup', 'Custom::QLDBLedger',
      ]);
    });
  });

  describe('rights', () => {
    test('are constant statements and its own log group', () => {
      const stack = testStack();
      ControlPlane.of(stack);

      expect(functionStatements(stack)).toEqual([
        { ...LOGS, Resource: { 'Fn::GetAtt': [expect.stringMatching(/^CdkQldbControlPlaneLogGroup/), 'Arn'] } },
        ...CONSTANT,
      ]);
      expect(onlyResource(stack, 'AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
    });

    test('do not grow with ledgers, so that removing one does not take away what its deletion needs', () => {
      const stack = testStack();
      for (const id of ['One', 'Two', 'Three']) new Ledger(stack, id);

      expect(functionStatements(stack).slice(1)).toEqual(CONSTANT);
    });

    test('on a ledger that may be adopted are exact, without deletion', () => {
      const stack = testStack();
      new Ledger(stack, 'Ledger', { ledgerName: 'foreign', adoptExisting: true });

      const foreign = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':qldb:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':ledger/foreign']] };
      expect(functionStatements(stack).slice(9)).toEqual([
        { Effect: 'Allow', Action: ['qldb:UpdateLedger', 'qldb:UpdateLedgerPermissionsMode'], Resource: foreign },
        {
          Effect: 'Allow', Action: ['qldb:TagResource', 'qldb:UntagResource'], Resource: foreign,
          Condition: { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': ['cdk-qldb:owner'] } },
        },
      ]);
    });

    test('to invoke itself are a policy apart, on exactly the function', () => {
      const stack = testStack();
      ControlPlane.of(stack);

      expect(statements(stack, /^CdkQldbControlPlaneSelfInvocation/)).toEqual([
        { Effect: 'Allow', Action: 'lambda:InvokeFunction', Resource: { 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] } },
      ]);
    });

    test('can be added to: the control plane is a grantee', () => {
      const stack = testStack();
      new Secret(stack, 'Secret').grantRead(ControlPlane.of(stack));

      expect(functionStatements(stack).at(-1)?.Action).toEqual(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret']);
    });
  });

  describe('log group', () => {
    test('is kept for a month and removed with the stack', () => {
      const stack = testStack();
      ControlPlane.of(stack);

      const { Properties, DeletionPolicy } = onlyResource(stack, 'AWS::Logs::LogGroup');
      expect([Properties, DeletionPolicy]).toEqual([{ RetentionInDays: 30 }, 'Delete']);
    });

    test('may be given', () => {
      const stack = testStack();
      ControlPlane.configure(stack, { logGroup: LogGroup.fromLogGroupName(stack, 'Logs', 'given') });
      ControlPlane.of(stack);

      Template.fromStack(stack).resourceCountIs('AWS::Logs::LogGroup', 0);
      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { LoggingConfig: { LogGroup: 'given' } });
      expect(JSON.stringify(functionStatements(stack)[0]?.Resource)).toContain(':log-group:given:*');
    });
  });

  describe('CustomResourceConfig', () => {
    test('sets runtime, retention and removal policy', () => {
      const stack = testStack();
      ControlPlane.of(stack);
      const config = CustomResourceConfig.of(stack.node.root);
      config.addLambdaRuntime(new Runtime('nodejs26.x', RuntimeFamily.NODEJS));
      config.addLogRetentionLifetime(RetentionDays.TEN_YEARS);
      config.addRemovalPolicy(RemovalPolicy.RETAIN);

      const template = Template.fromStack(stack);
      template.hasResourceProperties('AWS::Lambda::Function', { Runtime: 'nodejs26.x' });
      template.hasResource('AWS::Logs::LogGroup', { Properties: { RetentionInDays: 3653 }, DeletionPolicy: 'Retain' });
    });

    test.each(['declared', 'imported'])('leaves a given log group alone that is %s', (how) => {
      const stack = testStack();
      const logGroup = how === 'declared' ? new LogGroup(stack, 'Logs', { retention: RetentionDays.ONE_DAY }) : LogGroup.fromLogGroupName(stack, 'Logs', 'given');
      ControlPlane.configure(stack, { logGroup });
      ControlPlane.of(stack);
      CustomResourceConfig.of(stack).addLogRetentionLifetime(RetentionDays.TEN_YEARS);

      const found = Object.values(Template.fromStack(stack).findResources('AWS::Logs::LogGroup'));
      expect(found.map((resource) => (resource as { Properties: object }).Properties)).toEqual(how === 'declared' ? [{ RetentionInDays: 1 }] : []);
    });
  });

  describe('in a VPC', () => {
    function inVpc(): Stack {
      const stack = testStack();
      ControlPlane.configure(stack, { vpc: new Vpc(stack, 'Vpc', { natGateways: 1 }) });
      return stack;
    }

    test('runs in private subnets with a security group of its own', () => {
      const stack = inVpc();
      new Ledger(stack, 'Ledger');

      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
        VpcConfig: {
          SecurityGroupIds: [{ 'Fn::GetAtt': [Match.stringLikeRegexp('^CdkQldbControlPlaneFunctionSecurityGroup'), 'GroupId'] }],
          SubnetIds: [{ Ref: Match.stringLikeRegexp('PrivateSubnet1') }, { Ref: Match.stringLikeRegexp('PrivateSubnet2') }],
        },
      });
    });

    test('may manage network interfaces, before the function is made', () => {
      const stack = inVpc();
      ControlPlane.of(stack);

      expect(functionStatements(stack).at(-1)).toEqual({
        Sid: 'RunInVpc',
        Effect: 'Allow',
        Action: [
          'ec2:AssignPrivateIpAddresses', 'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:DescribeNetworkInterfaces',
          'ec2:DescribeSubnets', 'ec2:UnassignPrivateIpAddresses',
        ],
        Resource: '*',
      });
      expect(onlyResource(stack, 'AWS::Lambda::Function').DependsOn).toContainEqual(expect.stringMatching(/^CdkQldbControlPlaneRoleDefaultPolicy/));
    });

    test('takes subnets and security groups that are given', () => {
      const stack = testStack();
      const vpc = new Vpc(stack, 'Vpc', { subnetConfiguration: [{ name: 'isolated', subnetType: SubnetType.PRIVATE_ISOLATED }] });
      ControlPlane.configure(stack, {
        vpc, vpcSubnets: { subnetType: SubnetType.PRIVATE_ISOLATED }, securityGroups: [SecurityGroup.fromSecurityGroupId(stack, 'Group', 'sg-12345')],
      });
      ControlPlane.of(stack);

      Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: ['sg-12345'] } });
    });

    test('is connectable', () => {
      const stack = inVpc();
      const group = new SecurityGroup(stack, 'Server', { vpc: stack.node.findChild('Vpc') as Vpc });
      group.connections.allowFrom(ControlPlane.of(stack), Port.tcp(443));

      Template.fromStack(stack).resourceCountIs('AWS::EC2::SecurityGroupIngress', 1);
    });

    test('is needed for connections', () => {
      expect(messageOf(() => ControlPlane.of(testStack()).connections)).toBe([
        'invalid use of the control plane at "Stack/CdkQldbControlPlane":',
        "  - 'connections' must not be used without a VPC: give 'vpc' to ControlPlane.configure [Qldb.VpcRequired]",
      ].join('\n'));
    });
  });

  test('hands certificate authority and permission for plain http to the function', () => {
    const stack = testStack();
    ControlPlane.configure(stack, { endpoint: 'http://qldb.internal', allowInsecureHttp: true, certificateAuthority: CERTIFICATE, memorySize: 512 });
    ControlPlane.of(stack);

    Template.fromStack(stack).hasResourceProperties('AWS::Lambda::Function', {
      MemorySize: 512,
      Environment: { Variables: { CDK_QLDB_CERTIFICATE_AUTHORITY: CERTIFICATE, CDK_QLDB_ALLOW_INSECURE_HTTP: 'true' } },
    });
  });

  describe('is one for each stack', () => {
    test('whoever asks', () => {
      const stack = testStack();
      const inner = new Construct(stack, 'Inner');

      expect(ControlPlane.of(inner)).toBe(ControlPlane.of(stack));
    });

    test('nested stacks have their own, and deploy without a cycle', () => {
      const stack = testStack();
      const nested = new NestedStack(stack, 'Nested');
      for (const one of [stack, nested]) new Ledger(one, 'Ledger');

      expect(ControlPlane.of(nested)).not.toBe(ControlPlane.of(stack));
      for (const one of [stack, nested]) {
        Template.fromStack(one).resourceCountIs('AWS::Lambda::Function', 1);
        expect(onlyLedger(one).Properties.ServiceToken).toEqual({ 'Fn::GetAtt': ['CdkQldbControlPlaneFunction', 'Arn'] });
      }
    });

    test('two stacks do not share', () => {
      const app = testApp();
      const stacks = ['One', 'Two'].map((id) => new Stack(app, id));
      for (const stack of stacks) new Ledger(stack, 'Ledger');

      for (const stack of stacks) Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
      expect(stacks.flatMap((stack) => stack.dependencies)).toEqual([]);
    });

    test('even with two copies of the library', () => {
      const stack = testStack();
      const here = ControlPlane.of(stack);
      jest.isolateModules(() => {
        const another = jest.requireActual<typeof import('../../src')>('../../src');
        expect(another.ControlPlane).not.toBe(ControlPlane);
        expect(another.ControlPlane.of(stack)).toBe(here);
        new another.Ledger(stack, 'Ledger');
      });

      Template.fromStack(stack).resourceCountIs('AWS::Lambda::Function', 1);
    });

    test('unless something else has its id', () => {
      const stack = testStack();
      new Construct(stack, 'CdkQldbControlPlane');

      expect(messageOf(() => new Ledger(stack, 'Ledger'))).toBe([
        'invalid stack "Stack":',
        '  - the construct id "CdkQldbControlPlane" is needed for the control plane, got another construct of that id: rename it [Qldb.ControlPlaneIdTaken]',
      ].join('\n'));
    });
  });

  test('warns of the endpoints that AWS shut down', () => {
    const stack = testStack({}, new App());
    ControlPlane.configure(stack, { endpoint: 'https://qldb.us-east-1.amazonaws.com' });
    ControlPlane.of(stack);

    Annotations.fromStack(stack).hasWarning('/Stack/CdkQldbControlPlane', Match.stringLikeRegexp(
      "^'endpoint' is AWS's own, which was shut down on 2025-07-31, got \"https://qldb.us-east-1.amazonaws.com\": use the URL of a compatible service",
    ));
  });
});
