import { Stack } from 'aws-cdk-lib';
import { FlowLog, FlowLogResourceType, Vpc } from 'aws-cdk-lib/aws-ec2';
import { ArnPrincipal, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stream } from 'aws-cdk-lib/aws-kinesis';
import { Key } from 'aws-cdk-lib/aws-kms';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { AwsSolutionsChecks } from 'cdk-nag';
import { ENVIRONMENT, testApp } from './synth';
import { ControlPlane, ExportEncryption, Ledger } from '../../src';

/** Findings that nobody acknowledged, as `rule: construct`. */
function findings(stack: Stack): string[] {
  const { violations } = new AwsSolutionsChecks().validateScope(stack);
  return violations.flatMap((violation) => violation.violatingResources.map((resource) => `${violation.ruleName}: ${resource.constructPath}`));
}

describe('cdk-nag, AwsSolutions', () => {
  test.each<[string, (stack: Stack) => void]>([
    ['ledgers with keys', (stack) => {
      new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) });
      new Ledger(stack, 'Adopted', { ledgerName: 'adopted', adoptExisting: true });
    }],
    ['a function in a VPC', (stack) => {
      const vpc = new Vpc(stack, 'Vpc');
      new FlowLog(stack, 'FlowLog', { resourceType: FlowLogResourceType.fromVpc(vpc) });
      ControlPlane.configure(stack, { vpc });
      new Ledger(stack, 'Ledger');
    }],
    ['a log group that was imported', (stack) => {
      ControlPlane.configure(stack, { logGroup: LogGroup.fromLogGroupName(stack, 'Logs', 'given') });
      new Ledger(stack, 'Ledger');
    }],
    ['a delivery principal of one\'s own', (stack) => {
      ControlPlane.configure(stack, { deliveryPrincipal: new ArnPrincipal('arn:aws:iam::111122223333:role/server') });
      new Ledger(stack, 'Ledger', { encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }) });
    }],
    ['streams of its journal', (stack) => {
      const kinesisStream = Stream.fromStreamAttributes(stack, 'Kinesis', {
        streamArn: 'arn:aws:kinesis:eu-central-1:111122223333:stream/records', encryptionKey: new Key(stack, 'Key', { enableKeyRotation: true }),
      });
      new Ledger(stack, 'Ledger').addJournalStream('Stream', { kinesisStream });
    }],
    ['exports of its journal', (stack) => {
      const bucket = Bucket.fromBucketName(stack, 'Archive', 'archive');
      const ledger = new Ledger(stack, 'Ledger');
      ledger.addJournalExport('Export', { bucket, encryption: ExportEncryption.kms(new Key(stack, 'Key', { enableKeyRotation: true })) });
      ledger.addJournalExport('GivenRole', { bucket, prefix: 'given/', role: new Role(stack, 'Role', { assumedBy: new ServicePrincipal('qldb.amazonaws.com') }) });
    }],
  ])('finds nothing in a stack with %s', (_, build) => {
    for (const env of [undefined, ENVIRONMENT]) {
      const stack = new Stack(testApp(), 'Stack', { env });
      build(stack);

      expect(findings(stack)).toEqual([]);
    }
  });

  test('still finds what a user adds', () => {
    const stack = new Stack(testApp(), 'Stack');
    const { role } = ControlPlane.of(stack);
    new Key(stack, 'Key');
    role.addManagedPolicy({ managedPolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' } as never);

    expect(findings(stack).sort()).toEqual([
      'AwsSolutions-IAM4[Policy::arn:aws:iam::aws:policy/AdministratorAccess]: Stack/CdkQldbControlPlane/Role/Resource',
      'AwsSolutions-KMS5: Stack/Key/Resource',
    ]);
  });
});
