import { nodesForDigest, digestFrom } from '../../journal/tree';
import { findTip, readBlock } from '../../store/blocks';
import { LatestCatalogue } from '../../store/catalogue';
import { findAccount, findLedger, listLedgersOfAll, type LedgerRecord } from '../../store/ledgers';
import { readNodeHashes } from '../../store/nodes';
import { findHistory, type Place } from '../../store/revisions';
import type { Store } from '../../store/store';
import type { LedgerSnapshot } from '../../to-sql/ledger-snapshot';
import type { StoredRevision } from '../../transaction/ledger-storage';
import { UsageError } from '../arguments';

export interface LedgerName {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
}

/** What is read at a time: about as many bytes of documents, and never more revisions. */
const PAGE_BYTES = 1_000_000;
const MAX_PAGE = 500;
const FIRST_PAGE = 50;

/** Ledgers that are named when the one that is asked for is not there. */
const SHOWN_LEDGERS = 20;

/**
 * A ledger at its last block. No transaction is held: the number of the block is the snapshot.
 *
 * @throws UsageError when there is no such ledger, Error when it cannot be read
 */
export async function readLedger(store: Store, wanted: LedgerName): Promise<LedgerSnapshot> {
  const record = await findRecord(store, wanted);
  const { ledger, strand: strandId, treeSeq } = record;
  const latest = await new LatestCatalogue(store, ledger).read();
  if (latest === 'gone') throw new Error(`ledger '${wanted.name}' is being deleted`);
  if (latest === undefined) throw new Error(`ledger '${wanted.name}' has no journal yet; start a server on it once`);
  const { snapshot: tip, tables } = latest;
  const block = await readBlock(store, ledger, tip);
  if (!block) throw new Error(`block ${tip} of ledger '${wanted.name}' is missing`);
  return {
    ...wanted,
    strandId,
    tip,
    tipTime: block.timestamp,
    ...treeSeq !== null && { digest: digestFrom(tip, await readNodeHashes(store, ledger, nodesForDigest(tip))) },
    tables,
    revisions: (tableId) => revisionsOf(store, { ledger, snapshot: tip }, tableId),
    async checkStillThere() {
      // Rows are removed only after that of the ledger.
      if (await findTip(store, ledger) === 'gone') throw new Error(`ledger '${wanted.name}' was deleted while it was read`);
    },
  };
}

async function findRecord(store: Store, { name, accountId, region }: LedgerName): Promise<LedgerRecord> {
  const account = await findAccount(store.queries, accountId, region);
  const record = account === undefined ? undefined : await findLedger(store.queries, account, name);
  if (record) return record;
  const others = await listLedgersOfAll(store.queries, SHOWN_LEDGERS + 1);
  const shown = others.slice(0, SHOWN_LEDGERS).map((other) =>
    other.accountId === accountId && other.region === region ? other.name : `${other.name} (--account-id ${other.accountId} --region ${other.region})`);
  const list = shown.length === 0 ? 'there are none' : `there are ${shown.join(', ')}${others.length > SHOWN_LEDGERS ? ' and more' : ''}`;
  throw new UsageError(`--ledger must be the name of a ledger of account ${accountId} in ${region}; received '${name}', ${list}`);
}

/** Pages that grow and shrink with the size of what is in them. */
async function* revisionsOf(store: Store, place: Place, tableId: string): AsyncGenerator<StoredRevision> {
  let limit = FIRST_PAGE;
  let after: StoredRevision | undefined;
  do {
    const page: readonly StoredRevision[] = await findHistory(store, place, tableId, { limit, ...after && { after } });
    yield* page;
    after = page.length < limit ? undefined : page.at(-1);
    const bytes = page.reduce((sum, { data }) => sum + (data?.length ?? 0), 0);
    limit = Math.max(1, Math.min(MAX_PAGE, limit * 2, Math.floor(PAGE_BYTES * page.length / Math.max(1, bytes))));
  } while (after);
}
