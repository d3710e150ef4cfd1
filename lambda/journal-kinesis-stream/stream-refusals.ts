import type { StreamDescription } from './stream-api';
import type { EnsureStream } from './stream-intent';

/** Why a request for a stream is not fulfilled, each with what to do. */

export function ledgerGone(ledgerName: string, deleting: boolean): string {
  return `${deleting ? `the ledger "${ledgerName}" is being deleted` : `there is no ledger "${ledgerName}" at this endpoint`}, so its journal cannot be streamed; `
    + 'correct "ledger" or the endpoint, or remove the stream from the template';
}

export function nameTaken({ name, declaration: { ledgerName } }: EnsureStream, ownerTag: string | undefined): string {
  return `a stream named "${name}" of the ledger "${ledgerName}" is active already and belongs to ${ownerTag === undefined ? 'nobody known (it has no owner tag)' : `"${ownerTag}" `
    + '(<stack>/<logical id>/<token>)'}; give this one another "journalStreamName", leave the name out to have one made, or cancel that stream`;
}

export function missing({ declaration: { ledgerName }, current, endpointChanged }: EnsureStream): string {
  const stream = `the stream ${current?.streamId ?? ''} of the ledger "${ledgerName}"`;
  return endpointChanged
    ? `${stream} is not known at the new endpoint, and the one at the endpoint before was left as it is; set the endpoint back and remove the stream first, then declare it anew`
    : `${stream} does not exist any more: it ended more than seven days ago, or its ledger was deleted; give it another "journalStreamName", or remove it from the template`;
}

export function failed({ streamName, ledgerName, status, errorCause }: StreamDescription): string {
  return `the stream "${streamName}" of the ledger "${ledgerName}" is ${status}${errorCause === undefined ? '' : ` because of ${errorCause}`}; ${remedyFor(errorCause)}, and deploy again`;
}

export function cancelled({ streamName, ledgerName }: StreamDescription): string {
  return `the stream "${streamName}" of the ledger "${ledgerName}" was cancelled by someone else while it was being created; deploy again`;
}

export function emptyRange({ declaration: { ledgerName } }: EnsureStream, start: number, end: number): string {
  return `nothing of the journal of "${ledgerName}" lies between the stream's start ${new Date(start).toISOString()} and its end ${new Date(end).toISOString()}: `
    + 'correct "inclusiveStartTime" or "exclusiveEndTime" and deploy again';
}

/** What a cause that QLDB gives calls for. Source: QLDB API, JournalKinesisStreamDescription, ErrorCause. */
export function remedyFor(errorCause: string | undefined): string {
  switch (errorCause) {
    case 'KINESIS_STREAM_NOT_FOUND':
      return 'check that the Kinesis stream exists';
    case 'IAM_PERMISSION_REVOKED':
      return 'check that the role trusts the QLDB endpoint\'s identity (the control plane\'s "deliveryPrincipal"), and may write to the Kinesis stream and use its key';
    default:
      return 'check the Kinesis stream, its key and the role';
  }
}
