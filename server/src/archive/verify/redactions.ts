import { redactedRevisions } from '../../journal/redaction-info';
import type { DecodedBlock } from '../../journal/verifier/read-block';

/** Redacted revisions whose redaction has not been seen yet, at most. */
const MAX_OPEN = 100_000;

/**
 * Redacted revisions, and the later blocks that record their redaction. `dataHash` in place of `data` makes the same hash, so it alone does not say
 * that a redaction took the data away.
 */
export class Redactions {
  private readonly open = new Set<string>();
  /** Of those that were too many to be kept. */
  private overflow = 0;

  add(block: DecodedBlock): void {
    for (const { address, documentId, version } of block.redactionInfo ? redactedRevisions(block.redactionInfo) : []) {
      this.open.delete(`${address.sequenceNo}/${documentId}/${version}`);
    }
    for (const revision of block.revisions) {
      if (revision.kind !== 'user' || !revision.dataHash) continue;
      if (this.open.size < MAX_OPEN) this.open.add(`${block.address.sequenceNo}/${revision.metadata.id}/${revision.metadata.version}`);
      else this.overflow++;
    }
  }

  /** Redacted revisions for which no block here records a redaction. */
  get unrecorded(): number {
    return this.open.size + this.overflow;
  }
}
