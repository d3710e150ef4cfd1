import { sql, type RawBuilder, type Transaction } from 'kysely';
import { now } from './database-clock';
import type { Database } from './schema';
import { builtStatement, statement, type Statements } from './statement';
import type { Queries } from './store';

export type PermissionsMode = 'ALLOW_ALL' | 'STANDARD';

/** `DELETED` is never seen: a ledger that is gone has no record. */
export type LedgerState = 'CREATING' | 'ACTIVE' | 'DELETING';

export type EncryptionStatus = 'ENABLED' | 'UPDATING' | 'KMS_KEY_INACCESSIBLE';

/** A ledger as it is at the moment of the query, by the database's clock. */
export interface LedgerRecord {
  readonly ledger: number;
  readonly name: string;
  /** Id of the journal strand. */
  readonly strand: string;
  readonly state: LedgerState;
  readonly createdAt: Date;
  readonly permissionsMode: PermissionsMode;
  readonly deletionProtection: boolean;
  /** `null`: never had a key of the customer's. */
  readonly kmsKeyArn: string | null;
  readonly encryptionStatus: EncryptionStatus;
  readonly keyInaccessibleAt: Date | null;
  readonly tags: Readonly<Record<string, string>>;
  /** Number of the last block that was imported; `null` where the journal began here. */
  readonly importedSeq: number | null;
  /** Number of the last block that AWS's service made, -1 where there is none. */
  readonly foreignSeq: number;
  /** Number of the first block from which on the journal's tree is known; `null`: there are neither digests nor proofs. */
  readonly treeSeq: number | null;
}

export interface NewLedger {
  readonly name: string;
  readonly strand: string;
  readonly creationMilliseconds: number;
  readonly permissionsMode: PermissionsMode;
  readonly deletionProtection: boolean;
  readonly kmsKeyArn: string | null;
  readonly tags: ReadonlyMap<string, string>;
}

const after = (milliseconds: number): RawBuilder<Date> => sql<Date>`${now} + ${milliseconds}::float8 * interval '1 millisecond'`;

const exists = sql<boolean>`(gone_at is null or gone_at > clock_timestamp())`;

const columns = [
  'ledger',
  'name',
  'strand',
  'created_at as createdAt',
  sql<PermissionsMode>`permissions_mode`.as('permissionsMode'),
  'deletion_protection as deletionProtection',
  'kms_key_arn as kmsKeyArn',
  'kms_key_inaccessible_at as keyInaccessibleAt',
  'tags',
  sql<number | null>`imported_seq::float8`.as('importedSeq'),
  sql<number>`foreign_seq::float8`.as('foreignSeq'),
  sql<number | null>`tree_seq::float8`.as('treeSeq'),
  sql<LedgerState>`case
    when gone_at is not null then 'DELETING'
    when active_at > clock_timestamp() then 'CREATING'
    else 'ACTIVE' end`.as('state'),
  sql<EncryptionStatus>`case
    when kms_key_inaccessible_at is not null then 'KMS_KEY_INACCESSIBLE'
    when kms_key_ready_at > clock_timestamp() then 'UPDATING'
    else 'ENABLED' end`.as('encryptionStatus'),
] as const;

/** The number of the account and Region, made when it is not there yet. */
export async function openAccount(queries: Queries, accountId: string, region: string): Promise<number> {
  await queries.insertInto('account').values({ account_id: accountId, region }).onConflict((c) => c.doNothing()).execute();
  const { account } = await queries.selectFrom('account').select('account')
    .where('account_id', '=', accountId).where('region', '=', region).executeTakeFirstOrThrow();
  return account;
}

/** Requests of all processes that count what the account has come one after the other until the transaction ends. */
export async function lockAccount(tx: Transaction<Database>, account: number): Promise<void> {
  await tx.selectFrom('account').select('account').where('account', '=', account).forUpdate().execute();
}

export async function findLedger(queries: Queries, account: number, name: string): Promise<LedgerRecord | undefined> {
  return queries.selectFrom('ledger').select(columns).where('account', '=', account).where('name', '=', name).where(exists).executeTakeFirst();
}

// Asked for with every transaction, so it is not built each time.
const FIND_BY_NUMBER = builtStatement('find_ledger', (queries) =>
  queries.selectFrom('ledger').select(columns).where('account', '=', 0).where('ledger', '=', 0).where(exists));

