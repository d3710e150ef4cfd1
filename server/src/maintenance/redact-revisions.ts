import type { MaintenanceContext } from './maintenance';
import { decode } from '../ion/decode';
import { hashIon } from '../ion/hash';
import { revisionHash } from '../journal/revision';
import { finishRedaction, nextRedaction, redact, type DueRedaction } from '../store/redactions';
import type { IndexEntry } from '../transaction/ledger-storage';
import { documentIndexKey } from '../transaction/index-key';

/**
 * Removes the data of a revision that is to be redacted, and what indexes hold of it.
 *
 * The data goes even where it no longer has the hash it had when it was written: who asked for it to be gone must get that. Its revision
 * then cannot be verified any more, as before, and the log says so.
 */
export async function redactRevisions({ store, account, redactionMilliseconds, log }: MaintenanceContext): Promise<boolean> {
  const redaction = await nextRedaction(store, account, redactionMilliseconds);
  if (!redaction) {
    return false;
  }
  const { data } = redaction;
  if (!data) {
    await finishRedaction(store, redaction);
    return true;
  }
  const dataHash = hashIon(data);
  if (!revisionHash(metadataOf(redaction), dataHash).equals(redaction.hash)) {
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
