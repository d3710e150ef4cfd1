import { Stack } from 'aws-cdk-lib';
import { Grant, type IGrantable } from 'aws-cdk-lib/aws-iam';
import type { ILedger } from './ledger-base';
import { PartiQLAction, type PartiQLGrantOptions, type TableScope } from './partiql-grant-options';
import { PermissionsMode } from './permissions-mode';
import { warn } from './private/annotate';
import { grantOnKey } from './private/encryption-key';
import { validatePartiQLGrant } from './private/partiql-grant-validation';
import { show, throwProblems } from './private/validation';
import { QldbWarnings } from './qldb-warnings';

const READ = [PartiQLAction.SELECT];
const WRITE = [PartiQLAction.INSERT, PartiQLAction.UPDATE, PartiQLAction.DELETE];
const CHANGE_TABLES = [PartiQLAction.DROP_TABLE, PartiQLAction.UNDROP_TABLE, PartiQLAction.CREATE_INDEX, PartiQLAction.DROP_INDEX];

/**
 * Grants identities rights on a ledger: `ledger.grants`.
 *
 * Grants that reach data add `kms:Decrypt` on the ledger's own key, which QLDB asks of callers. In permissions mode `ALLOW_ALL`
 * the ledger looks at `qldb:SendCommand` alone, so that limits to tables and commands have no effect.
 *
 * @example
 * declare const ledger: Ledger;
 * declare const reader: lambda.Function;
 * ledger.grants.readData(reader, { tableTags: { domain: 'registration' } });
 */
export class LedgerGrants {
  /**
   * Creates the grants of a ledger.
   *
   * @param ledger a ledger, declared or imported
   */
  public static fromLedger(ledger: ILedger): LedgerGrants {
    return new LedgerGrants(ledger);
  }

  private constructor(private readonly ledger: ILedger) {}

  /**
   * Allows to describe the ledger and to list its tags.
   *
   * @param grantee who is allowed
   */
  public describe(grantee: IGrantable): Grant {
    return this.onLedger(grantee, ['qldb:DescribeLedger', 'qldb:ListTagsForResource']);
  }

  /**
   * Allows to open sessions and to run transactions; in mode `STANDARD` not yet to touch a table.
   *
   * @param grantee who is allowed
   */
  public sendCommand(grantee: IGrantable): Grant {
    return this.withKey(grantee, this.onLedger(grantee, ['qldb:SendCommand']));
  }

  /**
   * Allows to read current documents (`PartiQLSelect`). Not the history, which shows deleted documents: see `partiQL`.
   *
   * @param grantee who is allowed
   * @param scope which tables; by default all, and the catalog
   */
  public readData(grantee: IGrantable, scope?: TableScope): Grant {
    return this.partiQL(grantee, { ...scope, actions: READ });
  }

  /**
   * Allows to insert, change and delete documents (`PartiQLInsert`, `PartiQLUpdate`, `PartiQLDelete`), not to read them.
   *
   * @param grantee who is allowed
   * @param scope which tables; by default all
   */
  public writeData(grantee: IGrantable, scope?: TableScope): Grant {
    return this.partiQL(grantee, { ...scope, actions: WRITE });
  }

  /**
   * Allows what `readData` and `writeData` allow.
   *
   * @param grantee who is allowed
   * @param scope which tables; by default all, and the catalog
   */
  public readWriteData(grantee: IGrantable, scope?: TableScope): Grant {
    return this.partiQL(grantee, { ...scope, actions: [...READ, ...WRITE] });
  }

  /**
   * Allows to create, drop and undrop tables and to create and drop indexes.
   *
   * With `tableTags`, tables can be created with these tags only. Tagging a table while creating it also needs
   * `qldb:TagResource`, which is not granted here: it lets the grantee tag other tables too, and so pass every limit by tags.
   * With `tableIds`, no tables can be created.
   *
   * @param grantee who is allowed
   * @param scope which tables; by default all
   */
  public manageSchema(grantee: IGrantable, scope: TableScope = {}): Grant {
    const create = scope.tableIds === undefined ? [PartiQLAction.CREATE_TABLE] : [];
    return this.partiQL(grantee, { ...scope, actions: [...CHANGE_TABLES, ...create] });
  }

  /**
   * Allows to redact revisions (`PartiQLRedact`): their data is removed for good.
   *
   * @param grantee who is allowed
   * @param scope which tables; by default all
   */
  public redact(grantee: IGrantable, scope?: TableScope): Grant {
    return this.partiQL(grantee, { ...scope, actions: [PartiQLAction.REDACT] });
  }

  /**
   * Allows to fetch digests, blocks and revisions with their proofs.
   *
   * @param grantee who is allowed
   */
  public verify(grantee: IGrantable): Grant {
    return this.withKey(grantee, this.onLedger(grantee, ['qldb:GetDigest', 'qldb:GetBlock', 'qldb:GetRevision']));
  }

