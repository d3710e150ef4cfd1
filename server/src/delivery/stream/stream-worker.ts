import { BlockTooLargeError, isEndDue, runStream, StreamTakenError } from './run-stream';
import type { Pacing } from './send-batch';
import type { OpenStreamDestination } from './stream-destinations';
import type { ArnScope } from '../../model/arn';
import type { JournalStream, StreamErrorCause } from '../../model/journal-stream';
import { finishStream, forgetStreams } from '../../store/journal-streams';
import { MissingBlockError } from '../../store/read-journal-blocks';
import { impairStream, runningStreams, type StreamProgress } from '../../store/stream-progress';
import type { RecordDestination } from '../aws/kinesis-destination';
import { UnreadableBlockError } from '../damaged-block';
import { DestinationError } from '../destination-error';
import { LeasedJobs, type WorkerOptions } from '../leased-jobs';

export interface StreamWorkerOptions extends WorkerOptions {
  readonly scope: ArnScope;
  readonly openDestination: OpenStreamDestination;
  /** Between two looks whether the destination of a stream that has nothing to deliver still works, or one that did not works again. */
  readonly checkMilliseconds: number;
  /** For how long a stream may be `IMPAIRED` until it has `FAILED`. */
  readonly patienceMilliseconds: number;
  readonly pacing: Pacing;
}

/** Streams that a process delivers at the same time, a few megabytes each at most. */
const MAX_RUNNING = 8;

/** Commits of this time are delivered together, and cost one look. */
const COMMITS_MILLISECONDS = 15;

/** Until a stream is tried again whose destination did not answer or had too much to do; then twice as long, and so on. */
const FIRST_PAUSE = 250;

interface Trouble {
  readonly count: number;
  readonly until: number;
}

/**
 * Delivers streams.
 *
 * Where a stream has got to is in the database. What fails is tried again from there.
 */
export class StreamWorker {
  private readonly jobs: LeasedJobs<StreamProgress>;
  /** Kept open from one delivery to the next; another one is opened after a failure, and for each check, so that the role is assumed anew. */
  private readonly destinations = new Map<string, RecordDestination>();
  private readonly busy = new Set<string>();
  private readonly troubles = new Map<string, Trouble>();
  /** When each stream had its turn last, by count. */
  private readonly turns = new Map<string, number>();
  private turn = 0;
  private anyStreams = false;
  private soon: NodeJS.Timeout | undefined;

  constructor(private readonly options: StreamWorkerOptions) {
    this.jobs = new LeasedJobs({
      ...options,
      kind: 'streams',
      maxRunning: MAX_RUNNING,
      find: () => this.find(),
      leaseOf: ({ stream: { ledger, id } }) => `journal-stream/${ledger}/${id}`,
      work: (progress, signal) => this.work(progress, signal),
      forget: () => forgetStreams(options.store, options.expiryMilliseconds),
    });
  }

  /** There is a new stream: does not wait for the next look. */
  nudge(): void {
    this.jobs.nudge();
  }

  /** This process has committed something, which may be for a stream. */
  onCommit(): void {
    if (this.anyStreams) {
      this.soon ??= setTimeout(() => {
        this.soon = undefined;
        this.jobs.nudge();
      }, COMMITS_MILLISECONDS).unref();
    }
  }

  /** Stops where it is; another process, or this one when it starts again, goes on from there. */
  async stop(): Promise<void> {
    clearTimeout(this.soon);
    this.anyStreams = false;
    await this.jobs.stop();
    [...this.destinations.keys()].forEach((id) => this.closeDestination(id));
  }

  /** Those that have something to do; who has waited longest comes first. */
  private async find(): Promise<readonly StreamProgress[]> {
    const { store, account } = this.options;
    const found = await runningStreams(store, account);
    this.anyStreams = found.length > 0;
    this.forgetOthers(new Set(found.map(({ stream }) => stream.id)));
    const turnOf = ({ stream: { id } }: StreamProgress) => this.turns.get(id) ?? 0;
    return found.filter((progress) => this.isDue(progress)).sort((a, b) => turnOf(a) - turnOf(b));
  }

