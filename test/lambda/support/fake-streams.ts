import { refusal, type Interfere } from './fake-control-plane';
import type { VirtualClock } from './virtual-clock';
import type { StreamApi, StreamDescription, StreamRequest } from '../../../lambda/journal-kinesis-stream/stream-api';
import type { LedgerDescription } from '../../../lambda/ledger/ledger-api';

export interface FakeStream {
  readonly id: string;
  readonly request: StreamRequest;
  readonly creationTime: number;
  tags: Record<string, string>;
  status: string;
  errorCause: string | undefined;
  cancelledAt: number;
}

/** QLDB's state machine for streams of one ledger in virtual time, with faults between any two calls. */
export class FakeStreams {
  readonly calls: string[] = [];
  readonly streams: FakeStream[] = [];
  /** Milliseconds from cancelling to `CANCELED`. */
  cancellation = 1_000;
  /** Of streams to these Kinesis streams, and until when. */
  readonly impaired = new Map<string, { readonly cause: string; readonly until: number }>();
  ledger: LedgerDescription | undefined;
  readonly api: StreamApi = {
    describeLedger: async (name) => this.call('DescribeLedger', () => this.ledger?.name === name ? this.ledger : undefined),
    list: async (name) => this.call('ListJournalKinesisStreamsForLedger', () => this.streams.filter(({ request }) => request.ledgerName === name).map((found) => this.describe(found))),
    describe: async (_name, id) => this.call('DescribeJournalKinesisStream', () => {
      const found = this.streams.find((candidate) => candidate.id === id);
      return found && this.describe(found);
    }),
    start: async (request, tags) => this.call('StreamJournalToKinesis', () => {
      if (this.live().some((found) => found.request.streamName === request.streamName)) {
        throw refusal('precondition', 'StreamJournalToKinesis', 'a stream of that name is active');
      }
      return this.put(request, { ...tags }).id;
    }),
    cancel: async (_name, id) => this.call('CancelJournalKinesisStream', () => {
      const found = this.live().find((candidate) => candidate.id === id);
      if (!found) {
        throw refusal('precondition', 'CancelJournalKinesisStream', 'not active');
      }
      found.cancelledAt = Math.min(found.cancelledAt, this.clock.now() + this.cancellation);
    }),
    tags: async (arn) => this.call('ListTagsForResource', () => ({ ...this.byArn(arn).tags })),
    tag: async (arn, tags) => this.call('TagResource', () => { Object.assign(this.byArn(arn).tags, tags); }),
    untag: async (arn, keys) => this.call('UntagResource', () => { keys.forEach((key) => delete this.byArn(arn).tags[key]); }),
  };

  constructor(private readonly clock: VirtualClock) {
    this.ledger = {
      name: 'orders', arn: 'arn:aws:qldb:us-east-1:111122223333:ledger/orders', state: 'ACTIVE', creationTime: new Date(clock.now() - 24 * 3600_000),
      permissionsMode: 'STANDARD', deletionProtection: true, encryptionStatus: 'ENABLED',
    };
  }

  /** Decides about each call. */
  interfere: Interfere = () => undefined;

  /** Starts a stream as somebody else would. */
  put(request: StreamRequest, tags: Record<string, string>): FakeStream {
    const stream: FakeStream = {
      id: `Stream${String(this.streams.length + 1).padStart(16, '0')}`, request, tags, creationTime: this.clock.now(), status: 'ACTIVE', errorCause: undefined, cancelledAt: Infinity,
    };
    this.streams.push(stream);
    return stream;
  }

  live(): readonly FakeStream[] {
    return this.streams.filter((found) => ['ACTIVE', 'IMPAIRED'].includes(this.describe(found).status));
  }

  describe({ id, request, creationTime, cancelledAt, status, errorCause }: FakeStream): StreamDescription {
    const trouble = this.impaired.get(request.kinesisArn);
    const now = this.clock.now();
    const [shown, cause] = cancelledAt <= now ? ['CANCELED'] : status === 'ACTIVE' && trouble && now < trouble.until ? ['IMPAIRED', trouble.cause] : [status, errorCause];
    return {
      ...request, streamId: id, status: shown ?? status, creationTime: new Date(creationTime), arn: `arn:aws:qldb:us-east-1:111122223333:stream/${request.ledgerName}/${id}`,
      ...cause !== undefined && { errorCause: cause },
    };
  }

  private byArn(arn: string): FakeStream {
    const found = this.streams.find(({ id }) => arn.endsWith(`/${id}`));
    if (!found) {
      throw refusal('not-found', 'any', `no stream ${arn}`);
    }
    return found;
  }

  private async call<T>(operation: string, effect: () => T): Promise<T> {
    this.clock.advance(10);
    this.calls.push(operation);
    const interference = this.interfere(operation, this.calls.length);
    if (!interference) {
      return effect();
    }
    if (interference.effect) {
      effect();
    }
    if (interference.error === 'killed') {
      return new Promise<T>(() => undefined);
    }
    throw interference.error;
  }
}
