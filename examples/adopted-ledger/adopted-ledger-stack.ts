import { CfnOutput, Stack, Tags, type StackProps } from 'aws-cdk-lib';
import { AccountRootPrincipal, Role } from 'aws-cdk-lib/aws-iam';
import { Ledger, PartiQLAction } from 'cdk-qldb';
import type { Construct } from 'constructs';

/**
 * A ledger that is there before the stack is, as `qldb-server import` brings one back from AWS's export of its journal, and a role that
 * may read and verify it.
 */
export class AdoptedLedgerStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const ledger = new Ledger(this, 'Vehicles', {
      ledgerName: 'vehicle-registration',
      // The stack may change the ledger as it is declared here, and never deletes it. Leave it on for as long as the ledger is in the stack.
      adoptExisting: true,
    });
    Tags.of(ledger).add('department', 'registry');

    const auditor = new Role(this, 'Auditor', { assumedBy: new AccountRootPrincipal() });
    ledger.grants.describe(auditor);
    ledger.grants.readData(auditor);
    // What was changed and deleted since the ledger began, and the proofs of all of it.
    ledger.grants.partiQL(auditor, { actions: [PartiQLAction.HISTORY_FUNCTION] });
    ledger.grants.verify(auditor);

    new CfnOutput(this, 'LedgerName', { value: ledger.ledgerName });
    new CfnOutput(this, 'LedgerArn', { value: ledger.ledgerArn });
    new CfnOutput(this, 'AuditorArn', { value: auditor.roleArn });
  }
}
