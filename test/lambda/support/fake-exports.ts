import { refusal, type Interfere } from './fake-control-plane';
import type { VirtualClock } from './virtual-clock';
import type { ExportApi, ExportDescription, ExportRequest } from '../../../lambda/journal-s3-export/export-api';
import type { LedgerDescription } from '../../../lambda/ledger/ledger-api';

interface FakeExport {
  readonly id: string;
  readonly request: ExportRequest;
  readonly creationTime: number;
  readonly doneAt: number;
  cancelled: boolean;
}

/** QLDB's state machine for exports of one ledger in virtual time, with faults between any two calls. */
export class FakeExports {
  readonly calls: string[] = [];
  readonly exports: FakeExport[] = [];
  /** Milliseconds that an export takes. */
  duration = 5_000;
  /** How many may run at a time. */
  quota = 2;
  ledger: LedgerDescription | undefined;

  readonly api: ExportApi = {
    describeLedger: async (name) => this.call('DescribeLedger', () => this.ledger?.name === name ? this.ledger : undefined),
    list: async (name) => this.call('ListJournalS3ExportsForLedger', () => this.exports.filter(({ request }) => request.ledgerName === name).map((found) => this.describe(found))),
    describe: async (_name, id) => this.call('DescribeJournalS3Export', () => {
      const found = this.exports.find((candidate) => candidate.id === id);
      return found && this.describe(found);
    }),
    start: async (request) => this.call('ExportJournalToS3', () => {
      if (this.exports.filter((found) => this.describe(found).status === 'IN_PROGRESS').length >= this.quota) {
        throw refusal('limit', 'ExportJournalToS3', 'too many exports');
      }
      return this.put(request).id;
    }),
  };

  constructor(private readonly clock: VirtualClock) {
    this.ledger = {
      name: 'orders', arn: 'arn:aws:qldb:us-east-1:111122223333:ledger/orders', state: 'ACTIVE', creationTime: new Date(clock.now() - 24 * 3600_000),
      permissionsMode: 'STANDARD', deletionProtection: true, encryptionStatus: 'ENABLED',
    };
  }

  /** Decides about each call. */
  interfere: Interfere = () => undefined;

  /** Starts an export as somebody else would. */
  put(request: ExportRequest): FakeExport {
    const creationTime = this.clock.now();
    const found = { id: `Export${String(this.exports.length + 1).padStart(16, '0')}`, request, creationTime, doneAt: creationTime + this.duration, cancelled: false };
    this.exports.push(found);
    return found;
  }

  describe({ id, request, creationTime, doneAt, cancelled }: FakeExport): ExportDescription {
    const status = cancelled ? 'CANCELLED' : doneAt <= this.clock.now() ? 'COMPLETED' : 'IN_PROGRESS';
    return { ...request, exportId: id, creationTime: new Date(creationTime), status };
  }

  private async call<T>(operation: string, effect: () => T): Promise<T> {
    // A call takes a moment, so that exports that follow each other differ in their times.
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
