/** What was read is not Ion, or not Ion that a document can hold: the sender's mistake, never the reader's. */
export class IonFormatError extends Error {
  override readonly name = 'IonFormatError';
}
