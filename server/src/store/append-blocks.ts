import { int8Array, statement, type Statements } from './statement';

/** A block to append, and what follows from it. */
export interface NewBlockRow {
  readonly sequenceNo: number;
  readonly transactionId: string;
  readonly timestamp: number;
  readonly transactionTime: number;
  readonly hash: Buffer;
  readonly previousHash: Buffer;
  readonly entriesHashList: readonly Buffer[];
  readonly nodes: readonly Buffer[];
  readonly transactionInfo: Buffer;
  readonly redactionInfo?: Buffer;
  readonly touches: ReadonlySet<bigint>;
  readonly revisions: readonly NewRevisionRow[];
}

export interface NewRevisionRow {
  readonly tableId: string;
  readonly documentId: string;
  readonly version: number;
  readonly hash: Buffer;
  /** Absent: a deletion. */
  readonly data?: Buffer;
  readonly opened: readonly EntryRow[];
  readonly closed: readonly EntryRow[];
}

export interface EntryRow {
  readonly indexId: string;
  readonly key: Buffer;
}

const APPEND = statement('append_blocks', `
  select case when may_append($1, ($4::bigint[])[1]) then
    append_blocks(${Array.from({ length: 30 }, (_, index) => `$${index + 1}`).join(', ')})
  else false end as appended`);

/**
 * Appends blocks after `tip`, in one statement, so that without a transaction around it either all of it has happened or nothing.
 *
 * @param tip sequence number of the last block, -1 when there is none
 * @returns false, having done nothing, when another block is the last one, or the ledger gets no more blocks of that time
 */
export async function appendBlocks(db: Statements, ledger: number, tip: number, blocks: readonly NewBlockRow[]): Promise<boolean> {
  const revisions = blocks.flatMap(({ sequenceNo, revisions: own }) => own.map((revision, ord) => ({ ...revision, sequenceNo, ord })));
  const count = (matches: (revision: NewRevisionRow) => boolean) => revisions.filter(matches).length;
  const [row] = await db.run<{ readonly appended: boolean }>(APPEND, [
    ledger,
    tip,
    blocks.map((block) => block.transactionId),
    blocks.map((block) => block.timestamp),
    blocks.map((block) => block.transactionTime),
    blocks.map((block) => block.hash),
    blocks.map((block) => block.previousHash),
    blocks.map((block) => Buffer.concat(block.entriesHashList)),
    blocks.map((block) => Buffer.concat(block.nodes)),
    blocks.map((block) => block.transactionInfo),
    blocks.map((block) => block.redactionInfo ?? null),
    blocks.map((block) => int8Array(block.touches)),
    revisions.map((revision) => revision.sequenceNo),
    revisions.map((revision) => revision.ord),
    revisions.map((revision) => revision.tableId),
    revisions.map((revision) => revision.documentId),
    revisions.map((revision) => revision.version),
    revisions.map((revision) => revision.hash),
    revisions.map((revision) => revision.data ?? null),
    count(({ version, data }) => version === 0 && data !== undefined),
    count(({ version, data }) => version > 0 && data !== undefined),
    count(({ version, data }) => version > 0 && data === undefined),
    ...entryColumns(revisions, 'opened'),
    ...entryColumns(revisions, 'closed'),
  ]);
  return row?.appended ?? false;
}

function entryColumns(revisions: ReadonlyArray<NewRevisionRow & { readonly sequenceNo: number }>, which: 'opened' | 'closed') {
  const entries = revisions.flatMap(({ sequenceNo, documentId, [which]: own }) => own.map((entry) => ({ ...entry, sequenceNo, documentId })));
  return [
    entries.map((entry) => entry.sequenceNo),
    entries.map((entry) => entry.indexId),
    entries.map((entry) => entry.key),
    entries.map((entry) => entry.documentId),
  ];
}
