import { int8Array, statement, type Int8, type Statements } from './statement';

/** Bytes of a hash. */
const HASH_LENGTH = 32;

/** A block as its row has it. */
export interface StoredBlock {
  readonly sequenceNo: number;
  readonly transactionId: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly timestamp: number;
  readonly transactionTime: number;
  readonly hash: Buffer;
  readonly previousHash: Buffer;
  readonly entriesHashList: readonly Buffer[];
  /** Nodes of the Merkle tree above the leaves that this block completes, from the lowest level up. */
  readonly nodes: readonly Buffer[];
  readonly transactionInfo: Buffer;
  readonly redactionInfo?: Buffer;
}

/** What the check of commits needs of a block that another process wrote. */
export interface LaterBlock extends Pick<StoredBlock, 'sequenceNo' | 'transactionId' | 'timestamp' | 'transactionTime' | 'hash'> {
  readonly touches: readonly bigint[];
}

/** A revision as it stands in its block. Of one of the service's own only the hash is known. */
export interface BlockRevision {
  readonly hash: Buffer;
  readonly document?: { readonly tableId: string; readonly documentId: string; readonly version: number };
  readonly data?: Buffer;
  readonly dataHash?: Buffer;
  /** The data could not be bound to the hash when it was imported. */
  readonly unproven?: true;
}

export interface StoredNodes {
  readonly sequenceNo: number;
  readonly hash: Buffer;
  readonly nodes: readonly Buffer[];
}

interface BlockRow {
  readonly seq: Int8;
  readonly tx: string;
  readonly ts: Int8;
  readonly tx_time: Int8;
  readonly hash: Buffer;
  readonly previous: Buffer;
  readonly entries: Buffer;
  readonly nodes: Buffer;
  readonly info: Buffer;
  readonly redaction: Buffer | null;
}

interface RevisionRow {
  readonly hash: Buffer;
  readonly tbl: string | null;
  readonly doc: string | null;
  readonly version: Int8 | null;
  readonly data: Buffer | null;
  readonly data_hash: Buffer | null;
  readonly unproven: boolean;
}

const TIP = statement('tip', `
  select (select seq from block where ledger = $1 order by seq desc limit 1) as seq from ledger where ledger = $1 and gone_at is null`);
const BLOCK = statement('block', 'select * from block where ledger = $1 and seq = $2');
const BLOCK_COLUMNS = 'seq, tx, ts, tx_time, hash, previous, entries, nodes, info, redaction';
const BLOCKS = statement('blocks', `select ${BLOCK_COLUMNS} from block where ledger = $1 and seq between $2 and $3 order by seq`);
const BLOCK_SIZES = statement('block_sizes', `
  select octet_length(b.info) + coalesce((
    select sum(octet_length(r.data)) from revision r where r.ledger = b.ledger and r.seq = b.seq
  ), 0) as size
  from block b where b.ledger = $1 and b.seq between $2 and $3 order by b.seq limit $4`);
const LATER = statement('later_blocks', `
  select seq, tx, ts, tx_time, hash, touch from block where ledger = $1 and seq > $2 order by seq limit $3`);
const NODES = statement('nodes', 'select seq, hash, nodes from block where ledger = $1 and seq = any($2::bigint[])');
const TRANSACTIONS = statement('transactions', `
  select t.tx, b.seq from unnest($2::text[]) as t (tx) cross join lateral (select ledger, seq from block where tx = t.tx offset 0) b where b.ledger = $1`);
const TOUCHED = statement('touched', `
  select exists (select from block where ledger = $1 and seq > $2 and seq <= $3 and touch && $4::bigint[]) as touched`);
const REVISIONS = statement('block_revisions', `
  select hash, tbl, doc, version, data, data_hash, unproven from revision where ledger = $1 and seq = $2 order by ord`);
const REVISIONS_OF_BLOCKS = statement('revisions_of_blocks', `
  select seq, hash, tbl, doc, version, data, data_hash, unproven from revision where ledger = $1 and seq between $2 and $3 order by seq, ord`);
const LOCK = statement('lock_ledger', 'select lock_ledger_for_commit($1) as not_before');

/** Sequence number of the last block; `undefined` when there is no block yet, `'gone'` when the ledger is no more or being deleted. */
export async function findTip(db: Statements, ledger: number): Promise<number | undefined | 'gone'> {
  const [row] = await db.run<{ readonly seq: Int8 | null }>(TIP, [ledger]);
  return row ? (row.seq === null ? undefined : Number(row.seq)) : 'gone';
}

export async function readBlock(db: Statements, ledger: number, sequenceNo: number): Promise<StoredBlock | undefined> {
  const [row] = await db.run<BlockRow>(BLOCK, [ledger, sequenceNo]);
  return row && storedBlock(row);
}

