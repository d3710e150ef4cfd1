import type { LedgerDescription } from './ledger-api';
import { formatLedgerId, tookThePlaceOf } from './ledger-id';
import type { RemoveIntent } from './ledger-intent';
import type { LedgerPlan, Memory, ObservedLedger } from './ledger-plan';
import * as refusals from './ledger-refusals';
import { belongsTo, ownerIn } from '../owner';

type PresentLedger = ObservedLedger & { readonly kind: 'present' };

/** Decides what removes a ledger that is this resource's own, and leaves every other alone. */
export function planRemoval(intent: RemoveIntent, observed: ObservedLedger, memory: Memory): LedgerPlan {
  const { name, criterion } = intent;
  const physicalId = formatLedgerId(criterion.kind === 'token' ? { name, token: criterion.token } : { name });
  const proceed = { kind: 'proceed', physicalId } as const;
  if (observed.kind === 'missing') {
    return { ...proceed, own: false, steps: [], note: 'the ledger is gone' };
  }
  if (observed.kind === 'deleting') {
    // Its tags cannot be read any more; waiting harms nobody.
    return { ...proceed, own: false, steps: [{ do: 'await-gone', creationTime: observed.ledger.creationTime }] };
  }
  if (!isOwn(intent, observed, memory)) {
    return { ...proceed, own: false, steps: [], note: 'the ledger is not of this resource\'s making and stays' };
  }
  const own = true;
  const { ledger } = observed;
  if (ledger.state !== 'ACTIVE') {
    return { ...proceed, own, steps: [{ do: 'await-ready' }] };
  }
  return ledger.deletionProtection
    ? { kind: 'refuse', own, reason: refusals.deletionProtected(name) }
    : { ...proceed, own, steps: [{ do: 'delete' }, { do: 'await-gone', creationTime: ledger.creationTime }] };
}

function isOwn({ claimant, criterion, name }: RemoveIntent, { ledger, tags }: PresentLedger, { ownSeen }: Memory): boolean {
  const owner = ownerIn(tags);
  switch (criterion.kind) {
    case 'token':
      return owner?.token === criterion.token;
    case 'unanswered':
      return belongsTo(owner, claimant) && ledger.creationTime >= criterion.createdAfter;
    case 'abandoned':
      return belongsTo(owner, claimant) && ledger.creationTime >= criterion.createdAfter
        && owner !== undefined && tookThePlaceOf({ name, token: owner.token }, criterion.current)
        && (ownSeen || isUnfinished(ledger, criterion.declaredProtected));
  }
}

/**
 * Protection is the last thing that a new ledger gets: one that lacks it, or is still being created, was never announced to
 * anyone. One that was declared without protection cannot be told from a finished one and rather stays.
 */
function isUnfinished(ledger: LedgerDescription, declaredProtected: boolean): boolean {
  return ledger.state === 'CREATING' || (declaredProtected && !ledger.deletionProtection);
}
