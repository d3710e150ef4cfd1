import { formatLedgerId } from './ledger-id';
import type { RemovalCriterion, RemoveIntent } from './ledger-intent';
import type { LedgerPlan, Memory, ObservedLedger } from './ledger-plan';
import * as refusals from './ledger-refusals';
import { belongsTo, ownerIn } from './owner';

/** Decides what removes a ledger that is this resource's own, and leaves every other alone. */
export function planRemoval({ name, claimant, criterion }: RemoveIntent, observed: ObservedLedger, memory: Memory): LedgerPlan {
  const physicalId = formatLedgerId(criterion.kind === 'token' ? { name, token: criterion.token } : { name });
  const proceed = { kind: 'proceed', physicalId } as const;
  if (observed.kind === 'missing') {
    return { ...proceed, own: false, steps: [], note: 'the ledger is gone' };
  }
  if (observed.kind === 'deleting') {
    // Its tags cannot be read any more; waiting harms nobody.
    return { ...proceed, own: false, steps: [{ do: 'await-gone', creationTime: observed.ledger.creationTime }] };
  }
  const { ledger, tags } = observed;
  const owner = ownerIn(tags);
  const own = criterion.kind === 'token'
    ? owner?.token === criterion.token
    : belongsTo(owner, claimant) && ledger.creationTime >= criterion.createdAfter;
  if (!own || (criterion.kind === 'abandoned' && !memory.ownSeen && isFinished(criterion, observed))) {
    return { ...proceed, own: false, steps: [], note: 'the ledger is not of this resource\'s making and stays' };
  }
  if (ledger.state !== 'ACTIVE') {
    return { ...proceed, own, steps: [{ do: 'await-ready' }] };
  }
  return ledger.deletionProtection
    ? { kind: 'refuse', own, reason: refusals.deletionProtected(name) }
    : { ...proceed, own, steps: [{ do: 'delete' }, { do: 'await-gone', creationTime: ledger.creationTime }] };
}

/** Protection is the last thing that a new ledger gets: one that lacks it, or is still being created, was never announced to anyone. */
function isFinished({ declaredProtected }: RemovalCriterion & { kind: 'abandoned' }, { ledger }: ObservedLedger & { kind: 'present' }): boolean {
  return ledger.state === 'ACTIVE' && (ledger.deletionProtection || !declaredProtected);
}
