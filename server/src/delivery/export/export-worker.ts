import type { OpenExportDestination } from './export-destinations';
import { ExportTakenError, runExport } from './run-export';
import type { ExportRecord } from '../../model/journal-export';
import { finishExport, forgetExports, noteExportFailing, runningExports } from '../../store/journal-exports';
import { MissingBlockError } from '../../store/read-journal-blocks';
import { UnreadableBlockError } from '../damaged-block';
import { DestinationError } from '../destination-error';
import { LeasedJobs, type WorkerOptions } from '../leased-jobs';

export interface ExportWorkerOptions extends WorkerOptions {
  readonly openDestination: OpenExportDestination;
  /** From the request until an export is begun, at least. */
  readonly startMilliseconds: number;
  /** For how long the destination of an export may fail until the export is `CANCELLED`. */
  readonly patienceMilliseconds: number;
  readonly maxObjectBytes: number;
}

/** Exports that a process works on at the same time. */
const MAX_RUNNING = 4;

/** How often an export is tried whose destination fails, in the time until it is cancelled. */
const TRIES = 20;

/**
 * Writes exports.
 *
 * Where an export has got to is in the database. What fails is tried again from there.
 */
export class ExportWorker {
  private readonly jobs: LeasedJobs<ExportRecord>;
  /** When an export that has failed may be tried again. */
  private readonly pauses = new Map<string, number>();

  constructor(private readonly options: ExportWorkerOptions) {
    this.jobs = new LeasedJobs({
      ...options,
      kind: 'exports',
      maxRunning: MAX_RUNNING,
      find: () => this.find(),
      leaseOf: ({ ledger, id }) => `journal-export/${ledger}/${id}`,
      work: (job, signal) => this.work(job, signal),
      forget: () => forgetExports(options.store, options.expiryMilliseconds),
    });
  }

  /** There is an export to write: does not wait for the next look. */
  nudge(): void {
    this.jobs.nudge();
  }

  /** Stops where it is; another process, or this one when it starts again, goes on from there. */
  async stop(): Promise<void> {
    await this.jobs.stop();
  }

  private async find(): Promise<readonly ExportRecord[]> {
    const { store, account, startMilliseconds, now } = this.options;
    const jobs = await runningExports(store, account, startMilliseconds);
    for (const known of this.pauses.keys()) {
      if (!jobs.some(({ id }) => id === known)) {
        this.pauses.delete(known);
      }
    }
    return jobs.filter(({ id }) => now() >= (this.pauses.get(id) ?? 0));
  }

  private async work(job: ExportRecord, signal: AbortSignal): Promise<boolean> {
    const { store, openDestination, maxObjectBytes, log } = this.options;
    try {
      const destination = openDestination(job);
      await runExport({ db: store, destination, maxObjectBytes, log }, job, signal).finally(() => destination.close());
      log.info({ exportId: job.id, ledger: job.ledgerName }, 'export completed');
    } catch (error) {
      await this.failed(job, error, signal).catch((problem: unknown) => log.warn({ err: problem, exportId: job.id }, 'export failed'));
    }
    return false;
  }

  private async failed(job: ExportRecord, error: unknown, signal: AbortSignal): Promise<void> {
    const { store, patienceMilliseconds, now, log } = this.options;
    if (signal.aborted || error instanceof ExportTakenError) {
      return;
    }
    const about = { err: error, exportId: job.id, ledger: job.ledgerName };
    const { message } = error as Error;
    if (error instanceof UnreadableBlockError || error instanceof MissingBlockError) {
      log.error(about, 'export cancelled: the journal cannot be read');
      await finishExport(store, job, 'CANCELLED', message);
      return;
    }
    this.pauses.set(job.id, now() + patienceMilliseconds / TRIES);
    if (!(error instanceof DestinationError)) {
      log.warn(about, 'export failed and is tried again');
      return;
    }
    const failure = `${error.service}: ${error.code}: ${message}`;
    const failing = await noteExportFailing(store, job, failure);
    if (failing !== undefined && failing >= patienceMilliseconds) {
      log.error(about, 'export cancelled: its destination cannot be written');
      await finishExport(store, job, 'CANCELLED', failure);
    } else {
      log.warn(about, 'the destination of an export cannot be written; it is tried again');
    }
  }
}
