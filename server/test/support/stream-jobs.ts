import { summaryOf, withoutRepetitions, type DecodedRecord } from './stream-records';
import { id, type TestLedgers } from './test-ledgers';
import type { JournalStream } from '../../src/model/journal-stream';
import { findStream, insertStream, type NewStream } from '../../src/store/journal-streams';
import { lockLedger, type LedgerRecord } from '../../src/store/ledgers';
import { statementsIn } from '../../src/store/statement';

export const SCOPE = { accountId: '000000000000', region: 'us-east-1' };
const EXPIRY = 3_600_000;

/** Accepts a stream of everything from a moment on. */
export async function acceptStream(ledgers: TestLedgers, ledger: LedgerRecord, parts: Partial<NewStream> = {}): Promise<JournalStream> {
  const request: NewStream = {
    id: id(), ledger: ledger.ledger, name: `s-${id()}`, startMilliseconds: 0, roleArn: 'arn:aws:iam::000000000000:role/streamer',
    kinesisArn: 'arn:aws:kinesis:us-east-1:000000000000:stream/k', aggregation: true, tags: new Map(), ...parts,
  };
  await ledgers.store.transaction(async (tx) => {
    await lockLedger(tx, ledgers.account, ledger.name);
    await insertStream(statementsIn(tx), request);
  });
  return streamOf(ledgers, request);
}

export async function streamOf(ledgers: TestLedgers, { ledger, id: streamId }: Pick<JournalStream, 'ledger' | 'id'>): Promise<JournalStream> {
  const stream = await findStream(ledgers.store, { account: ledgers.account, expiryMilliseconds: EXPIRY, ledger, id: streamId });
  if (!stream) {
    throw new Error(`there is no stream '${streamId}'`);
  }
  return stream;
}

/** The records that the blocks `first` to `last` of a journal have to make, in short, by what the database holds. */
export async function expectedRecords(ledgers: TestLedgers, ledger: LedgerRecord, first: number, last: number): Promise<readonly string[]> {
  const rows = await ledgers.sql<{ readonly seq: string; readonly doc: string | null }>(`
    select b.seq, r.doc from block b left join revision r on r.ledger = b.ledger and r.seq = b.seq
    where b.ledger = $1 and b.seq between $2 and $3 order by b.seq, r.ord`, ledger.ledger, first, last);
  return withoutRepetitions(rows.flatMap(({ seq, doc }) => [`block ${seq}`, ...(doc === null ? [] : [`revision ${seq} ${doc}`])]));
}

export const summaries = (records: readonly DecodedRecord[]): readonly string[] => records.map(summaryOf);
