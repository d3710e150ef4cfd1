import type { BlockRevision, StoredBlock } from './blocks';
import { statement, type Statements } from './statement';
import type { RedactedRevision } from '../journal/redaction-info';

/** A block of an imported journal with everything that is kept of it. */
export interface ImportedBlock extends StoredBlock {
  /** What `redactionInfo` names. */
  readonly redaction?: RedactedRevision;
  readonly revisions: readonly BlockRevision[];
}

/*
 * The bytes of all columns arrive as one value, $4, and are cut here: arrays of bytes would be sent as text twice as long, and every character of it
 * looked at.
 */
const INSERT = statement('import_blocks', `
  with moved as (
    update ledger_import set position = $3 where ledger = $1 and position is not distinct from $2 returning ledger
  ), blocks as (
    insert into block (ledger, seq, tx, ts, tx_time, hash, previous, entries, nodes, info, redaction, touch)
      select ledger, seq, tx, ts, tx_time, substring($4::bytea from at for 32), substring($4 from at + 32 for previous),
        substring($4 from at + 32 + previous for entries), substring($4 from at + 32 + previous + entries for nodes),
        substring($4 from at + 32 + previous + entries + nodes for info),
        case when redaction > 0 then substring($4 from at + 32 + previous + entries + nodes + info for redaction) end, '{}'
      from moved, unnest(
        $5::bigint[], $6::text[], $7::bigint[], $8::bigint[], $9::integer[], $10::integer[], $11::integer[], $12::integer[], $13::integer[],
        $14::integer[]
      ) as b (seq, tx, ts, tx_time, at, previous, entries, nodes, info, redaction)
  ), revisions as (
    insert into revision (ledger, seq, ord, tbl, doc, version, hash, data, data_hash, unproven)
      select ledger, seq, ord, tbl, doc, version, substring($4 from at for 32), case when data > 0 then substring($4 from at + 32 for data) end,
        case when redacted then substring($4 from at + 32 for 32) end, unproven
      from moved, unnest(
        $15::bigint[], $16::integer[], $17::text[], $18::text[], $19::bigint[], $20::integer[], $21::integer[], $22::boolean[], $23::boolean[]
      ) as r (seq, ord, tbl, doc, version, at, data, redacted, unproven)
  ), redactions as (
    insert into redaction (ledger, seq, target_seq, tbl, doc, version)
      select ledger, r.* from moved, unnest($24::bigint[], $25::bigint[], $26::text[], $27::text[], $28::bigint[]) as r
  )
  select ledger from moved`);

/** Blocks as the statement takes them. Plain data, and nearly all of it in one piece: it is cheap to hand to another thread. */
export interface PackedBlocks {
  /** Of the last one. */
  readonly sequenceNo: number;
  readonly bytes: Buffer;
  readonly columns: ReadonlyArray<readonly unknown[]>;
}

/** @param blocks one or more */
export function packBlocks(blocks: readonly ImportedBlock[]): PackedBlocks {
  const bytes = new JoinedBytes();
  const blockRows = blocks.map((block) => ({
    ...block, at: bytes.add([block.hash, block.previousHash, ...block.entriesHashList, ...block.nodes, block.transactionInfo, block.redactionInfo]),
  }));
  const revisionRows = blocks.flatMap(({ sequenceNo, revisions }) => revisions.map((revision, ord) => ({
    ...revision, sequenceNo, ord, at: bytes.add([revision.hash, revision.data ?? revision.dataHash]),
  })));
  const redactionRows = blocks.flatMap(({ sequenceNo, redaction }) => redaction ? [{ ...redaction, sequenceNo }] : []);
  return {
    sequenceNo: blocks.at(-1)!.sequenceNo,
    bytes: bytes.joined(),
    columns: [
      ...columns(blockRows, [
        ({ sequenceNo }) => sequenceNo, ({ transactionId }) => transactionId, ({ timestamp }) => timestamp, ({ transactionTime }) => transactionTime,
        ({ at }) => at, ({ previousHash }) => previousHash.length, ({ entriesHashList }) => 32 * entriesHashList.length,
        ({ nodes }) => 32 * nodes.length, ({ transactionInfo }) => transactionInfo.length, ({ redactionInfo }) => redactionInfo?.length ?? 0,
      ]),
      ...columns(revisionRows, [
        ({ sequenceNo }) => sequenceNo, ({ ord }) => ord, ({ document }) => document?.tableId, ({ document }) => document?.documentId,
        ({ document }) => document?.version, ({ at }) => at, ({ data }) => data?.length ?? 0, ({ data, dataHash }) => dataHash !== undefined && !data,
        ({ unproven }) => unproven ?? false,
      ]),
      ...columns(redactionRows, [
        ({ sequenceNo }) => sequenceNo, ({ address }) => address.sequenceNo, ({ tableId }) => tableId, ({ documentId }) => documentId,
        ({ version }) => version,
      ]),
    ],
  };
}

/**
 * Inserts blocks of a ledger that is being imported after the ones that are there, and notes how far it has come: all in one statement, so that
 * either all of it has happened or nothing.
 *
 * @param position the last block that is there
 * @returns false, having done nothing, where that is not so
 */
export async function insertPackedBlocks(
  db: Statements, ledger: number, position: number | undefined, blocks: PackedBlocks,
): Promise<boolean> {
  return (await db.run(INSERT, [ledger, position ?? null, blocks.sequenceNo, blocks.bytes, ...blocks.columns])).length === 1;
}

/** The columns of some rows, as the arrays that `unnest` makes rows of again. */
function columns<Row>(rows: readonly Row[], cells: ReadonlyArray<(row: Row) => unknown>): unknown[][] {
  return cells.map((cell) => rows.map(cell));
}

/** Bytes one after the other, and where each part begins: counted from 1, as SQL does. */
class JoinedBytes {
  private readonly parts: Buffer[] = [];
  private length = 0;

  add(parts: ReadonlyArray<Buffer | undefined>): number {
    const at = this.length + 1;
    for (const part of parts) {
      if (part) {
        this.parts.push(part);
        this.length += part.length;
      }
    }
    return at;
  }

  joined(): Buffer {
    return Buffer.concat(this.parts, this.length);
  }
}
