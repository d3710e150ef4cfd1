import { about, checkDigest, checkProof, type ClaimContext } from './check-claim';
import type { Claim, ClaimOutcome } from './claim';
import type { Frontier } from '../../journal/tree';
import { shownHash } from '../report/finding';

/** Compares digests that were given with the blocks as they pass by. */
export class Claims {
  private readonly outcomes = new Map<Claim, ClaimOutcome>();
  private last: ClaimContext | undefined;

  constructor(private readonly claims: readonly Claim[], strandId: string) {
    for (const claim of claims) {
      const strand = claim.tip?.strandId;
      if (strand === undefined || strand === strandId) continue;
      const message = `its tip is of strand ${strand}, the blocks are of ${strandId}`;
      this.outcomes.set(claim, { ...about(claim), status: 'differs', message, expected: strand, found: strandId });
    }
  }

  /** @returns the tree before the block, where it was not known and a proof has shown it */
  add(context: ClaimContext): Frontier | undefined {
    const { block } = context;
    const { sequenceNo } = block.address;
    let shown: Frontier | undefined;
    for (const claim of this.claims) {
      if (claim.proof?.sequenceNo !== sequenceNo || !this.isOpen(claim)) continue;
      const { outcome, before } = checkProof(claim, claim.proof, context);
      this.note(claim, outcome);
      if (!context.before) shown ??= before;
    }
    this.last = shown ? { block, before: shown, after: shown.append(block.blockHash).frontier } : context;
    for (const claim of this.claims) {
      if (claim.tip?.sequenceNo === sequenceNo) this.compareAtTip(claim, this.last);
      if (!claim.tip && !claim.proof && this.isOpen(claim)) this.compareAnywhere(claim, this.last);
    }
    return shown;
  }

  /** The outcomes after the last block. */
  end(): readonly ClaimOutcome[] {
    return this.claims.map((claim) => this.outcomes.get(claim) ?? this.atEnd(claim));
  }

  private atEnd(claim: Claim): ClaimOutcome {
    const { last } = this;
    if (claim.proof && claim.proof.sequenceNo === undefined && last) return checkProof(claim, claim.proof, last).outcome;
    const open = { ...about(claim), status: 'not compared' } as const;
    const wanted = claim.proof?.sequenceNo ?? claim.tip?.sequenceNo;
    if (wanted !== undefined) {
      return { ...open, message: `block ${wanted} is not here, so the digest cannot be compared${claim.proof ? '' : ' without a proof'}` };
    }
    if (!last?.after) return { ...open, message: 'blocks at the beginning are missing here, so no digest is determined without a proof' };
    const [expected, found] = [shownHash(claim.digest), shownHash(last.after.digest())];
    return { ...open, status: 'differs', message: `no tip has the digest ${expected}; that of all blocks is ${found}`, expected, found };
  }

  /** A digest without a tip may be that of any block. */
  private compareAnywhere(claim: Claim, context: ClaimContext): void {
    if (context.after?.digest().equals(claim.digest)) this.note(claim, checkDigest(claim, context));
  }

  /** A digest whose tip is here has to be that of the blocks, besides what a proof has shown. */
  private compareAtTip(claim: Claim, context: ClaimContext): void {
    const known = this.outcomes.get(claim);
    if (known?.status === 'differs') return;
    const outcome = checkDigest(claim, context);
    if (outcome.status === 'not compared' && known) return;
    this.note(claim, known && outcome.status === 'matches' ? { ...outcome, message: `${known.message}, and ${outcome.message}` } : outcome);
  }

  private isOpen(claim: Claim): boolean {
    return !this.outcomes.has(claim);
  }

  private note(claim: Claim, outcome: ClaimOutcome): void {
    this.outcomes.set(claim, outcome);
  }
}

/** The last block that a digest was shown to cover. Of blocks behind it nothing is said. */
export function coveredThrough(outcomes: readonly ClaimOutcome[]): number | undefined {
  const covered = outcomes.flatMap(({ status, through }) => status === 'matches' && through !== undefined ? [through] : []);
  return covered.length > 0 ? Math.max(...covered) : undefined;
}
