import { decode } from '../ion/decode';
import type { BuiltEntry, LiveDocument } from '../store/index-builds';
import { documentIndexKey } from '../transaction/index-key';

/**
 * The entries of documents in an index on `field`. A document without the field has none.
 *
 * @throws Error that names the document
 */
export function indexEntries(field: string, documents: readonly LiveDocument[]): readonly BuiltEntry[] {
  return documents.flatMap(({ documentId, sequenceNo, data }) => {
    const key = keyOf(documentId, data, field);
    return key ? [{ documentId, sequenceNo, key }] : [];
  });
}

function keyOf(documentId: string, data: Buffer, field: string): Buffer | undefined {
  try {
    const document = decode(data);
    if (document.kind !== 'struct') {
      throw new Error(`it is a ${document.kind} and no struct`);
    }
    return documentIndexKey(document, field);
  } catch (error) {
    throw new Error(`document ${documentId} cannot be indexed: ${(error as Error).message}`, { cause: error });
  }
}
