import { ArnFormat, Stack } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { LedgerBase, type LedgerAttributes } from './ledger-base';
import type { PermissionsMode } from './permissions-mode';
import { show, throwProblems } from './private/validation';

/**
 * A ledger that is not declared in this app.
 *
 * @internal
 */
export class ImportedLedger extends LedgerBase {
  public readonly ledgerName: string;
  public readonly ledgerArn: string;
  public readonly encryptionKey?: IKey;
  public readonly permissionsMode?: PermissionsMode;

  constructor(scope: Construct, id: string, attributes: LedgerAttributes) {
    super(scope, id, { environmentFromArn: attributes.ledgerArn });
    const { ledgerArn, ledgerName } = attributes;
    if (ledgerArn === undefined && ledgerName === undefined) {
      throwProblems(`import of ledger ${show(this.node.path)}`, [{
        code: 'Qldb.LedgerNotNamed',
        text: "'ledgerName' or 'ledgerArn' must be given, got neither: give one",
      }]);
    }
    this.ledgerName = ledgerName ?? Stack.of(this).splitArn(ledgerArn ?? '', ArnFormat.SLASH_RESOURCE_NAME).resourceName ?? '';
    this.ledgerArn = ledgerArn ?? Stack.of(this).formatArn({ service: 'qldb', resource: 'ledger', resourceName: ledgerName });
    this.encryptionKey = attributes.encryptionKey;
    this.permissionsMode = attributes.permissionsMode;
  }
}
