import { Aws, Stack } from 'aws-cdk-lib';
import { PolicyStatement, type IRole } from 'aws-cdk-lib/aws-iam';
import { OWNER_TAG } from './contract';
import { acknowledgeWildcard } from './wildcards';

/** The owner tag of what a stack made starts so; a nested stack's own name is known to CloudFormation only. */
const OWNED_BY_STACK = `${Aws.STACK_NAME}/*`;

/** Whatever else the function may do, it never writes or removes an owner tag: that is how it would take over a foreign ledger. */
const NOT_THE_OWNER_TAG = { 'ForAllValues:StringNotEquals': { 'aws:TagKeys': [OWNER_TAG] } };

/**
 * The function's rights on ledgers, the same text whatever the stack holds.
 *
 * CloudFormation updates policies before it deletes what left the template, so a right that Delete needs must not leave with its
 * resource: https://github.com/aws/aws-cdk/issues/14037. The owner tag narrows the wildcard to what this stack made.
 */
export function addLedgerRights(role: IRole): void {
  const resources = [Stack.of(role).formatArn({ service: 'qldb', resource: 'ledger', resourceName: '*' })];
  const owned = { StringLike: { [`aws:ResourceTag/${OWNER_TAG}`]: OWNED_BY_STACK } };
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'CreateLedgers',
    actions: ['qldb:CreateLedger'],
    resources,
    conditions: { StringLike: { [`aws:RequestTag/${OWNER_TAG}`]: OWNED_BY_STACK } },
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'ReadLedgers',
    actions: ['qldb:DescribeLedger', 'qldb:ListTagsForResource'],
    resources,
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'ChangeOwnLedgers',
    actions: ['qldb:UpdateLedger', 'qldb:UpdateLedgerPermissionsMode', 'qldb:DeleteLedger'],
    resources,
    conditions: owned,
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'TagOwnLedgers',
    actions: ['qldb:TagResource', 'qldb:UntagResource'],
    resources,
    conditions: { ...owned, ...NOT_THE_OWNER_TAG },
  }));
  acknowledgeWildcard(role, resources[0] ?? '', [
    'Names of ledgers must not be part of the policy: it is updated before a removed ledger is deleted.',
    'Creating, changing and deleting is limited to ledgers that carry the tag of this stack; reading tells who made a ledger.',
  ].join(' '));
}

/** The function's rights on journal streams, for the same reason the same text whatever the stack holds. */
export function addStreamRights(role: IRole): void {
  const resources = [Stack.of(role).formatArn({ service: 'qldb', resource: 'stream', resourceName: '*' })];
  const owned = { StringLike: { [`aws:ResourceTag/${OWNER_TAG}`]: OWNED_BY_STACK } };
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'StartStreams',
    actions: ['qldb:StreamJournalToKinesis'],
    resources,
    conditions: { StringLike: { [`aws:RequestTag/${OWNER_TAG}`]: OWNED_BY_STACK } },
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'ReadStreams',
    actions: ['qldb:DescribeJournalKinesisStream', 'qldb:ListJournalKinesisStreamsForLedger', 'qldb:ListTagsForResource'],
    resources,
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'CancelOwnStreams',
    actions: ['qldb:CancelJournalKinesisStream'],
    resources,
    conditions: owned,
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'TagOwnStreams',
    actions: ['qldb:TagResource', 'qldb:UntagResource'],
    resources,
    conditions: { ...owned, ...NOT_THE_OWNER_TAG },
  }));
  acknowledgeWildcard(role, resources[0] ?? '', [
    'Ids of streams are known only when they have started, and a removed stream is cancelled after the policy was updated.',
    'Starting, tagging and cancelling is limited to streams that carry the tag of this stack; reading tells who made a stream.',
  ].join(' '));
}

/** Rights on a ledger that another owner made. Deleting it is not one of them. */
export function addAdoptionRights(role: IRole, ledgerName: string): void {
  const resources = [Stack.of(role).formatArn({ service: 'qldb', resource: 'ledger', resourceName: ledgerName })];
  role.addToPrincipalPolicy(new PolicyStatement({
    actions: ['qldb:UpdateLedger', 'qldb:UpdateLedgerPermissionsMode'],
    resources,
  }));
  role.addToPrincipalPolicy(new PolicyStatement({
    actions: ['qldb:TagResource', 'qldb:UntagResource'],
    resources,
    conditions: NOT_THE_OWNER_TAG,
  }));
}

/** What Lambda needs to run a function in a VPC: https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html */
export function addNetworkInterfaceRights(role: IRole): void {
  role.addToPrincipalPolicy(new PolicyStatement({
    sid: 'RunInVpc',
    actions: [
      'ec2:AssignPrivateIpAddresses',
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:DescribeNetworkInterfaces',
      'ec2:DescribeSubnets',
      'ec2:UnassignPrivateIpAddresses',
    ],
    resources: ['*'],
  }));
  acknowledgeWildcard(role, '*', 'Lambda creates the network interfaces of a function in a VPC, and their ids are not known before.');
}
