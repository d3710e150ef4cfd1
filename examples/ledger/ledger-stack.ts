import { join } from 'node:path';
import { CfnOutput, RemovalPolicy, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { Stream, StreamEncryption } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { Ledger, PermissionsMode } from 'cdk-qldb';
import type { Construct } from 'constructs';

export interface LedgerStackProps extends StackProps {
  /** Permissions for each table and command instead of all or nothing, and a key that only this ledger uses. */
  readonly hardened: boolean;
}

/** A ledger with its own key and tags, its journal in Kinesis and in S3, and a function that may describe it. */
export class LedgerStack extends Stack {
  constructor(scope: Construct, id: string, props: LedgerStackProps) {
    super(scope, id, props);

    const sharedKey = new Key(this, 'SharedKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });
    const ownKey = new Key(this, 'OwnKey', { enableKeyRotation: true, removalPolicy: RemovalPolicy.DESTROY });

    const ledger = new Ledger(this, 'Vehicles', {
      ledgerName: 'vehicle-registration',
      permissionsMode: props.hardened ? PermissionsMode.STANDARD : PermissionsMode.ALLOW_ALL,
      encryptionKey: props.hardened ? ownKey : sharedKey,
      // An example is meant to be thrown away. Leave both out for a ledger that is meant to stay.
      deletionProtection: false,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    Tags.of(ledger).add('department', 'registry');
    Tags.of(ledger).add('data-class', props.hardened ? 'confidential' : 'internal');

    // Every change, as it is committed.
    const records = new Stream(this, 'Records', { encryption: StreamEncryption.MANAGED, removalPolicy: RemovalPolicy.DESTROY });
    ledger.addJournalStream('Journal', { kinesisStream: records });

    // The whole journal up to the deployment, with the hashes that prove it. Another trigger exports again. The bucket stays when the stack goes.
    const archive = new Bucket(this, 'Archive', { enforceSSL: true });
    const journalExport = ledger.addJournalExport('Export', { bucket: archive, trigger: props.hardened ? 'hardened' : 'first' });

    const reader = new NodejsFunction(this, 'Reader', {
      entry: join(__dirname, 'reader.ts'),
      runtime: Runtime.NODEJS_22_X,
      environment: ledger.clientEnvironment,
      // The SDK in Lambda no longer has a client for QLDB: the function brings its own.
      bundling: { externalModules: [], minify: true },
    });
    ledger.grants.describe(reader);
    if (props.hardened) {
      ledger.grants.readData(reader);
    } else {
      // In mode ALLOW_ALL this is everything: the ledger does not look at rights for single commands and tables.
      ledger.grants.sendCommand(reader);
    }

    new CfnOutput(this, 'LedgerName', { value: ledger.ledgerName });
    new CfnOutput(this, 'LedgerArn', { value: ledger.ledgerArn });
    new CfnOutput(this, 'RecordsName', { value: records.streamName });
    new CfnOutput(this, 'ArchiveName', { value: archive.bucketName });
    new CfnOutput(this, 'ExportId', { value: journalExport.exportId });
    new CfnOutput(this, 'ReaderName', { value: reader.functionName });
  }
}
