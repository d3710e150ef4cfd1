/**
 * A digest that was kept elsewhere: what makes the difference between blocks that fit together and blocks that are those which the digest was made
 * of.
 */
export interface Claim {
  /** Where it comes from, in words: `--digest`, or the key of a file. */
  readonly source: string;
  /** Whether somebody asked for just this comparison: then it is an error if it cannot be made. */
  readonly requested: boolean;
  readonly digest: Buffer;
  /** @default - any tip that has this digest */
  readonly tip?: { readonly strandId?: string; readonly sequenceNo: number };
  /** That a block, or a revision in it, is under the digest. @default - the digest is recomputed from the blocks */
  readonly proof?: ClaimedProof;
}

export interface ClaimedProof {
  /** @default - the last block */
  readonly sequenceNo?: number;
  /** The proof is the revision's of this document. @default - it is the block's */
  readonly documentId?: string;
  readonly elements: readonly Buffer[];
}

export interface ClaimOutcome {
  readonly source: string;
  readonly requested: boolean;
  readonly digest: Buffer;
  readonly status: 'matches' | 'differs' | 'not compared';
  /** The last block that it was shown to cover. */
  readonly through?: number;
  /** What was compared, or why nothing was, in words. */
  readonly message: string;
  readonly expected?: string;
  readonly found?: string;
}
