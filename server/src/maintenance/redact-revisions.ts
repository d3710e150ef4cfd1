import type { MaintenanceContext } from './task';
import { decode } from '../ion/decode';
import { hashIon } from '../ion/hash';
import { revisionHash } from '../journal/revision';
import { finishRedaction, nextRedaction, redact, vacuumRedacted, type DueRedaction } from '../store/redactions';
import { documentIndexKey } from '../transaction/index-key';
import type { IndexEntry } from '../transaction/ledger-storage';

/** Redactions at a time. */
const BATCH = 20;

/** Removes the data of revisions that are to be redacted, and what indexes hold of it. */
export async function redactRevisions(context: MaintenanceContext): Promise<boolean> {
  let redacted = 0;
  while (redacted < BATCH && await redactNext(context)) {
    redacted += 1;
  }
  if (redacted > 0) {
    // The rows as they were are still in the tables' pages, where only who reads the database's files finds them.
    await vacuumRedacted(context.store).catch((error: unknown) => context.log.info({ err: error }, 'redacted rows are left to the next vacuum'));
  }
  return redacted === BATCH;
}

/**
 * The data goes even where it no longer has the hash it had when it was written: who asked for it to be gone must get that. Its revision
 * then cannot be verified any more, as before, and the log says so. Of data that was never bound to its hash the right one is not known.
 */
async function redactNext({ store, account, redactionMilliseconds, log }: MaintenanceContext): Promise<boolean> {
  const redaction = await nextRedaction(store, account, redactionMilliseconds);
  if (!redaction) {
    return false;
  }
  const { data } = redaction;
  if (!data) {
    await finishRedaction(store, redaction);
    return true;
  }
  const dataHash = redaction.unproven ? undefined : hashIon(data);
  if (dataHash && !revisionHash(metadataOf(redaction), dataHash).equals(redaction.hash)) {
    log.error(
      { ledger: redaction.ledger, sequenceNo: redaction.sequenceNo, documentId: redaction.documentId, version: redaction.version },
      'the data of a revision that is redacted is not what was written',
    );
  }
  await store.atomically((db) => redact(db, redaction, dataHash, entriesOf(redaction, data)));
  return true;
}

function metadataOf({ documentId, version, transactionTime, transactionId }: DueRedaction) {
  return { id: documentId, version, txTime: transactionTime, txId: transactionId };
}

function entriesOf({ indexes }: DueRedaction, data: Buffer): readonly IndexEntry[] {
  const document = decode(data);
  return document.kind !== 'struct' ? [] : indexes.flatMap(({ id, field }) => {
    const key = documentIndexKey(document, field);
    return key ? [{ indexId: id, key }] : [];
  });
}
