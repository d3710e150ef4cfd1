import type { LedgerDescription, LedgerUpdate } from './ledger-api';
import { attachedId, formatLedgerId, isAttached, tookThePlaceOf, type LedgerId } from './ledger-id';
import type { EnsureIntent } from './ledger-intent';
import { AWS_OWNED_KEY, type DesiredLedger } from './ledger-properties';
import * as refusals from './ledger-refusals';
import { OWNER_TAG } from '../../src/private/contract';
import { belongsTo, ownerIn, ownerTagValue } from '../owner';
import { tagChanges } from '../tags';

/** What there is under a ledger's name. */
export type ObservedLedger =
  | { readonly kind: 'missing' }
  | { readonly kind: 'deleting'; readonly ledger: LedgerDescription }
  | { readonly kind: 'present'; readonly ledger: LedgerDescription; readonly tags: Readonly<Record<string, string>> };

export type LedgerStep =
  | { readonly do: 'create'; readonly ledger: DesiredLedger }
  /** Until it is ACTIVE and no change of its key is under way. */
  | { readonly do: 'await-ready' }
  /** Until it, and not another of its name, is gone. */
  | { readonly do: 'await-gone'; readonly creationTime: Date }
  | { readonly do: 'set-permissions-mode'; readonly mode: string }
  | { readonly do: 'update'; readonly changes: LedgerUpdate }
  | { readonly do: 'untag'; readonly arn: string; readonly keys: readonly string[] }
  | { readonly do: 'tag'; readonly arn: string; readonly tags: Readonly<Record<string, string>> }
  | { readonly do: 'delete' };

export type LedgerPlan =
  | { readonly kind: 'refuse'; readonly reason: string; readonly own: boolean }
  /** Steps to take before looking again; none when everything is as it should be. */
  | { readonly kind: 'proceed'; readonly steps: readonly LedgerStep[]; readonly physicalId: string; readonly own: boolean; readonly note?: string };

/** What this invocation remembers and no observation shows. */
export interface Memory {
  /** The ledger that this request made was there. */
  readonly ownSeen: boolean;
  /** Key that QLDB has been asked for: an alias never equals the ARN that it stands for. */
  readonly keyRequested?: string;
}

/** Decides what brings a ledger to where a Create or an Update wants it. */
export function planEnsure(intent: EnsureIntent, observed: ObservedLedger, memory: Memory): LedgerPlan {
  const ownId = formatLedgerId({ name: intent.name, token: intent.token });
  if (observed.kind !== 'present') {
    if (memory.ownSeen) {
      return refuse(refusals.vanished(intent.name), false);
    }
    if (intent.purpose === 'keep') {
      return refuse(observed.kind === 'missing' ? refusals.missing(intent) : refusals.beingDeleted(intent.name), false);
    }
    return {
      kind: 'proceed',
      own: false,
      physicalId: ownId,
      steps: observed.kind === 'missing'
        ? [{ do: 'create', ledger: atCreation(intent) }, { do: 'await-ready' }]
        : [{ do: 'await-gone', creationTime: observed.ledger.creationTime }],
    };
  }
  const claim = claimOf(intent, observed.tags);
  if (claim.kind === 'refuse') {
    return refuse(claim.reason, false);
  }
  const { note } = claim;
  const physicalId = formatLedgerId(claim.id);
  const own = physicalId === ownId;
  const { ledger, tags } = observed;
  if (ledger.state !== 'ACTIVE') {
    return { kind: 'proceed', own, physicalId, steps: [{ do: 'await-ready' }], ...note !== undefined && { note } };
  }
  const sameKey = hasDesiredKey(intent, ledger, memory, own);
  if (sameKey && ledger.encryptionStatus === 'KMS_KEY_INACCESSIBLE' && (own || keyIsOfThisRequest(intent))) {
    return refuse(refusals.keyInaccessible(ledger), own);
  }
  return { kind: 'proceed', own, physicalId, steps: differences(intent, ledger, tags, sameKey, own), ...note !== undefined && { note } };
}

/**
 * What a ledger is created with. Deletion protection comes last, when all else has succeeded: a creation that fails
 * midway must be able to be rolled back.
 */
function atCreation({ declaration, claimant, token }: EnsureIntent): DesiredLedger {
  const { permissionsMode, kmsKey, tags } = declaration;
  return {
    permissionsMode,
    deletionProtection: false,
    tags: { ...tags, [OWNER_TAG]: ownerTagValue(claimant, token) },
    ...kmsKey !== undefined && { kmsKey },
  };
}