  /**
   * Allows to export the journal to Amazon S3, and to follow exports.
   *
   * The caller also needs `iam:PassRole` on the role of the export: `role.grantPassRole(grantee)`.
   *
   * @param grantee who is allowed
   */
  public export(grantee: IGrantable): Grant {
    return this.onLedger(grantee, ['qldb:ExportJournalToS3', 'qldb:DescribeJournalS3Export', 'qldb:ListJournalS3ExportsForLedger']);
  }

  /**
   * Allows to start, describe, list and cancel journal streams of the ledger.
   *
   * The caller also needs `iam:PassRole` on the role of the stream: `role.grantPassRole(grantee)`.
   *
   * @param grantee who is allowed
   */
  public stream(grantee: IGrantable): Grant {
    return this.add(grantee, [
      'qldb:StreamJournalToKinesis',
      'qldb:DescribeJournalKinesisStream',
      'qldb:CancelJournalKinesisStream',
      'qldb:ListJournalKinesisStreamsForLedger',
    ], [this.streamArn('*')]);
  }

  /**
   * Allows PartiQL commands of one's own choice, with `qldb:SendCommand`.
   *
   * With `tableTags`, `CREATE_TABLE` is for tables that are created with these tags. An error for no actions, table ids of
   * another form than QLDB's, empty limits, and `CREATE_TABLE` with `tableIds`.
   *
   * @param grantee who is allowed
   * @param options commands and tables
   */
  public partiQL(grantee: IGrantable, options: PartiQLGrantOptions): Grant {
    throwProblems(`grant on ledger ${show(this.ledger.node.path)}`, validatePartiQLGrant(options));
    this.warnIfIgnored();
    const grants = [this.sendCommand(grantee)];
    const onExisting = options.actions.filter((name) => name !== PartiQLAction.CREATE_TABLE);
    if (onExisting.length > 0) {
      grants.push(this.add(grantee, onExisting.map(action), this.tablesAndCatalog(options), tagConditions('aws:ResourceTag', options)));
    }
    if (onExisting.length < options.actions.length) {
      // A table that is being created carries no tags yet: those it will have are in the request.
      grants.push(this.add(grantee, [action(PartiQLAction.CREATE_TABLE)], [this.tableArn('*')], tagConditions('aws:RequestTag', options)));
    }
    return grants.reduce((all, grant) => all.combine(grant));
  }

  private onLedger(grantee: IGrantable, actions: string[]): Grant {
    return this.add(grantee, actions, [this.ledger.ledgerArn]);
  }

  private add(grantee: IGrantable, actions: string[], resourceArns: string[], conditions?: Record<string, Record<string, string>>): Grant {
    return Grant.addToPrincipal({ grantee, actions, resourceArns, conditions });
  }

  /** https://docs.aws.amazon.com/qldb/latest/developerguide/encryption-at-rest.html */
  private withKey(grantee: IGrantable, grant: Grant): Grant {
    const key = this.ledger.encryptionKey;
    return key === undefined ? grant : grant.combine(grantOnKey(key, grantee, ['kms:Decrypt']));
  }

  private tableArn(tableId: string): string {
    return `${this.ledger.ledgerArn}/table/${tableId}`;
  }

  private catalogArn(): string {
    return `${this.ledger.ledgerArn}/information_schema/user_tables`;
  }

  private streamArn(streamId: string): string {
    const { account, region } = this.ledger.env;
    return Stack.of(this.ledger).formatArn({ service: 'qldb', region, account, resource: 'stream', resourceName: `${this.ledger.ledgerName}/${streamId}` });
  }

  private tablesAndCatalog({ actions, tableIds, tableTags }: PartiQLGrantOptions): string[] {
    const tables = (tableIds ?? ['*']).map((id) => this.tableArn(id));
    const readsAll = tableIds === undefined && tableTags === undefined && actions.includes(PartiQLAction.SELECT);
    return readsAll ? [...tables, this.catalogArn()] : tables;
  }

  private warnIfIgnored(): void {
    if (this.ledger.permissionsMode !== PermissionsMode.ALLOW_ALL) return;
    warn(this.ledger, QldbWarnings.TABLE_GRANT_IGNORED, [
      'a grant is limited to tables or PartiQL commands, but the ledger is in permissions mode ALLOW_ALL:',
      'whoever may call qldb:SendCommand may do everything; set \'permissionsMode\' to STANDARD, or grant sendCommand',
    ].join(' '));
  }
}

function action(name: PartiQLAction): string {
  return `qldb:${name}`;
}

function tagConditions(key: string, { tableTags }: TableScope): Record<string, Record<string, string>> | undefined {
  if (tableTags === undefined) return undefined;
  return { StringEquals: Object.fromEntries(Object.entries(tableTags).map(([name, value]) => [`${key}/${name}`, value])) };
}