  private isDue(progress: StreamProgress): boolean {
    const { now, checkMilliseconds } = this.options;
    const { stream: { id, status, position, last }, tip, sinceCheck } = progress;
    if (now() < (this.troubles.get(id)?.until ?? 0)) {
      return false;
    }
    return sinceCheck >= checkMilliseconds || (status !== 'IMPAIRED' && (position <= tip || last !== undefined || isEndDue(progress, now())));
  }

  private async work({ stream, sinceCheck }: StreamProgress, signal: AbortSignal): Promise<boolean> {
    const { scope, store, pacing, checkMilliseconds, now, log } = this.options;
    const { id } = stream;
    this.turns.set(id, this.turn += 1);
    this.busy.add(id);
    try {
      if (sinceCheck >= checkMilliseconds) {
        this.closeDestination(id);
      }
      const destination = this.destinationFor(stream);
      const more = await runStream({ scope, store, destination, pacing, checkMilliseconds, now, log }, stream, signal);
      this.troubles.delete(id);
      return more;
    } catch (error) {
      this.closeDestination(id);
      await this.failed(stream, error, signal).catch((problem: unknown) => log.warn({ err: problem, streamId: id }, 'stream failed'));
      return false;
    } finally {
      this.busy.delete(id);
    }
  }

  private async failed(stream: JournalStream, error: unknown, signal: AbortSignal): Promise<void> {
    const { store, log } = this.options;
    if (signal.aborted || error instanceof StreamTakenError) {
      return;
    }
    const about = { err: error, streamId: stream.id, ledger: stream.ledgerName };
    if (error instanceof UnreadableBlockError || error instanceof MissingBlockError || error instanceof BlockTooLargeError) {
      log.error(about, 'stream failed: the journal cannot be delivered');
      await finishStream(store, stream, 'FAILED', error.message);
      return;
    }
    const cause = error instanceof DestinationError ? causeOf(error) : undefined;
    if (!(error instanceof DestinationError) || !cause) {
      this.pause(stream);
      log.warn(about, 'a stream could not be delivered and is tried again');
      return;
    }
    await this.impair(stream, cause, error);
  }

  private async impair(stream: JournalStream, cause: StreamErrorCause, error: DestinationError): Promise<void> {
    const { store, patienceMilliseconds, log } = this.options;
    const about = { err: error, streamId: stream.id, ledger: stream.ledgerName, cause };
    const failure = `${error.service}: ${error.code}: ${error.message}`;
    const impaired = await impairStream(store, stream, cause, failure);
    if (impaired !== undefined && impaired >= patienceMilliseconds) {
      log.error(about, 'stream failed: its destination could not be written for too long');
      await finishStream(store, stream, 'FAILED', failure);
    } else {
      log.warn(about, 'stream impaired: its destination cannot be written; it is tried again');
    }
  }

  private pause({ id }: JournalStream): void {
    const { now, checkMilliseconds } = this.options;
    const count = (this.troubles.get(id)?.count ?? 0) + 1;
    this.troubles.set(id, { count, until: now() + Math.min(FIRST_PAUSE * 2 ** (count - 1), Math.max(FIRST_PAUSE, checkMilliseconds)) });
  }

  private destinationFor(stream: JournalStream): RecordDestination {
    const destination = this.destinations.get(stream.id) ?? this.options.openDestination(stream);
    this.destinations.set(stream.id, destination);
    return destination;
  }

  private closeDestination(id: string): void {
    this.destinations.get(id)?.close();
    this.destinations.delete(id);
  }

  /** Of streams that have ended, or that nothing can be delivered of. */
  private forgetOthers(ids: ReadonlySet<string>): void {
    [...this.destinations.keys()].filter((id) => !ids.has(id) && !this.busy.has(id)).forEach((id) => this.closeDestination(id));
    [this.troubles, this.turns].forEach((known) => [...known.keys()].filter((id) => !ids.has(id)).forEach((id) => known.delete(id)));
  }
}

/** What the owner of the destination has to mend; nothing where it passes by itself. */
function causeOf({ problem, service, code }: DestinationError): StreamErrorCause | undefined {
  return problem !== 'refused' ? undefined
    : service === 'Kinesis' && code === 'ResourceNotFoundException' ? 'KINESIS_STREAM_NOT_FOUND' : 'IAM_PERMISSION_REVOKED';
}
