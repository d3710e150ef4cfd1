/** What can be wrong with an archive: the words by which programs tell one from another. */
export const FINDING_CODES = [
  'object missing', 'object truncated', 'object unreadable', 'object content', 'manifest', 'proofs file',
  'block form', 'block twice', 'block order', 'blocks missing', 'block differs', 'strand',
  'previousBlockHash', 'blockHash', 'entriesHash', 'revisions root', 'transactionInfo', 'redactionInfo', 'block entries', 'block time', 'documents',
  'revision form', 'revision hash', 'statement digest', 'digest', 'proof',
] as const;

export type FindingCode = (typeof FINDING_CODES)[number];

/** Something that is broken: where, and what was expected in place of what was found. */
export interface Finding {
  readonly code: FindingCode;
  /** Key of the object. */
  readonly object?: string;
  /** Of the block. */
  readonly sequenceNo?: number;
  readonly revision?: RevisionPlace;
  /** Of the block or manifest. */
  readonly field?: string;
  readonly expected?: string;
  readonly found?: string;
  /** All of it in words. */
  readonly message: string;
}

export interface RevisionPlace {
  /** In the block's revisions. */
  readonly index: number;
  readonly documentId?: string;
  readonly version?: number;
}

/** A hash as people can compare it. */
export function shownHash(hash: Uint8Array): string {
  return hash.length === 0 ? 'empty' : Buffer.from(hash).toString('base64');
}
