import { documentText, type Step } from './action';
import { Draft } from './draft';
import type { Anomaly, AnomalyKind, RecordedBlock, RecordedTransaction } from './history';
import { LedgerModel, type WrittenRevision } from './ledger-model';
import { SnapshotCheck } from './snapshot-check';

/** Block 0 is the ledger's own. */
const FIRST_TRANSACTION = 1;

/**
 * Checks that a history is strictly serializable and that the journal holds neither more nor less than it.
 *
 * A ledger has one order, the journal's, so nothing has to be searched for: the transactions are run again in the order of their blocks
 * against plain maps, and what each statement was answered with must be what the maps say. Transactions without a block (those that only
 * read, and those that were given up) must have read one state of the ledger as it was at some time while they ran.
 *
 * @returns everything that is wrong; nothing, if it is all right
 */
export function checkHistory(transactions: readonly RecordedTransaction[], blocks: readonly RecordedBlock[]): readonly Anomaly[] {
  const anomalies: Anomaly[] = [];
  const report = (kind: AnomalyKind, transactionId: string, text: string) => void anomalies.push({ kind, transactionId, text });
  const byId = new Map(transactions.map((transaction) => [transaction.id, transaction]));
  const blockOf = new Map<string, RecordedBlock>();
  const model = new LedgerModel();
  const inJournal = new Set(blocks.map(({ transactionId }) => transactionId));
  const snapshots = new SnapshotCheck(transactions.filter(({ id }) => !inJournal.has(id)), blocks, byId, report);

  snapshots.meet(FIRST_TRANSACTION - 1, model);
  for (const [index, block] of blocks.entries()) {
    if (block.sequenceNo !== index + FIRST_TRANSACTION) {
      report('broken sequence', block.transactionId, `block ${block.sequenceNo} stands where ${index + FIRST_TRANSACTION} should`);
    }
    if (blockOf.has(block.transactionId)) {
      report('committed twice', block.transactionId, `blocks ${blockOf.get(block.transactionId)?.sequenceNo} and ${block.sequenceNo}`);
    }
    blockOf.set(block.transactionId, block);
    replay(block, byId.get(block.transactionId), model, report);
    snapshots.meet(index + FIRST_TRANSACTION, model);
  }
  snapshots.finish();
  checkCommits(transactions, blockOf, report);
  checkRealTime(blocks, byId, report);
  return anomalies;
}

export type Report = (kind: AnomalyKind, transactionId: string, text: string) => void;

function replay(block: RecordedBlock, transaction: RecordedTransaction | undefined, model: LedgerModel, report: Report): void {
  if (transaction) {
    const draft = new Draft(model);
    for (const [index, step] of transaction.steps.entries()) {
      const difference = draft.follow(step);
      if (difference !== undefined) {
        report('wrong read', transaction.id, `block ${block.sequenceNo}, statement ${index}: ${JSON.stringify(step)}: ${difference}`);
      }
    }
    const shortLived = draft.shortLived();
    const expected = draft.revisions().map(revisionText).sort();
    const found = block.revisions.filter(({ documentId }) => !shortLived.has(documentId)).map(revisionText).sort();
    if (expected.length !== found.length || expected.some((text, index) => text !== found[index])) {
      report('wrong block', transaction.id, `block ${block.sequenceNo} has ${found.join('; ')}; the statements made ${expected.join('; ')}`);
    }
    if (draft.changesNothing()) {
      report('empty block', transaction.id, `block ${block.sequenceNo}`);
    }
    for (const table of draft.changedTables()) {
      model.putTable(table);
    }
  } else {
    report('unexplained block', block.transactionId, `block ${block.sequenceNo}`);
  }
  // What the journal has is what the ledger is from here on, right or wrong, so that one fault does not show as a hundred.
  block.revisions.forEach((revision) => model.write(revision));
}

function revisionText({ tableId, documentId, version, document }: WrittenRevision): string {
  return `${tableId} ${documentId} ${version} ${document ? documentText(document) : 'deleted'}`;
}

function checkCommits(transactions: readonly RecordedTransaction[], blockOf: ReadonlyMap<string, RecordedBlock>, report: Report): void {
  for (const { id, outcome, steps } of transactions) {
    const block = blockOf.get(id);
    if (block && outcome === 'aborted') {
      report('aborted commit', id, `block ${block.sequenceNo}`);
    }
    if (!block && outcome === 'committed' && hasEffect(steps)) {
      report('lost commit', id, JSON.stringify(steps));
    }
  }
}

/** A document that came and went within the transaction is no effect. */
function hasEffect(steps: readonly Step[]): boolean {
  const inserted = new Set<string>();
  const changes = new Set<string>();
  for (const { action, outcome } of steps) {
    if (outcome.kind === 'table') {
      return true;
    }
    for (const id of outcome.kind === 'written' ? outcome.ids : []) {
      if (action.kind === 'insert') {
        inserted.add(id);
      }
      if (action.kind === 'delete' && inserted.has(id)) {
        changes.delete(id);
      } else {
        changes.add(id);
      }
    }
  }
  return changes.size > 0;
}

/** For every block, the earliest end among those that stand after it must not lie before its begin. */
function checkRealTime(blocks: readonly RecordedBlock[], byId: ReadonlyMap<string, RecordedTransaction>, report: Report): void {
  let earliest: RecordedTransaction | undefined;
  for (const { transactionId } of [...blocks].reverse()) {
    const transaction = byId.get(transactionId);
    if (transaction && earliest && earliest.ended < transaction.began) {
      report('out of order', transactionId, `${earliest.id} stands after it and was over before it began`);
    }
    if (transaction && transaction.ended < (earliest?.ended ?? Infinity)) {
      earliest = transaction;
    }
  }
}
