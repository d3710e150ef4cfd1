import { Stack } from 'aws-cdk-lib';
import { ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { evaluatePolicies, type Decision, type IamRequest } from './policy-evaluation';
import { keyArn as renderedKeyArn, renderedPolicies } from './rendered-policies';
import { ENVIRONMENT, testApp, type Json } from './synth';
import { ControlPlane, ExportEncryption, Ledger } from '../../src';

const LEDGER = 'arn:aws:qldb:eu-central-1:111122223333:ledger/own';
const OTHER_LEDGER = 'arn:aws:qldb:eu-central-1:111122223333:ledger/other';
const ADOPTED = 'arn:aws:qldb:eu-central-1:111122223333:ledger/adopted';
const MINE = { 'cdk-qldb:owner': 'Stack/Ledger/t0k3n' };
const THEIRS = { 'cdk-qldb:owner': 'Stack2/Ledger/t0k3n' };
const STREAM = 'arn:aws:qldb:eu-central-1:111122223333:stream/own/8F0TPCmdNQ6JTRpiLj2TmW';
const TABLE = `${LEDGER}/table/8F0TPCmdNQ6JTRpiLj2TmW`;
const OTHER_TABLE = `${LEDGER}/table/2F0TPCmdNQ6JTRpiLj2TmX`;

const stack = new Stack(testApp(), 'Stack', { env: ENVIRONMENT });
ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal('arn:aws:iam::111122223333:role/server') });
const key = new Key(stack, 'Key');
new Key(stack, 'Other');
const ledger = new Ledger(stack, 'Ledger', { ledgerName: 'own', encryptionKey: key });
new Ledger(stack, 'Adopted', { ledgerName: 'adopted', adoptExisting: true });
const roleOf = (id: string) => new Role(stack, id, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
ledger.grants.readData(roleOf('Reader'));
ledger.grants.writeData(roleOf('Writer'), { tableTags: { open: 'yes' } });
ledger.grants.redact(roleOf('Redactor'), { tableIds: ['8F0TPCmdNQ6JTRpiLj2TmW'] });
ledger.grants.manageSchema(roleOf('Admin'), { tableTags: { team: 'a' } });
ledger.grants.verify(roleOf('Verifier'));
ledger.grants.stream(roleOf('Streamer'));
ledger.addJournalStream('Journal', { kinesisStream: Stream.fromStreamArn(stack, 'Records', 'arn:aws:kinesis:eu-central-1:111122223333:stream/records') });
ledger.addJournalExport('Export', { bucket: Bucket.fromBucketName(stack, 'Bucket', 'archive'), prefix: 'own/', encryption: ExportEncryption.kms(key) });

const rendered = renderedPolicies(stack);
const keyArn = (id: string) => renderedKeyArn(Object.keys(rendered).find((name) => name.startsWith(id)) ?? '');
const policiesOf = (role: string): Json[] => Object.entries(rendered).filter(([id]) => id.startsWith(role)).map(([, document]) => document);

type Case = readonly [decision: 'allowed' | 'denied', what: string, role: string, request: Omit<IamRequest, 'policies'>];

const FUNCTION = 'CdkQldbControlPlane';
const cases: readonly Case[] = [
  ['allowed', 'creating a ledger with the owner tag of its stack', FUNCTION, { action: 'qldb:CreateLedger', resource: LEDGER, requestTags: { ...MINE, team: 'x' } }],
  ['denied', 'creating one without an owner tag', FUNCTION, { action: 'qldb:CreateLedger', resource: LEDGER, requestTags: { team: 'x' } }],
  ['denied', 'creating one with the owner tag of a stack whose name starts alike', FUNCTION, { action: 'qldb:CreateLedger', resource: LEDGER, requestTags: THEIRS }],
  ['denied', 'creating one in another Region', FUNCTION, { action: 'qldb:CreateLedger', resource: LEDGER.replace('eu-central-1', 'us-east-1'), requestTags: MINE }],
  ['allowed', 'looking at any ledger, to see who owns it', FUNCTION, { action: 'qldb:DescribeLedger', resource: OTHER_LEDGER, resourceTags: THEIRS }],
  ['allowed', 'reading the tags of any ledger', FUNCTION, { action: 'qldb:ListTagsForResource', resource: OTHER_LEDGER }],
  ...['qldb:UpdateLedger', 'qldb:UpdateLedgerPermissionsMode', 'qldb:DeleteLedger'].flatMap((action): Case[] => [
    ['allowed', `${action} of its own ledger`, FUNCTION, { action, resource: LEDGER, resourceTags: MINE }],
    ['denied', `${action} of another stack's ledger`, FUNCTION, { action, resource: OTHER_LEDGER, resourceTags: THEIRS }],
    ['denied', `${action} of nobody's ledger`, FUNCTION, { action, resource: OTHER_LEDGER }],
  ]),
  ['allowed', 'tagging its own ledger', FUNCTION, { action: 'qldb:TagResource', resource: LEDGER, resourceTags: MINE, requestTags: { team: 'x' } }],
  ['allowed', 'untagging its own ledger', FUNCTION, { action: 'qldb:UntagResource', resource: LEDGER, resourceTags: MINE, tagKeys: ['team'] }],
  ['denied', 'tagging another stack\'s ledger', FUNCTION, { action: 'qldb:TagResource', resource: OTHER_LEDGER, resourceTags: THEIRS, requestTags: { team: 'x' } }],
  ['denied', 'changing an owner tag', FUNCTION, { action: 'qldb:TagResource', resource: LEDGER, resourceTags: MINE, requestTags: THEIRS }],
  ['denied', 'removing an owner tag, among others', FUNCTION, { action: 'qldb:UntagResource', resource: LEDGER, resourceTags: MINE, tagKeys: ['team', 'cdk-qldb:owner'] }],
  ['allowed', 'changing the ledger that may be adopted', FUNCTION, { action: 'qldb:UpdateLedger', resource: ADOPTED, resourceTags: THEIRS }],
  ['allowed', 'tagging the ledger that may be adopted', FUNCTION, { action: 'qldb:TagResource', resource: ADOPTED, requestTags: { team: 'x' } }],
  ['denied', 'taking it over by its owner tag', FUNCTION, { action: 'qldb:TagResource', resource: ADOPTED, resourceTags: THEIRS, requestTags: MINE }],
  ['denied', 'deleting the ledger that may be adopted', FUNCTION, { action: 'qldb:DeleteLedger', resource: ADOPTED, resourceTags: THEIRS }],
  ['allowed', 'describing the key of its ledger', FUNCTION, { action: 'kms:DescribeKey', resource: keyArn('Key') }],
  ['allowed', 'giving grants on the key of its ledger', FUNCTION, { action: 'kms:CreateGrant', resource: keyArn('Key') }],
  ['denied', 'giving grants on another key', FUNCTION, { action: 'kms:CreateGrant', resource: keyArn('Other') }],
  ['denied', 'decrypting with the key', FUNCTION, { action: 'kms:Decrypt', resource: keyArn('Key') }],
  ['allowed', 'starting a stream with the owner tag of its stack', FUNCTION, { action: 'qldb:StreamJournalToKinesis', resource: STREAM, requestTags: MINE }],
  ['denied', 'starting one without', FUNCTION, { action: 'qldb:StreamJournalToKinesis', resource: STREAM }],
  ['allowed', 'cancelling its own stream', FUNCTION, { action: 'qldb:CancelJournalKinesisStream', resource: STREAM, resourceTags: MINE }],
  ['denied', 'cancelling another stack\'s stream', FUNCTION, { action: 'qldb:CancelJournalKinesisStream', resource: STREAM, resourceTags: THEIRS }],
  ['allowed', 'tagging its own stream', FUNCTION, { action: 'qldb:TagResource', resource: STREAM, resourceTags: MINE, requestTags: { team: 'x' } }],
  ['denied', 'tagging another stack\'s stream', FUNCTION, { action: 'qldb:TagResource', resource: STREAM, resourceTags: THEIRS, requestTags: { team: 'x' } }],
  ['denied', 'changing the owner tag of a stream', FUNCTION, { action: 'qldb:TagResource', resource: STREAM, resourceTags: MINE, requestTags: THEIRS }],
  ['allowed', 'exporting the ledger of its export', 'LedgerExportPassRole', { action: 'qldb:ExportJournalToS3', resource: LEDGER }],
  ['denied', 'exporting another ledger', 'LedgerExportPassRole', { action: 'qldb:ExportJournalToS3', resource: OTHER_LEDGER }],
  ['allowed', 'writing an object below the prefix', 'LedgerExportRole', { action: 's3:PutObject', resource: 'arn:aws:s3:::archive/own/x.ion' }],
  ['denied', 'writing one beside it', 'LedgerExportRole', { action: 's3:PutObject', resource: 'arn:aws:s3:::archive/other/x.ion' }],
  ['denied', 'reading what was written', 'LedgerExportRole', { action: 's3:GetObject', resource: 'arn:aws:s3:::archive/own/x.ion' }],
  ['allowed', 'generating data keys for objects', 'LedgerExportRole', { action: 'kms:GenerateDataKey', resource: keyArn('Key') }],
  ['denied', 'decrypting them', 'LedgerExportRole', { action: 'kms:Decrypt', resource: keyArn('Key') }],
  ['allowed', 'writing records', 'LedgerJournalRole', { action: 'kinesis:PutRecords', resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/records' }],
  ['denied', 'writing to another Kinesis stream', 'LedgerJournalRole', { action: 'kinesis:PutRecords', resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/other' }],
  ['denied', 'reading records', 'LedgerJournalRole', { action: 'kinesis:GetRecords', resource: 'arn:aws:kinesis:eu-central-1:111122223333:stream/records' }],
  ['denied', 'reading documents', FUNCTION, { action: 'qldb:SendCommand', resource: LEDGER }],
  ['allowed', 'writing its own log', FUNCTION, {
    action: 'logs:PutLogEvents', resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:CdkQldbControlPlaneLogGroupD84071C5:log-stream:1',
  }],
  ['denied', 'writing another log', FUNCTION, { action: 'logs:PutLogEvents', resource: 'arn:aws:logs:eu-central-1:111122223333:log-group:other:log-stream:1' }],
  ['allowed', 'going on by itself', FUNCTION, { action: 'lambda:InvokeFunction', resource: 'arn:aws:lambda:eu-central-1:111122223333:function:CdkQldbControlPlaneFunction' }],
  ['denied', 'invoking another function', FUNCTION, { action: 'lambda:InvokeFunction', resource: 'arn:aws:lambda:eu-central-1:111122223333:function:Other' }],

  ['allowed', 'opening sessions', 'Reader', { action: 'qldb:SendCommand', resource: LEDGER }],
  ['allowed', 'reading a table', 'Reader', { action: 'qldb:PartiQLSelect', resource: TABLE }],
  ['allowed', 'reading the catalog', 'Reader', { action: 'qldb:PartiQLSelect', resource: `${LEDGER}/information_schema/user_tables` }],
  ['allowed', 'decrypting with the ledger\'s key', 'Reader', { action: 'kms:Decrypt', resource: keyArn('Key') }],
  ['denied', 'decrypting with another key', 'Reader', { action: 'kms:Decrypt', resource: keyArn('Other') }],
  ['denied', 'reading history', 'Reader', { action: 'qldb:PartiQLHistoryFunction', resource: TABLE }],
  ['denied', 'writing', 'Reader', { action: 'qldb:PartiQLInsert', resource: TABLE }],
  ['denied', 'reading another ledger', 'Reader', { action: 'qldb:PartiQLSelect', resource: `${OTHER_LEDGER}/table/8F0TPCmdNQ6JTRpiLj2TmW` }],
  ['allowed', 'writing to a table with the tag', 'Writer', { action: 'qldb:PartiQLUpdate', resource: TABLE, resourceTags: { open: 'yes' } }],
  ['denied', 'writing to a table with another value of it', 'Writer', { action: 'qldb:PartiQLUpdate', resource: TABLE, resourceTags: { open: 'no' } }],
  ['denied', 'writing to a table without it', 'Writer', { action: 'qldb:PartiQLUpdate', resource: TABLE }],
  ['allowed', 'redacting in the table of that id', 'Redactor', { action: 'qldb:PartiQLRedact', resource: TABLE }],
  ['denied', 'redacting in another table', 'Redactor', { action: 'qldb:PartiQLRedact', resource: OTHER_TABLE }],
  ['allowed', 'creating a table with the team\'s tag', 'Admin', { action: 'qldb:PartiQLCreateTable', resource: TABLE, requestTags: { team: 'a' } }],
  ['denied', 'creating a table without it', 'Admin', { action: 'qldb:PartiQLCreateTable', resource: TABLE }],
  ['denied', 'dropping another team\'s table', 'Admin', { action: 'qldb:PartiQLDropTable', resource: TABLE, resourceTags: { team: 'b' } }],
  ['allowed', 'fetching a digest', 'Verifier', { action: 'qldb:GetDigest', resource: LEDGER }],
  ['denied', 'running statements', 'Verifier', { action: 'qldb:SendCommand', resource: LEDGER }],
  ['allowed', 'starting a stream', 'Streamer', { action: 'qldb:StreamJournalToKinesis', resource: 'arn:aws:qldb:eu-central-1:111122223333:stream/own/new' }],
  ['denied', 'starting one of another ledger', 'Streamer', { action: 'qldb:StreamJournalToKinesis', resource: 'arn:aws:qldb:eu-central-1:111122223333:stream/other/new' }],
];

describe('policies, evaluated', () => {
  let decisions: Decision[] = [];

  beforeAll(() => {
    decisions = evaluatePolicies(cases.map(([, , role, request]) => ({ ...request, policies: policiesOf(role) })));
  });

  test.each(cases.map(([decision, what, role], index) => ({ decision, what, role, index })))('$role: $what is $decision', ({ decision, role, index }) => {
    expect(policiesOf(role)).not.toEqual([]);
    expect(decisions[index]).toBe(decision === 'allowed' ? 'Allow' : 'ImplicitDeny');
  });
});
