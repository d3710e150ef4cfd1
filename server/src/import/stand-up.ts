import type { RestoredCatalogue, RestoredIndex, RestoredTable } from './catalogue/restored-catalogue';
import type { KnownTree } from './known-tree';
import { restoreTree } from './restore-tree';
import { InputError } from '../archive/input-error';
import { indexEntries } from '../maintenance/index-entries';
import { documentsToIndex, insertBuiltEntries } from '../store/index-builds';
import type { PermissionsMode } from '../store/ledgers';
import {
  findIncompleteHistories, restoreDocuments, restoreIndexes, restoreTables, settleRedactions, standUpLedger, type IncompleteHistory,
} from '../store/restore-ledger';
import { errorCode } from '../store/retry';
import type { Statements } from '../store/statement';
import type { Store } from '../store/store';

/** What a journal is besides the blocks that are in the store. Plain data. */
export interface ImportedJournal {
  readonly ledger: number;
  readonly name: string;
  readonly strandId: string;
  readonly permissionsMode: PermissionsMode;
  /** The ledger is there already: nothing is to be done. */
  readonly isThere: boolean;
  /** Number of the last block. */
  readonly position: number;
  readonly foreignSeq: number;
  /** @default - nothing shows what is before its first block */
  readonly tree: KnownTree | undefined;
  readonly catalogue: RestoredCatalogue;
  readonly unproven: number;
}

/** What has come out of an import. Plain data: it is written as JSON as it is. */
export interface RestoredLedger {
  readonly ledgerName: string;
  readonly strandId: string;
  readonly lastBlock: number;
  /** The first block for which there are proofs; absent in a ledger that has no digest. */
  readonly provenFrom: number | undefined;
  /** Live ones. Absent where the ledger was there already. */
  readonly documents: number | undefined;
  /** Revisions whose data JSON could not give back. */
  readonly unproven: number;
  readonly tables: readonly RestoredTableSummary[];
  readonly incompleteHistories: { readonly count: number; readonly examples: readonly IncompleteHistory[] };
  readonly notes: readonly string[];
}

export type RestoredTableSummary = Omit<RestoredTable, 'tags'> & { readonly tags: Readonly<Record<string, string>> };

/** Documents at a time. */
const BATCH = 200;
const MAX_EXAMPLES = 5;
const UNIQUE_VIOLATION = '23505';
const NAME_CONSTRAINT = 'ledger_account_name_key';

/**
 * Makes a ledger of the blocks that are in the store: live documents, tables, indexes, and what is needed of the tree. All in one transaction:
 * until it ends there is no such ledger, and whatever happens before is as if it had not been begun.
 *
 * @throws InputError
 */
export async function standUp(store: Store, journal: ImportedJournal): Promise<RestoredLedger> {
  const made = journal.isThere ? undefined : await store.atomically((db) => restore(db, journal)).catch((error: unknown) => {
    if (errorCode(error) !== UNIQUE_VIOLATION) throw error;
    if ((error as { readonly constraint?: string }).constraint !== NAME_CONSTRAINT) throw doneMeanwhile();
    throw new InputError(`a ledger with the name '${journal.name}' was created meanwhile; run this again with another --ledger: it goes on from here`);
  });
  return {
    ledgerName: journal.name,
    strandId: journal.strandId,
    lastBlock: journal.position,
    provenFrom: journal.tree?.from,
    documents: made?.documents,
    unproven: journal.unproven,
    tables: journal.catalogue.tables.map(({ tags, ...table }) => ({ ...table, tags: Object.fromEntries(tags) })),
    incompleteHistories: made?.incompleteHistories ?? { count: 0, examples: [] },
    notes: journal.catalogue.notes,
  };
}

async function restore(db: Statements, journal: ImportedJournal) {
  const { ledger, position, foreignSeq, permissionsMode, catalogue: { tables }, tree } = journal;
  const documents = await restoreDocuments(db, ledger);
  const incompleteHistories = await findIncompleteHistories(db, ledger, MAX_EXAMPLES);
  await settleRedactions(db, ledger);
  await restoreTables(db, ledger, tables);
  await restoreIndexes(db, ledger, tables.flatMap(({ id: tableId, indexes }) => indexes.map((index) => ({ ...index, tableId }))), position);
  for (const { id, indexes } of tables) for (const index of indexes) await fillIndex(db, ledger, id, index);
  if (tree) await restoreTree(db, ledger, tree);
  if (!await standUpLedger(db, ledger, { permissionsMode, position, foreignSeq, treeSeq: tree?.from })) {
    throw doneMeanwhile();
  }
  return { documents, incompleteHistories };
}

function doneMeanwhile(): InputError {
  return new InputError('another process has continued, finished or discarded this import meanwhile; run this one again to see what there is');
}

async function fillIndex(db: Statements, ledger: number, tableId: string, { id: indexId, field }: RestoredIndex): Promise<void> {
  let builtUpTo = '';
  for (;;) {
    const build = { ledger, indexId, tableId, field, builtUpTo };
    const documents = await documentsToIndex(db, build, BATCH);
    const last = documents.at(-1);
    if (!last) return;
    await insertBuiltEntries(db, build, indexEntries(field, documents));
    builtUpTo = last.documentId;
  }
}