export async function findLedgerByNumber(db: Statements, account: number, ledger: number): Promise<LedgerRecord | undefined> {
  return (await db.run<LedgerRecord>(FIND_BY_NUMBER, [account, ledger]))[0];
}

const HAS = statement('has_ledger', 'select from ledger where ledger = $1 and gone_at is null');

/** Whether there is a ledger of that number that is not being deleted. */
export async function hasLedger(db: Statements, ledger: number): Promise<boolean> {
  return (await db.run(HAS, [ledger])).length === 1;
}

const HAS_TREE = statement('has_tree', 'select from ledger where ledger = $1 and tree_seq is not null');

/** Whether the tree over the ledger's journal is known, and with it its digest. */
export async function hasTree(db: Statements, ledger: number): Promise<boolean> {
  return (await db.run(HAS_TREE, [ledger])).length === 1;
}

/** As `findLedger`, and nobody else changes the ledger until the transaction ends. */
export async function lockLedger(tx: Transaction<Database>, account: number, name: string): Promise<LedgerRecord | undefined> {
  return tx.selectFrom('ledger').select(columns).where('account', '=', account).where('name', '=', name).where(exists).forUpdate().executeTakeFirst();
}

/** Ledgers in the order of their names, after `after` if given. */
export async function listLedgers(queries: Queries, account: number, limit: number, afterName?: string): Promise<readonly LedgerRecord[]> {
  return queries.selectFrom('ledger').select(columns).where('account', '=', account).where(exists)
    .$if(afterName !== undefined, (query) => query.where('name', '>', afterName ?? ''))
    .orderBy('name').limit(limit).execute();
}

/** How many ledgers count against the quota: those that are not being deleted. */
export async function countLedgers(queries: Queries, account: number): Promise<number> {
  const { count } = await queries.selectFrom('ledger').select(sql<number>`count(*)::integer`.as('count'))
    .where('account', '=', account).where('gone_at', 'is', null).executeTakeFirstOrThrow();
  return count;
}

/** Removes the ledgers whose deletion has finished, which makes their names free. What they leave is removed in the background. */
export async function purgeGoneLedgers(tx: Queries, account: number): Promise<void> {
  await sql`
    with gone as (delete from ledger where account = ${account} and gone_at <= clock_timestamp() returning ledger)
    insert into gone_ledger (ledger) select ledger from gone`.execute(tx);
}

export async function insertLedger(tx: Transaction<Database>, account: number, ledger: NewLedger): Promise<LedgerRecord> {
  return tx.insertInto('ledger').values({
    account,
    name: ledger.name,
    strand: ledger.strand,
    created_at: now,
    active_at: after(ledger.creationMilliseconds),
    permissions_mode: ledger.permissionsMode,
    deletion_protection: ledger.deletionProtection,
    kms_key_arn: ledger.kmsKeyArn,
    tags: tagsJson(ledger.tags),
  }).returning(columns).executeTakeFirstOrThrow();
}

export interface LedgerChanges {
  readonly permissionsMode?: PermissionsMode;
  readonly deletionProtection?: boolean;
  readonly key?: { readonly arn: string; readonly changeMilliseconds: number };
  readonly tags?: ReadonlyMap<string, string>;
}

/** Changes what is given and nothing else; the record as it is then. */
export async function updateLedger(tx: Transaction<Database>, record: LedgerRecord, changes: LedgerChanges): Promise<LedgerRecord> {
  const { permissionsMode, deletionProtection, key, tags } = changes;
  if (permissionsMode === undefined && deletionProtection === undefined && !key && !tags) {
    return record;
  }
  return tx.updateTable('ledger').set({
    ...(permissionsMode !== undefined && { permissions_mode: permissionsMode }),
    ...(deletionProtection !== undefined && { deletion_protection: deletionProtection }),
    ...(key && { kms_key_arn: key.arn, kms_key_ready_at: after(key.changeMilliseconds), kms_key_inaccessible_at: null }),
    ...(tags && { tags: tagsJson(tags) }),
  }).where('ledger', '=', record.ledger).returning(columns).executeTakeFirstOrThrow();
}

/** From now on `DELETING`, and gone after the time given. */
export async function markDeleting(tx: Transaction<Database>, ledger: number, deletionMilliseconds: number): Promise<void> {
  await tx.updateTable('ledger').set({ gone_at: after(deletionMilliseconds) }).where('ledger', '=', ledger).execute();
}

function tagsJson(tags: ReadonlyMap<string, string>): string {
  return JSON.stringify(Object.fromEntries(tags));
}