/** The blocks `from` to `to`, oldest first. */
export async function readBlocks(db: Statements, ledger: number, from: number, to: number): Promise<readonly StoredBlock[]> {
  return (await db.run<BlockRow>(BLOCKS, [ledger, from, to])).map(storedBlock);
}

/** How many bytes the blocks after each other from `from` on have about, of `limit` blocks at most. */
export async function readBlockSizes(db: Statements, ledger: number, from: number, to: number, limit: number): Promise<readonly number[]> {
  return (await db.run<{ readonly size: Int8 }>(BLOCK_SIZES, [ledger, from, to, limit])).map(({ size }) => Number(size));
}

function storedBlock(row: BlockRow): StoredBlock {
  return {
    sequenceNo: Number(row.seq),
    transactionId: row.tx,
    timestamp: Number(row.ts),
    transactionTime: Number(row.tx_time),
    hash: row.hash,
    previousHash: row.previous,
    entriesHashList: splitHashes(row.entries),
    nodes: splitHashes(row.nodes),
    transactionInfo: row.info,
    ...(row.redaction && { redactionInfo: row.redaction }),
  };
}

/** The blocks after one, oldest first. */
export async function readLaterBlocks(db: Statements, ledger: number, after: number, limit: number): Promise<readonly LaterBlock[]> {
  const rows = await db.run<Omit<BlockRow, 'touch'> & { readonly touch: readonly Int8[] }>(LATER, [ledger, after, limit]);
  return rows.map(({ seq, tx, ts, tx_time, hash, touch }) => ({
    sequenceNo: Number(seq),
    transactionId: tx,
    timestamp: Number(ts),
    transactionTime: Number(tx_time),
    hash,
    touches: touch.map((key) => BigInt(key)),
  }));
}

/** Leaves and nodes of the Merkle tree that lie in some blocks: one query by key. */
export async function readNodes(db: Statements, ledger: number, sequenceNos: readonly number[]): Promise<readonly StoredNodes[]> {
  const rows = await db.run<Pick<BlockRow, 'seq' | 'hash' | 'nodes'>>(NODES, [ledger, sequenceNos]);
  return rows.map(({ seq, hash, nodes }) => ({ sequenceNo: Number(seq), hash, nodes: splitHashes(nodes) }));
}

/** The blocks of those transactions that are committed. */
export async function findTransactions(db: Statements, ledger: number, transactionIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
  const rows = await db.run<{ readonly tx: string; readonly seq: Int8 }>(TRANSACTIONS, [ledger, transactionIds]);
  return new Map(rows.map(({ tx, seq }) => [tx, Number(seq)]));
}

/** Whether a block after `from` and up to `to` touched one of the keys. */
export async function wasTouched(db: Statements, ledger: number, from: number, to: number, keys: Iterable<bigint>): Promise<boolean> {
  const [row] = await db.run<{ readonly touched: boolean }>(TOUCHED, [ledger, from, to, int8Array(keys)]);
  return row?.touched ?? false;
}

/** The revisions of a block in their order. */
export async function readBlockRevisions(db: Statements, ledger: number, sequenceNo: number): Promise<readonly BlockRevision[]> {
  return (await db.run<RevisionRow>(REVISIONS, [ledger, sequenceNo])).map(blockRevision);
}

/** The revisions of the blocks `from` to `to`, in the order of the blocks and in theirs. */
export async function readRevisionsOfBlocks(
  db: Statements, ledger: number, from: number, to: number,
): Promise<ReadonlyArray<BlockRevision & { readonly sequenceNo: number }>> {
  const rows = await db.run<RevisionRow & { readonly seq: Int8 }>(REVISIONS_OF_BLOCKS, [ledger, from, to]);
  return rows.map((row) => ({ sequenceNo: Number(row.seq), ...blockRevision(row) }));
}

function blockRevision({ hash, tbl, doc, version, data, data_hash, unproven }: RevisionRow): BlockRevision {
  return {
    hash,
    ...(tbl !== null && doc !== null && version !== null && { document: { tableId: tbl, documentId: doc, version: Number(version) } }),
    ...(data && { data }),
    ...(data_hash && { dataHash: data_hash }),
    ...(unproven && { unproven }),
  };
}

/**
 * Nobody else commits to the ledger until the transaction ends. Fails with `GONE` when there is no such ledger.
 *
 * @returns the least time that the next block may have
 */
export async function lockLedgerForCommit(db: Statements, ledger: number): Promise<number> {
  const [row] = await db.run<{ readonly not_before: Int8 }>(LOCK, [ledger]);
  return Number(row?.not_before ?? 0);
}

/** Code of the error with which the database's functions say that the ledger is no more or being deleted. */
export const GONE = 'QL001';

function splitHashes(joined: Buffer): readonly Buffer[] {
  return Array.from({ length: joined.length / HASH_LENGTH }, (_, index) => joined.subarray(index * HASH_LENGTH, (index + 1) * HASH_LENGTH));
}