function differences(
  intent: EnsureIntent, ledger: LedgerDescription, observedTags: Readonly<Record<string, string>>, sameKey: boolean, own: boolean,
): readonly LedgerStep[] {
  const { declaration, previous } = intent;
  const keyPending = sameKey && ledger.encryptionStatus === 'UPDATING';
  if (own && keyPending) {
    return [{ do: 'await-ready' }];
  }
  const steps: LedgerStep[] = [];
  if (ledger.permissionsMode !== declaration.permissionsMode) {
    steps.push({ do: 'set-permissions-mode', mode: declaration.permissionsMode });
  }
  const tags = tagChanges(declaration.tags, previous?.tags ?? {}, observedTags);
  // Removed first: both together could exceed the number of tags that a ledger may have.
  if (tags.remove.length > 0) {
    steps.push({ do: 'untag', arn: ledger.arn, keys: tags.remove });
  }
  if (Object.keys(tags.set).length > 0) {
    steps.push({ do: 'tag', arn: ledger.arn, tags: tags.set });
  }
  const protectionDiffers = ledger.deletionProtection !== declaration.deletionProtection;
  if (protectionDiffers || !sameKey) {
    steps.push({
      do: 'update',
      changes: {
        ...protectionDiffers && { deletionProtection: declaration.deletionProtection },
        ...!sameKey && { kmsKey: declaration.kmsKey ?? AWS_OWNED_KEY },
      },
    });
  }
  if (keyPending || !sameKey) {
    steps.push({ do: 'await-ready' });
  }
  return steps;
}

type Claim = { readonly kind: 'refuse'; readonly reason: string } | { readonly kind: 'claim'; readonly id: LedgerId; readonly note?: string };

/** Whose the ledger is that bears the name, and under which physical id it may be this resource's. */
function claimOf(intent: EnsureIntent, tags: Readonly<Record<string, string>>): Claim {
  const { name, claimant, current, purpose, declaration, token } = intent;
  const owner = ownerIn(tags);
  const ours = belongsTo(owner, claimant);
  if (purpose === 'keep' && current) {
    // What was attached once stays attached; what was made must still be what was made.
    return isAttached(current) || current.token === owner?.token || ours
      ? { kind: 'claim', id: current }
      : { kind: 'refuse', reason: refusals.notTheSame(intent, tags[OWNER_TAG]) };
  }
  if (owner?.token === token) {
    return { kind: 'claim', id: { name, token } };
  }
  const id = attachedId(name, current);
  const predecessor = [
    ...owner && ours ? [{ was: { name, token: owner.token }, id: { name, token: owner.token } }] : [],
    { was: { name }, id },
  ].find(({ was }) => tookThePlaceOf(current, was));
  if (predecessor) {
    return { kind: 'claim', id: predecessor.id, note: 'going back to the ledger that was to be replaced' };
  }
  if (ours) {
    return { kind: 'claim', id, note: 'an earlier deployment left the ledger; attaching it again' };
  }
  return declaration.adoptExisting
    ? { kind: 'claim', id, note: 'adopting a ledger that was there before' }
    : { kind: 'refuse', reason: refusals.nameTaken(name, tags[OWNER_TAG]) };
}

/** An alias or a key id is never shown by QLDB, which resolves it once; whoever declared it before has that key. */
function hasDesiredKey(intent: EnsureIntent, ledger: LedgerDescription, memory: Memory, own: boolean): boolean {
  const { kmsKey } = intent.declaration;
  const { kmsKeyArn } = ledger;
  if (kmsKey === undefined || kmsKeyArn === undefined) {
    return kmsKey === kmsKeyArn;
  }
  if (kmsKey === kmsKeyArn || kmsKeyArn.endsWith(`:key/${kmsKey}`)) {
    return true;
  }
  const isArnOfKey = /^arn:[^:]+:kms:[^:]*:[^:]*:key\//.test(kmsKey);
  return !isArnOfKey && (own || memory.keyRequested === kmsKey || (intent.purpose === 'keep' && intent.previous?.kmsKey === kmsKey));
}

/** A key that an update did not ask for may be inaccessible: its other changes, and every rollback, must still succeed. */
function keyIsOfThisRequest({ purpose, previous, declaration }: EnsureIntent): boolean {
  return purpose !== 'keep' || previous?.kmsKey !== declaration.kmsKey;
}

function refuse(reason: string, own: boolean): LedgerPlan {
  return { kind: 'refuse', reason, own };
}
