import { TestLedgers } from './test-ledgers';
import { decode } from '../../src/ion/decode';
import { checkBlock } from '../../src/journal/check-block';
import { EMPTY_HASH } from '../../src/journal/hash';
import { Frontier } from '../../src/journal/tree';
import { readBlock } from '../../src/store/blocks';
import type { LedgerRecord } from '../../src/store/ledgers';
import { readJournalBlock } from '../../src/store/read-journal-block';
import type { Store } from '../../src/store/store';
import { documentIndexKey } from '../../src/transaction/index-key';

type Row = Readonly<Record<string, string | number | null>>;

/**
 * Checks that a ledger is whole: every block by itself and in the chain, the tree's nodes, and that what is derived from the journal is what
 * follows from it.
 *
 * @returns transaction ids, by block
 */
export async function checkLedger(store: Store, { ledger, strand }: LedgerRecord): Promise<readonly string[]> {
  const tip = await TestLedgers.storagesOn(store).open(await record(store, ledger)).tip();
  const transactions: string[] = [];
  let frontier = Frontier.EMPTY;
  let previous: Buffer = EMPTY_HASH;
  let timestamp = 0;
  for (let sequenceNo = 0; sequenceNo <= tip; sequenceNo += 1) {
    const block = await readJournalBlock(store, ledger, strand, sequenceNo);
    if (!block) {
      throw new Error(`block ${sequenceNo} of ${tip} is missing`);
    }
    checkBlock(block);
    expect({ sequenceNo, previous: block.previousBlockHash }).toEqual({ sequenceNo, previous });
    expect(block.timestamp).toBeGreaterThanOrEqual(timestamp);
    ({ timestamp, blockHash: previous } = block);
    const appended = frontier.append(block.blockHash);
    frontier = appended.frontier;
    expect((await readBlock(store, ledger, sequenceNo))?.nodes).toEqual(appended.completed.map(({ hash }) => hash));
    transactions.push(block.transactionId);
  }
  expect(new Set(transactions).size).toBe(transactions.length);
  await checkDerived(store, ledger);
  return transactions;
}

async function checkDerived(store: Store, ledger: number): Promise<void> {
  const rows = <R = Row>(text: string) => store.run<R>({ name: '', text }, [ledger]);
  expect(await rows('select doc, count(*)::int as n, max(version)::int as last from revision where ledger = $1 group by doc having count(*) <> max(version) + 1')).toEqual([]);
  const live = await rows<{ readonly tbl: string; readonly doc: string; readonly at: string; readonly data: Uint8Array }>(`
    select distinct on (tbl, doc) tbl, doc, seq || '/' || ord || '/' || version as at, data from revision
    where ledger = $1 order by tbl, doc, version desc`).then((all) => all.filter(({ data }) => data));
  const documents = await rows('select tbl, doc, seq || \'/\' || ord || \'/\' || version as at from document where ledger = $1 order by tbl, doc');
  expect(documents).toEqual(live.map(({ tbl, doc, at }) => ({ tbl, doc, at })));
  const indexes = await rows<{ readonly id: string; readonly tbl: string; readonly field: string }>(`
    select id, tbl, field from user_index where ledger = $1 and ready_seq is not null and until = 9223372036854775807`);
  const entries = await rows<{ readonly idx: string; readonly key: Uint8Array; readonly doc: string }>(`
    select distinct idx, key, doc from entry where ledger = $1 and until = 9223372036854775807`);
  const ready = new Set(indexes.map(({ id }) => id));
  const found = entries.filter(({ idx }) => ready.has(idx)).map(({ idx, key, doc }) => `${idx} ${Buffer.from(key).toString('hex')} ${doc}`).sort();
  const expected = indexes.flatMap(({ id, tbl, field }) => live.filter((each) => each.tbl === tbl).flatMap(({ doc, data }) => {
    const document = decode(data);
    const key = document.kind === 'struct' ? documentIndexKey(document, field) : undefined;
    return key ? [`${id} ${key.toString('hex')} ${doc}`] : [];
  })).sort();
  expect(found).toEqual(expected);
}

async function record(store: Store, ledger: number): Promise<{ readonly ledger: number; readonly name: string; readonly strand: string }> {
  const [row] = await store.run<{ readonly name: string; readonly strand: string }>({ name: '', text: 'select name, strand from ledger where ledger = $1' }, [ledger]);
  if (!row) {
    throw new Error(`there is no ledger ${ledger}`);
  }
  return { ledger, ...row };
}
