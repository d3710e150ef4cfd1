import { STREAM_ADVICE } from './stream-advice';
import type { StreamApi, StreamDescription } from './stream-api';
import { parseStreamId } from './stream-id';
import type { EnsureStream } from './stream-intent';
import { isLive, planStream, type ObservedStream, type ObservedStreams, type StreamPlan } from './stream-plan';
import { remedyFor } from './stream-refusals';
import { RequestFailure } from '../custom-resource/failure';
import type { Log } from '../custom-resource/log';
import type { TimeBudget } from '../custom-resource/time-budget';
import { nextLook, waitUntil } from '../custom-resource/wait-until';
import type { LedgerDescription } from '../ledger/ledger-api';
import type { Persistence } from '../qldb/persistence';
import { mayHaveTakenEffect, QldbError } from '../qldb/qldb-error';
import { explain } from '../qldb/qldb-explain';

/** What the work on one stream is done with. */
export interface StreamPlace {
  readonly api: StreamApi;
  readonly endpoint: string;
  readonly ledgerName: string;
  readonly budget: TimeBudget;
  readonly persistence: Persistence;
  readonly log: Log;
}

/** What is known at any moment, for when the work is cut short. */
export interface StreamProgress {
  /** As in `waiting until …`. */
  activity: string;
  /** Whether there may be a stream that this request made. */
  made: 'unknown' | 'no' | 'maybe';
  /** Its id, as soon as it is known. */
  streamId?: string;
}

/** The stream that a resource has now. */
export interface SettledStream {
  readonly physicalId: string;
  readonly streamId: string;
  readonly streamName: string;
  readonly arn: string;
}

/** How long a refusal is borne that should pass by itself, such as that of a name that has just become free. */
const PATIENCE = 60_000;
const OUTAGE = 180_000;

/** Looks, decides and acts until nothing is left to do. Whatever interrupts it, running it again leads to the same end. */
export async function settleStream(place: StreamPlace, intent: EnsureStream, progress: StreamProgress): Promise<SettledStream> {
  const { budget, log } = place;
  const begun = budget.clock.now();
  const refusals = createRefusals(place);
  for (;;) {
    const observed = await observe(place, intent, progress.streamId);
    const plan = planStream(intent, observed, progress.streamId);
    if (progress.made === 'unknown') {
      progress.made = 'no';
    }
    if ('stream' in plan && plan.stream?.tags && isOwn(plan, intent)) {
      progress.made = 'maybe';
      progress.streamId = plan.stream.streamId;
    }
    log('planned', { stream: intent.name, step: plan.do });
    switch (plan.do) {
      case 'refuse':
        throw new RequestFailure(plan.reason);
      case 'nothing':
        log('nothing left to do', { stream: intent.name, ...plan.note !== undefined && { note: plan.note } });
        return settled(plan, intent, observed.ledger);
      case 'await-ledger':
        progress.activity = `waiting until the ledger "${place.ledgerName}" is ACTIVE`;
        await budget.pause(nextLook(budget.clock.now() - begun));
        break;
      case 'start': {
        const refused = await start(place, plan, progress);
        if (refused) {
          await refusals.bear(refused);
        }
        break;
      }
      case 'cancel':
        await cancel(place, plan.stream, progress);
        break;
      case 'await-recovery':
        await awaitRecovery(place, plan.stream, progress);
        break;
      case 'tag':
        await changeTags(place, plan.stream, plan.changes, observed.ledger);
    }
  }
}

function settled({ physicalId, stream }: StreamPlan & { readonly do: 'nothing' }, intent: EnsureStream, ledger: LedgerDescription | undefined): SettledStream {
  const streamId = stream?.streamId ?? parseStreamId(physicalId)?.streamId ?? '';
  const { ledgerName } = intent.declaration;
  return { physicalId, streamId, streamName: stream?.streamName ?? intent.name, arn: arnOf({ ...stream, ledgerName, streamId }, ledger) ?? '' };
}

function isOwn(plan: StreamPlan & { readonly stream?: ObservedStream }, { token }: EnsureStream): boolean {
  return plan.do === 'await-recovery' || (plan.do === 'nothing' && plan.physicalId.endsWith(`#${token}`));
}

async function observe(place: StreamPlace, intent: EnsureStream, made: string | undefined): Promise<ObservedStreams> {
  const { name, undoes, current, declaration: { ledgerName } } = intent;
  const { api, persistence } = place;
  const reading = `read the streams of the ledger "${ledgerName}"`;
  const ledger = await persistence.call(reading, async () => api.describeLedger(ledgerName));
  const listed = ledger ? await persistence.call(reading, async () => api.list(ledgerName)) : [];
  const known = [current?.streamId, made].filter((id) => id !== undefined);
  // What was just made may be missing in the list.
  const unlisted = ledger ? await Promise.all(known.filter((id) => !listed.some(({ streamId }) => streamId === id))
    .map(async (id) => persistence.call(reading, async () => api.describe(ledgerName, id)))) : [];
  const relevant = [...listed, ...unlisted.filter((stream) => stream !== undefined)]
    .filter((stream) => stream.streamName === name || known.includes(stream.streamId) || (undoes && isLive(stream)));
  const streams: ObservedStream[] = [];
  for (const stream of relevant) {
    streams.push({ ...stream, tags: await tagsOf(place, stream, ledger) });
  }
  return { ledger, streams };
}

