/** Where a block is: the journal's strand and the block's number in it, from 0. */
export interface BlockAddress {
  readonly strandId: string;
  readonly sequenceNo: number;
}

/** https://docs.aws.amazon.com/qldb/latest/developerguide/working.metadata.html */
export interface RevisionMetadata {
  /** Document id. */
  readonly id: string;
  /** From 0. */
  readonly version: number;
  /** Milliseconds since the epoch. */
  readonly txTime: number;
  readonly txId: string;
}

/** A document revision as it stands in a block. */
export interface UserRevision {
  readonly kind: 'user';
  readonly hash: Buffer;
  readonly metadata: RevisionMetadata;
  /** Ion binary of the document. Absent after a deletion or a redaction. */
  readonly data?: Buffer;
  /** In place of the data after a redaction. */
  readonly dataHash?: Buffer;
  /**
   * What it shows is not bound to its hash: data that came out of JSON, which has lost types, or a deletion of which AWS has not published what is
   * hashed.
   */
  readonly unproven?: true;
}

/** A revision of the service's own, of which blocks show the hash alone. */
export interface InternalRevision {
  readonly kind: 'internal';
  readonly hash: Buffer;
}

export type Revision = UserRevision | InternalRevision;

/** What a block is in its place of the journal. */
export interface BlockHeader {
  readonly address: BlockAddress;
  readonly transactionId: string;
  /** Milliseconds since the epoch. */
  readonly timestamp: number;
  readonly blockHash: Buffer;
  readonly entriesHash: Buffer;
  /** Empty in block 0. */
  readonly previousBlockHash: Buffer;
  readonly entriesHashList: readonly Buffer[];
}

/** A block of the journal with all its parts. https://docs.aws.amazon.com/qldb/latest/developerguide/journal-contents.html */
export interface Block extends BlockHeader {
  /** Ion binary of the struct `{statements, documents}`. */
  readonly transactionInfo: Buffer;
  /** Ion binary of the struct `{revisions}`. @default - the block redacts nothing */
  readonly redactionInfo?: Buffer;
  readonly revisions: readonly Revision[];
}
