import { App, Duration, RemovalPolicy, Stack, Tags } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import {
  ControlPlane, ExportEncryption, JournalKinesisStream, JournalS3Export, JournalTime, Ledger, OutputFormat, PartiQLAction, PermissionsMode,
} from '../../src';

/** The app of `app.py`, in TypeScript. */
export function languagesApp(): App {
  const app = new App();
  ControlPlane.configure(app, { endpoint: 'https://qldb.example.com' });
  const stack = new Stack(app, 'Languages');
  const ledger = new Ledger(stack, 'Ledger', {
    ledgerName: 'registrations',
    permissionsMode: PermissionsMode.STANDARD,
    deletionProtection: false,
    encryptionKey: new Key(stack, 'Key'),
    removalPolicy: RemovalPolicy.DESTROY,
    timeout: Duration.minutes(20),
  });
  Tags.of(ledger).add('department', 'registry');
  const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  ledger.grants.readData(reader, { tableTags: { domain: 'registration' } });
  ledger.grants.partiQL(reader, { actions: [PartiQLAction.HISTORY_FUNCTION], tableIds: ['8F0TPCmdNQ6JTRpiLj2TmW'] });
  const imported = Ledger.fromLedgerName(stack, 'Imported', 'archive');
  imported.grants.verify(reader);
  const key = new Key(stack, 'ArchiveKey');
  ledger.addJournalStream('ToKinesis', { kinesisStream: new Stream(stack, 'Records', { encryptionKey: key }), aggregationEnabled: false });
  new JournalKinesisStream(stack, 'Kept', {
    ledger,
    kinesisStream: Stream.fromStreamArn(stack, 'Elsewhere', 'arn:aws:kinesis:us-east-1:111122223333:stream/elsewhere'),
    journalStreamName: 'kept',
    inclusiveStartTime: JournalTime.deployment(),
    removalPolicy: RemovalPolicy.RETAIN,
  });
  new JournalS3Export(stack, 'ToS3', {
    ledger,
    bucket: new Bucket(stack, 'Archive'),
    prefix: 'january/',
    inclusiveStartTime: JournalTime.fromIsoString('2026-01-01T00:00:00Z'),
    exclusiveEndTime: JournalTime.fromIsoString('2026-02-01T00:00:00Z'),
    encryption: ExportEncryption.kms(key),
    outputFormat: OutputFormat.ION_BINARY,
    trigger: 'first',
    waitForCompletion: false,
  });
  return app;
}
