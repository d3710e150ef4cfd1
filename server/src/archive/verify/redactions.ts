import { decode } from '../../ion/decode';
import { fieldOf, type Value } from '../../ion/value';
import { AddressError, addressFrom } from '../../journal/address';
import type { Block } from '../../journal/journal';

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

  add(block: Block): void {
    for (const recorded of recordedIn(block)) this.open.delete(recorded);
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

function recordedIn({ redactionInfo }: Block): readonly string[] {
  const info = redactionInfo && decode(redactionInfo);
  const revisions = info?.kind === 'struct' ? fieldOf(info, 'revisions') : undefined;
  return revisions?.kind === 'list' ? revisions.elements.flatMap(nameOf) : [];
}

function nameOf(value: Value): readonly string[] {
  if (value.kind !== 'struct') return [];
  const [address, id, version] = ['blockAddress', 'documentId', 'version'].map((name) => fieldOf(value, name));
  if (!address || id?.kind !== 'string' || version?.kind !== 'int') return [];
  try {
    return [`${addressFrom(address).sequenceNo}/${id.value}/${version.value}`];
  } catch (error) {
    if (error instanceof AddressError) return [];
    throw error;
  }
}
