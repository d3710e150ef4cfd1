import { STREAM_ADVICE } from './stream-advice';
import type { StreamApi } from './stream-api';
import { parseStreamId } from './stream-id';
import { ensureIntentOf, ownId, removalOf, type EnsureStream, type RemoveStream } from './stream-intent';
import { isLive } from './stream-plan';
import { cancel, settleStream, tagsOf, type StreamPlace, type StreamProgress } from './stream-work';
import type { Outcome, ResourceHandler, Tools } from '../custom-resource/custom-resource';
import { InvocationEnding, RequestFailure } from '../custom-resource/failure';
import { extendDeadline, type TimeBudget } from '../custom-resource/time-budget';
import { belongsTo, ownerIn } from '../owner';
import { createPersistence } from '../qldb/persistence';
import { asFailure, mayHaveMade } from '../qldb/work-failure';

/** Opens the control plane at the endpoint that a resource names. @throws RequestFailure for an endpoint that cannot be used */
export type OpenStreamApi = (endpoint: unknown, budget: TimeBudget) => { readonly endpoint: string; readonly api: StreamApi };

/** After a replacement has failed, this long is spent on cancelling it at once. */
const TIDYING_UP = 20_000;

/** Handles `Custom::QLDBJournalKinesisStream`. */
export function streamResource(open: OpenStreamApi): ResourceHandler {
  return async (request, tools) => {
    const { Endpoint: endpoint } = request.properties;
    if (request.type === 'Delete') {
      const intent = removalOf(request, tools.budget.startedAt);
      if (intent) {
        await remove(placeOf(intent.ledgerName, endpoint, tools, open), intent);
      } else {
        tools.log('the stream was there before this resource and stays', { physicalId: request.physicalResourceId });
      }
      return { physicalResourceId: request.physicalResourceId };
    }
    const intent = ensureIntentOf(request, tools.budget.startedAt);
    return ensure(intent, endpoint, tools, open);
  };
}

function placeOf(ledgerName: string, declaredEndpoint: unknown, { budget, log, hop }: Tools, open: OpenStreamApi): StreamPlace {
  const { endpoint, api } = open(declaredEndpoint, budget);
  const persistence = createPersistence({ budget, log, endpoint, advice: STREAM_ADVICE, policiesAreNew: hop === 0 });
  return { api, endpoint, ledgerName, budget, log, persistence };
}

async function ensure(intent: EnsureStream, endpoint: unknown, tools: Tools, open: OpenStreamApi): Promise<Outcome> {
  const place = placeOf(intent.declaration.ledgerName, endpoint, tools, open);
  const before = tools.madeBefore === undefined ? undefined : parseStreamId(tools.madeBefore)?.streamId;
  const progress: StreamProgress = { activity: 'beginning', made: 'unknown', ...before !== undefined && { streamId: before } };
  try {
    const { physicalId, streamId, streamName, arn } = await settleStream(place, intent, progress);
    return { physicalResourceId: physicalId, attributes: { StreamId: streamId, StreamArn: arn, StreamName: streamName } };
  } catch (error) {
    const failure = asFailure(error, { activity: progress.activity, lastProblem: place.persistence.lastProblem, remedy: 'raise the stream\'s "timeout" and deploy again' });
    const made = mayHaveMade(progress.made, failure, tools.hop) ? ownId(intent, progress.streamId) : undefined;
    if (failure instanceof InvocationEnding) {
      throw new InvocationEnding(made);
    }
    // CloudFormation rolls a failed Create back by a Delete with its id. After a failed update only this request knows what it made.
    if (intent.current && made !== undefined) {
      await tidyUp(intent, endpoint, progress, tools, open);
    }
    throw new RequestFailure(failure.message, made, { cause: failure.cause ?? failure });
  }
}

async function tidyUp(intent: EnsureStream, endpoint: unknown, { streamId }: StreamProgress, tools: Tools, open: OpenStreamApi): Promise<void> {
  const { ledgerName } = intent.declaration;
  try {
    const place = placeOf(ledgerName, endpoint, { ...tools, budget: extendDeadline(tools.budget, TIDYING_UP) }, open);
    await remove(place, { kind: 'token', ledgerName, token: intent.token, ...streamId !== undefined && { streamId } });
  } catch (error) {
    tools.log('a stream that a failed replacement left could not be cancelled; the rollback will', { stream: intent.name, error });
  }
}

/** Cancels the stream that the intent means, if it is this resource's own and has not ended. */
async function remove(place: StreamPlace, intent: RemoveStream): Promise<void> {
  const { api, log, persistence } = place;
  const { ledgerName } = intent;
  const progress = { activity: `reading the streams of the ledger "${ledgerName}"` };
  const reading = `read the streams of the ledger "${ledgerName}"`;
  try {
    const ledger = await persistence.call(reading, async () => api.describeLedger(ledgerName));
    const known = intent.kind === 'token' && intent.streamId !== undefined
      ? [await persistence.call(reading, async () => api.describe(ledgerName, intent.streamId ?? ''))]
      : await persistence.call(reading, async () => api.list(ledgerName));
    for (const stream of known) {
      if (!stream || !isLive(stream)) {
        continue;
      }
      const owner = ownerIn(await tagsOf(place, stream, ledger));
      const own = intent.kind === 'token' ? owner?.token === intent.token
        : belongsTo(owner, intent.claimant) && stream.creationTime !== undefined && stream.creationTime >= intent.createdAfter;
      if (own) {
        await cancel(place, stream, progress);
      } else if (intent.kind === 'token' && intent.streamId !== undefined) {
        log('the stream is not of this resource\'s making and stays', { streamId: stream.streamId });
      }
    }
  } catch (error) {
    throw asFailure(error, { activity: progress.activity, lastProblem: persistence.lastProblem, remedy: 'try again, with a longer "timeout" of the stream' });
  }
}
