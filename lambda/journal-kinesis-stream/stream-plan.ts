import type { StreamDescription, StreamRequest } from './stream-api';
import { formatStreamId, tookThePlaceOf, type StreamPhysicalId } from './stream-id';
import { ownId, type EnsureStream } from './stream-intent';
import * as refusals from './stream-refusals';
import { OWNER_TAG } from '../../src/private/contract';
import type { LedgerDescription } from '../ledger/ledger-api';
import { belongsTo, ownerIn, ownerTagValue } from '../owner';
import { tagChanges, type TagChanges } from '../tags';

export interface ObservedStream extends StreamDescription {
  readonly tags: Readonly<Record<string, string>>;
}

export interface ObservedStreams {
  readonly ledger: LedgerDescription | undefined;
  /** Those that may matter: of the name that is wanted, the one that the resource has, and what requests of this resource made. */
  readonly streams: readonly ObservedStream[];
}

export type StreamPlan =
  | { readonly do: 'refuse'; readonly reason: string }
  | { readonly do: 'await-ledger' }
  | { readonly do: 'start'; readonly request: StreamRequest; readonly tags: Readonly<Record<string, string>> }
  /** The stream that the resource has stands in the way of one with the same name. */
  | { readonly do: 'cancel'; readonly stream: ObservedStream }
  /** Until the stream that this request made is not IMPAIRED any more. */
  | { readonly do: 'await-recovery'; readonly stream: ObservedStream }
  | { readonly do: 'tag'; readonly stream: ObservedStream; readonly changes: TagChanges }
  | { readonly do: 'nothing'; readonly physicalId: string; readonly stream?: ObservedStream; readonly note?: string };

/** Whether a stream bears its name: other streams may have that of one that has ended. */
export function isLive({ status }: Pick<StreamDescription, 'status'>): boolean {
  return status === 'ACTIVE' || status === 'IMPAIRED';
}

/** Decides what brings a stream to where a Create or an Update wants it. @param made the stream that this request made, if its id is known */
export function planStream(intent: EnsureStream, observed: ObservedStreams, made: string | undefined): StreamPlan {
  const { current, declaration, name } = intent;
  const present = observed.streams.find(({ streamId }) => streamId === current?.streamId);
  const own = observed.streams.find(({ streamId, tags }) => streamId === made || ownerIn(tags)?.token === intent.token);
  const abandoned = intent.undoes && current ? observed.streams.find((stream) => stream !== own && isAbandoned(intent, current, stream)) : undefined;
  if (abandoned) {
    return { do: 'cancel', stream: abandoned };
  }
  if (intent.purpose === 'keep' && current && !own && !(intent.undoes && present?.status === 'CANCELED')) {
    return keep(intent, current, present);
  }
  const { ledger } = observed;
  if (!ledger || ledger.state === 'DELETING') {
    return { do: 'refuse', reason: refusals.ledgerGone(declaration.ledgerName, ledger !== undefined) };
  }
  if (ledger.state === 'CREATING') {
    return { do: 'await-ledger' };
  }
  if (own) {
    return follow(intent, own);
  }
  const request = requestOf(intent, ledger);
  const bearer = observed.streams.find((stream) => stream.streamName === name && stream.ledgerName === declaration.ledgerName && isLive(stream));
  if (bearer) {
    return claim(intent, bearer, request);
  }
  if (request.end && request.start >= request.end) {
    return { do: 'refuse', reason: refusals.emptyRange(intent, request.start.getTime(), request.end.getTime()) };
  }
  return { do: 'start', request, tags: { ...declaration.tags, [OWNER_TAG]: ownerTagValue(intent.claimant, intent.token) } };
}

/** Made in the place of what the resource still has, by an update that failed and could not cancel it at once. */
function isAbandoned({ claimant, mark }: EnsureStream, current: StreamPhysicalId, stream: ObservedStream): boolean {
  const owner = ownerIn(stream.tags);
  return isLive(stream) && owner !== undefined && belongsTo(owner, claimant) && tookThePlaceOf({ mark, token: owner.token }, current)
    && stream.streamId !== current.streamId;
}

function keep(intent: EnsureStream, current: StreamPhysicalId, present: ObservedStream | undefined): StreamPlan {
  const physicalId = formatStreamId(current);
  if (present) {
    return tagged(intent, present, physicalId);
  }
  return intent.declaration.end !== undefined && !intent.endpointChanged
    ? { do: 'nothing', physicalId, note: 'the stream ended so long ago that it is not known any more' }
    : { do: 'refuse', reason: refusals.missing(intent) };
}

function follow(intent: EnsureStream, own: ObservedStream): StreamPlan {
  switch (own.status) {
    case 'ACTIVE':
    case 'COMPLETED':
      return { do: 'nothing', physicalId: ownId(intent, own.streamId), stream: own };
    case 'IMPAIRED':
      return { do: 'await-recovery', stream: own };
    case 'CANCELED':
      return { do: 'refuse', reason: refusals.cancelled(own) };
    default:
      return { do: 'refuse', reason: refusals.failed(own) };
  }
}

/** Whose the stream is that bears the name, and under which physical id it may be this resource's. */
function claim(intent: EnsureStream, bearer: ObservedStream, request: StreamRequest): StreamPlan {
  const { claimant, current, mark } = intent;
  const { streamId, tags } = bearer;
  const owner = ownerIn(tags);
  const taken: StreamPlan = { do: 'refuse', reason: refusals.nameTaken(intent, tags[OWNER_TAG]) };
  if (streamId === current?.streamId && current.mark !== mark) {
    return owner !== undefined && owner.token === current.token ? { do: 'cancel', stream: bearer } : taken;
  }
  if (!owner || !belongsTo(owner, claimant) || !isAsRequested(intent, bearer, request)) {
    return taken;
  }
  const was = { streamId, mark, token: owner.token };
  return tookThePlaceOf(current, was)
    ? tagged(intent, bearer, formatStreamId(was), 'going back to the stream that was to be replaced')
    : tagged(intent, bearer, formatStreamId({ streamId, mark }), 'an earlier deployment left the stream running; attaching it again');
}

function tagged(intent: EnsureStream, stream: ObservedStream, physicalId: string, note?: string): StreamPlan {
  const changes = tagChanges(intent.declaration.tags, intent.tagsBefore, stream.tags);
  return changes.remove.length > 0 || Object.keys(changes.set).length > 0
    ? { do: 'tag', stream, changes }
    : { do: 'nothing', physicalId, stream, ...note !== undefined && { note } };
}

function requestOf({ declaration, name, requestedAt }: EnsureStream, ledger: LedgerDescription): StreamRequest {
  const { ledgerName, kinesisArn, aggregation, roleArn, start, end } = declaration;
  const created = ledger.creationTime.getTime();
  // The first invocation's time: a stream that takes the place of another must not miss what happens between the two.
  const from = start.kind === 'fixed' ? start.time : start.kind === 'request' ? Math.max(requestedAt, created) : created;
  return { ledgerName, streamName: name, kinesisArn, aggregation, roleArn, start: new Date(from), ...end !== undefined && { end: new Date(end) } };
}

function isAsRequested({ declaration }: EnsureStream, found: StreamDescription, request: StreamRequest): boolean {
  return found.kinesisArn === request.kinesisArn && found.aggregation === request.aggregation && found.roleArn === request.roleArn
    && (declaration.start.kind === 'request' || found.start.getTime() === request.start.getTime()) && found.end?.getTime() === request.end?.getTime();
}
