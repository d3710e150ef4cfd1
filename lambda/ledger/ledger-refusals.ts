import type { LedgerDescription } from './ledger-api';
import type { EnsureIntent } from './ledger-intent';

/** Why a request for a ledger is not fulfilled, each with what to do. */

export function nameTaken(name: string, ownerTag: string | undefined): string {
  return `a ledger named "${name}" exists already and belongs to ${describeOwner(ownerTag)}; `
    + 'give this one another "ledgerName", or set "adoptExisting" to take the existing one over';
}

export function notTheSame({ name }: EnsureIntent, ownerTag: string | undefined): string {
  return `the ledger "${name}" is not the one that this resource made: it belongs to ${describeOwner(ownerTag)}, and nothing was changed; `
    + 'give this resource another "ledgerName" to make a new ledger';
}

export function missing({ name, endpoint, previous }: EnsureIntent): string {
  return previous?.endpoint !== undefined && previous.endpoint !== endpoint
    ? `there is no ledger "${name}" at the new endpoint ${endpoint ?? ''}, and the one at ${previous.endpoint} was left as it is; `
      + 'bring the ledger to the new endpoint first, set the endpoint back, or give the resource another "ledgerName" to make a new ledger there'
    : `the ledger "${name}" does not exist any more, so it cannot be updated: someone deleted it outside of CloudFormation; `
      + 'give the resource another "ledgerName" to make a new ledger, or remove it from the template';
}

export function beingDeleted(name: string): string {
  return `the ledger "${name}" is being deleted by someone else, so it cannot be updated; `
    + 'give this resource another "ledgerName" to make a new ledger, or remove it from the template';
}

export function vanished(name: string): string {
  return `the ledger "${name}" was deleted by someone else while it was being created; deploy again`;
}

export function deletionProtected(name: string): string {
  return `the ledger "${name}" has deletion protection and was not deleted; set "deletionProtection" to false, deploy, and then delete it, `
    + 'or keep it with the removal policy RETAIN';
}

export function keyInaccessible({ name, kmsKeyArn }: LedgerDescription): string {
  return `the ledger "${name}" cannot use its KMS key ${kmsKeyArn ?? ''} (KMS_KEY_INACCESSIBLE): check that the key exists and is enabled, `
    + 'and that its policy lets the QLDB endpoint\'s identity (the control plane\'s "deliveryPrincipal") use it; then deploy again';
}

function describeOwner(ownerTag: string | undefined): string {
  return ownerTag === undefined ? 'nobody known (it has no owner tag)' : `"${ownerTag}" (<stack>/<logical id>/<token>)`;
}
