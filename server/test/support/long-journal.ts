import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dataObjectKey } from '../../src/delivery/export/export-keys';
import { FORMAT_WRITERS } from '../../src/delivery/export/format-writers';
import { splitObjects, type EncodedBlock } from '../../src/delivery/export/split-objects';
import { encode } from '../../src/ion/encode';
import { hashIon } from '../../src/ion/hash';
import { int, string, structOf, type Value } from '../../src/ion/value';
import { sealBlock } from '../../src/journal/block';
import { blockValue } from '../../src/journal/block-value';
import { EMPTY_HASH } from '../../src/journal/hash';
import type { Block } from '../../src/journal/journal';
import { revisionHash } from '../../src/journal/revision';
import { statementDigest } from '../../src/journal/statement-digest';
import { encodeTransactionInfo } from '../../src/journal/transaction-info';
import { Frontier } from '../../src/journal/tree';
import type { OutputFormat } from '../../src/model/journal-export';

const STRAND = 'KmA3ZZca7vAIiJAK9S5Iwl';
const START = Date.UTC(2025, 0, 1);

const id = (kind: string, n: number): string => `${kind}${String(n).padStart(22 - kind.length, '0')}`;

/** A document of about 300 bytes, with the types that registrations in AWS's samples have. */
function document(n: number): Value {
  return structOf({
    VIN: string(`1N4AL11D75C${String(n).padStart(6, '0')}`),
    Year: int(2011),
    Make: string('Audi'),
    PendingPenaltyTicketAmount: { kind: 'decimal', value: { coefficient: BigInt(n % 10_000), exponent: -2 } },
    ValidFromDate: { kind: 'timestamp', value: { precision: 'day', offset: undefined, year: 2017, month: 8, day: 21, hour: 0, minute: 0, second: 0, fraction: '' } },
    Owner: structOf({ PersonId: string(id('person', n)) }),
    Note: string('x'.repeat(110)),
  });
}

/** Blocks of a journal with one document each, made one after the other: as many as are asked for, and only the last one is kept. Begins at 1. */
export function* longJournal(count: number): Generator<Block> {
  let previousBlockHash = sealBlock({
    address: { strandId: STRAND, sequenceNo: 0 }, transactionId: id('tx', 0), timestamp: START, previousBlockHash: EMPTY_HASH,
    transactionInfo: encodeTransactionInfo({ statements: [], documents: [] }), revisionHashes: [],
  }).blockHash;
  const statement = 'INSERT INTO VehicleRegistration ?';
  for (let n = 1; n <= count; n++) {
    const timestamp = START + n * 1000;
    const data = encode(document(n));
    const metadata = { id: id('doc', n), version: 0, txTime: timestamp, txId: id('tx', n) };
    const hash = revisionHash(metadata, hashIon(data));
    const parts = {
      address: { strandId: STRAND, sequenceNo: n }, transactionId: id('tx', n), timestamp, previousBlockHash,
      transactionInfo: encodeTransactionInfo({
        statements: [{ statement, startTime: timestamp, digest: statementDigest(statement, [data]) }],
        documents: [{ documentId: metadata.id, tableName: 'VehicleRegistration', tableId: id('table', 1), statements: [0] }],
      }),
    };
    const block: Block = { ...parts, ...sealBlock({ ...parts, revisionHashes: [hash] }), revisions: [{ kind: 'user', hash, metadata, data }] };
    yield block;
    previousBlockHash = block.blockHash;
  }
}

/** The digest of such a journal. */
export interface WrittenJournal {
  readonly digest: Buffer;
  readonly bytes: number;
}

/** Writes such a journal into a directory, as an export does. Keeps one object in memory. */
export async function writeLongJournal(directory: string, count: number, format: OutputFormat, maxBytes = 8 * 1024 * 1024): Promise<WrittenJournal> {
  const writer = FORMAT_WRITERS[format];
  let frontier = Frontier.EMPTY;
  let bytes = 0;
  function* encoded(): Generator<EncodedBlock> {
    for (const block of longJournal(count)) {
      if (frontier.size === 0) frontier = frontier.append(block.previousBlockHash).frontier;
      frontier = frontier.append(block.blockHash).frontier;
      yield { sequenceNo: block.address.sequenceNo, timestamp: block.timestamp, bytes: writer.write(blockValue(block)) };
    }
  }
  for await (const object of splitObjects(encoded(), maxBytes)) {
    const path = join(directory, dataObjectKey({ exportId: '', prefix: '', strandId: STRAND }, object, writer.extension));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, object.body);
    bytes += object.body.length;
  }
  return { digest: frontier.digest(), bytes };
}
