import type { FastifyBaseLogger } from 'fastify';
import type { OpenExportDestination } from './export-destinations';
import type { ExportRecord } from './export-record';
import { ExportTakenError, runExport, UnreadableBlockError } from './run-export';
import { finishExport, forgetExports, noteExportFailing, runningExports } from '../../store/journal-exports';
import { holdLease, releaseLease } from '../../store/leases';
import { MissingBlockError } from '../../store/read-journal-blocks';
import type { Store } from '../../store/store';
import { DestinationError } from '../destination-error';

export interface ExportWorkerOptions {
  readonly store: Store;
  readonly account: number;
  /** Of this process, among those on the database. */
  readonly holder: string;
  readonly openDestination: OpenExportDestination;
  /** How soon work is found that another process has left. */
  readonly intervalMilliseconds: number;
  /** When a process dies, another goes on with its exports after this time. */
  readonly leaseMilliseconds: number;
  /** From the request until an export is begun, at least. */
  readonly startMilliseconds: number;
  /** For how long the destination of an export may fail until the export is `CANCELLED`. */
  readonly patienceMilliseconds: number;
  /** From the end of an export until nothing is known of it. */
  readonly expiryMilliseconds: number;
  readonly maxObjectBytes: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
}

/** Exports that a process works on at the same time. */
const MAX_RUNNING = 4;

/** Between two removals of what has expired. It is invisible already. */
const FORGET_MILLISECONDS = 60_000;

/** How often an export is tried whose destination fails, in the time until it is cancelled. */
const TRIES = 20;

/**
 * Writes exports. Of several processes on one database each export is written by one at a time, under a lease with a heartbeat.
 *
 * Where an export has got to is in the database. What fails is tried again from there.
 */
export class ExportWorker {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  /** When an export that has failed may be tried again. */
  private readonly pauses = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private looking: Promise<void> | undefined;
  private again = false;
  private forgotAt: number;

  constructor(private readonly options: ExportWorkerOptions) {
    this.forgotAt = options.now();
    this.schedule();
  }

  /** There is an export to write: does not wait for the next look. */
  nudge(): void {
    if (this.looking) {
      this.again = true;
    } else if (!this.stopping.signal.aborted) {
      clearTimeout(this.timer);
      this.look();
    }
  }

  /** Stops where it is; another process, or this one when it starts again, goes on from there. */
  async stop(): Promise<void> {
    this.stopping.abort();
    clearTimeout(this.timer);
    await this.looking;
    await Promise.all(this.running.values());
  }

  private schedule(): void {
    if (!this.stopping.signal.aborted) {
      this.timer = setTimeout(() => this.look(), this.options.intervalMilliseconds).unref();
    }
  }

  private look(): void {
    this.again = false;
    this.looking = this.begin().finally(() => {
      this.looking = undefined;
      if (this.again) {
        this.nudge();
      } else {
        this.schedule();
      }
    });
  }

  /** Begins what nobody works on. Never rejects. */
  private async begin(): Promise<void> {
    const { store, account, startMilliseconds, expiryMilliseconds, now, log } = this.options;
    try {
      if (now() - this.forgotAt >= FORGET_MILLISECONDS) {
        this.forgotAt = now();
        await forgetExports(store, expiryMilliseconds);
      }
      const jobs = await runningExports(store, account, startMilliseconds);
      for (const known of this.pauses.keys()) {
        if (!jobs.some(({ id }) => id === known)) {
          this.pauses.delete(known);
        }
      }
      for (const job of jobs) {
        if (this.running.size >= MAX_RUNNING || this.stopping.signal.aborted) {
          return;
        }
        if (!this.running.has(job.id) && now() >= (this.pauses.get(job.id) ?? 0) && await this.holdsLease(job)) {
          this.running.set(job.id, this.work(job).finally(() => this.running.delete(job.id)));
        }
      }
    } catch (error) {
      log.warn({ err: error }, 'exports could not be looked for');
    }
  }

  /** Never rejects. */
  private async work(job: ExportRecord): Promise<void> {
    const { store, openDestination, maxObjectBytes, leaseMilliseconds, holder, log } = this.options;
    const lost = new AbortController();
    const signal = AbortSignal.any([lost.signal, this.stopping.signal]);
    const heartbeat = setInterval(() => {
      this.holdsLease(job).then((held) => held || lost.abort(), () => lost.abort());
    }, leaseMilliseconds / 3).unref();
    try {
      const destination = openDestination(job);
      await runExport({ db: store, destination, maxObjectBytes, log }, job, signal).finally(() => destination.close());
      log.info({ exportId: job.id, ledger: job.ledgerName }, 'export completed');
    } catch (error) {
      await this.failed(job, error, signal).catch((problem: unknown) => log.warn({ err: problem, exportId: job.id }, 'export failed'));
    } finally {
      clearInterval(heartbeat);
      await releaseLease(store.queries, leaseName(job), holder).catch((error: unknown) => log.warn({ err: error }, 'export lease not released'));
    }
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

  private async holdsLease(job: ExportRecord): Promise<boolean> {
    return holdLease(this.options.store.queries, leaseName(job), this.options.holder, this.options.leaseMilliseconds);
  }
}

function leaseName({ ledger, id }: ExportRecord): string {
  return `journal-export/${ledger}/${id}`;
}