/** Its tags; none of a stream that is gone meanwhile. */
export async function tagsOf(
  { api, persistence }: StreamPlace, stream: StreamDescription, ledger: LedgerDescription | undefined,
): Promise<Readonly<Record<string, string>>> {
  const arn = arnOf(stream, ledger);
  return arn === undefined ? {} : await persistence.call(`read the tags of the stream ${stream.streamId}`, async () => api.tags(arn)) ?? {};
}

/** QLDB's model does not require the ARN in descriptions; it follows from the ledger's. */
function arnOf({ arn, ledgerName, streamId }: Pick<StreamDescription, 'arn' | 'ledgerName' | 'streamId'>, ledger: LedgerDescription | undefined): string | undefined {
  return arn ?? ledger?.arn.replace(/:ledger\/.*$/, `:stream/${ledgerName}/${streamId}`);
}

/** @returns the refusal, if there was one that may pass */
async function start(place: StreamPlace, { request, tags }: StreamPlan & { readonly do: 'start' }, progress: StreamProgress): Promise<QldbError | undefined> {
  const { api, log, persistence } = place;
  progress.activity = `starting the stream "${request.streamName}"`;
  try {
    progress.streamId = await persistence.call(`stream the journal of the ledger "${request.ledgerName}" to ${request.kinesisArn}`, async () => {
      try {
        return await api.start(request, tags);
      } catch (error) {
        if (error instanceof QldbError && mayHaveTakenEffect(error)) {
          progress.made = 'maybe';
        }
        throw error;
      }
    }, mayHaveTakenEffect);
    progress.made = 'maybe';
    log('started', { stream: request.streamName, streamId: progress.streamId });
    return undefined;
  } catch (error) {
    if (error instanceof QldbError) {
      return error;
    }
    throw error;
  }
}

/** Pauses after refusals, for as long as there is hope. */
function createRefusals({ budget, endpoint, ledgerName, log }: StreamPlace) {
  let since: number | undefined;
  return {
    bear: async (error: QldbError) => {
      const now = budget.clock.now();
      since ??= now;
      log('not started; looking again later', { code: error.code, reason: error.message });
      if (now - since >= (error.kind === 'unavailable' || error.kind === 'interrupted' ? OUTAGE : PATIENCE)) {
        throw new RequestFailure(explain(error, `stream the journal of the ledger "${ledgerName}"`, endpoint, STREAM_ADVICE), undefined, { cause: error });
      }
      await budget.pause(Math.max(nextLook(now - since), 2_000));
    },
  };
}

/** Cancels whatever state the stream is in, and waits until it has ended. */
export async function cancel(place: StreamPlace, { streamId, streamName, ledgerName }: StreamDescription, progress: Pick<StreamProgress, 'activity'>): Promise<void> {
  const { api, budget, log, persistence } = place;
  const the = `the stream "${streamName}" (${streamId}) of the ledger "${ledgerName}"`;
  progress.activity = `cancelling ${the}`;
  const look = async () => {
    const found = await api.describe(ledgerName, streamId);
    progress.activity = `waiting until ${the} is cancelled; it was last seen ${found?.status ?? 'missing'}`;
    return found;
  };
  try {
    await persistence.call(`cancel ${the}`, async () => api.cancel(ledgerName, streamId));
  } catch (error) {
    if (!(error instanceof QldbError)) {
      throw error;
    }
    // It has ended by itself, or something else is changing it: what it is now decides.
    log('not cancelled; looking at what it is', { code: error.code, reason: error.message });
  }
  const now = await persistence.call(`read ${the}`, look);
  if (now && isLive(now)) {
    await waitUntil({ look, done: (seen) => !seen || !isLive(seen), tolerate: persistence.tolerates, budget, since: budget.clock.now() });
  }
}

/** Rights that were just given, and whatever else is wrong with the destination, have the time that the resource allows. */
async function awaitRecovery({ api, budget, persistence }: StreamPlace, stream: ObservedStream, progress: StreamProgress): Promise<void> {
  const { ledgerName, streamId, streamName } = stream;
  const note = (seen: StreamDescription | undefined) => {
    const cause = seen?.errorCause;
    progress.activity = `waiting until the stream "${streamName}" of the ledger "${ledgerName}" is ACTIVE; it was last seen ${seen?.status ?? 'missing'}`
      + `${cause === undefined ? '' : ` because of ${cause}: ${remedyFor(cause)}`}`;
  };
  note(stream);
  await waitUntil({
    look: async () => {
      const seen = await api.describe(ledgerName, streamId);
      note(seen);
      return seen;
    },
    done: (seen) => seen?.status !== 'IMPAIRED', tolerate: persistence.tolerates, budget, since: budget.startedAt,
  });
}

async function changeTags(
  { api, persistence }: StreamPlace, stream: ObservedStream, { remove, set }: (StreamPlan & { readonly do: 'tag' })['changes'], ledger: LedgerDescription | undefined,
): Promise<void> {
  const arn = arnOf(stream, ledger) ?? '';
  const the = `the stream "${stream.streamName}"`;
  // Removed first: both together could exceed the number of tags that a stream may have.
  if (remove.length > 0) {
    await persistence.call(`remove tags from ${the}`, async () => api.untag(arn, remove));
  }
  if (Object.keys(set).length > 0) {
    await persistence.call(`tag ${the}`, async () => api.tag(arn, set));
  }
}
