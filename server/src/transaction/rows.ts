import type { OwnDocument } from './changes';
import type { StoredRevision } from './ledger-storage';
import { decode } from '../ion/decode';
import { int, string, struct, structOf, type StructValue } from '../ion/value';
import { committedView } from '../journal/revision';
import type { HistoryRow, Row } from '../partiql/data-source';

/** A stored document. Most queries look at its data alone, so the committed view is made when it is asked for. */
export class StoredRow implements Row {
  private decoded: StructValue | undefined;
  private view: StructValue | undefined;

  constructor(private readonly strandId: string, private readonly revision: StoredRevision) {}

  get documentId(): string {
    return this.revision.documentId;
  }

  get data(): StructValue {
    return this.decoded ??= decodeDocument(this.revision.data);
  }

  get committed(): StructValue {
    return this.view ??= committedRevision(this.strandId, this.revision, this.revision.data && this.data);
  }
}

/**
 * A document that the transaction itself wrote.
 *
 * Its committed view has what is certain: `data` and of the metadata `id`, `version` and `txId`. There is no block yet, hence neither
 * address nor time nor hash.
 */
export class OwnRow implements Row {
  private decoded: StructValue | undefined;

  constructor(private readonly transactionId: string, private readonly document: OwnDocument) {}

  get documentId(): string {
    return this.document.documentId;
  }

  get data(): StructValue {
    return this.decoded ??= decodeDocument(this.document.data);
  }

  get committed(): StructValue {
    return structOf({
      data: this.data,
      metadata: structOf({ id: string(this.documentId), version: int(this.document.version), txId: string(this.transactionId) }),
    });
  }
}

/** A revision as `history()` shows it, whatever became of its data. */
export function historyRow(strandId: string, revision: StoredRevision): HistoryRow {
  let view: StructValue | undefined;
  return {
    documentId: revision.documentId,
    get committed() {
      return view ??= committedRevision(strandId, revision, revision.data && decodeDocument(revision.data));
    },
  };
}

function committedRevision(strandId: string, revision: StoredRevision, data: StructValue | undefined): StructValue {
  const { sequenceNo, hash, dataHash, unproven, documentId, version, transactionTime, transactionId } = revision;
  return committedView({
    address: { strandId, sequenceNo },
    hash,
    ...(data ? { data, ...(unproven && { unproven }) } : dataHash && { dataHash }),
    metadata: { id: documentId, version, txTime: transactionTime, txId: transactionId },
  });
}

/** Without data, as where a journal gave a document's hash alone, nothing is known of its fields. */
export function decodeDocument(data: Buffer | undefined): StructValue {
  const value = data ? decode(data) : struct([]);
  if (value.kind !== 'struct') {
    throw new Error(`a stored document is a struct, found ${value.kind}`);
  }
  return value;
}
