import type { FastifyBaseLogger } from 'fastify';
import { holdLease, releaseLease } from '../store/leases';
import { RepeatedWork } from '../store/repeated-work';
import type { Store } from '../store/store';

/** What both kinds of workers are told. */
export interface WorkerOptions {
  readonly store: Store;
  readonly account: number;
  /** Of this process, among those on the database. */
  readonly holder: string;
  /** How soon work is found that another process has left. */
  readonly intervalMilliseconds: number;
  /** When a process dies, another goes on with its jobs after this time. */
  readonly leaseMilliseconds: number;
  /** From the end of a delivery until nothing is known of it. */
  readonly expiryMilliseconds: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly log: FastifyBaseLogger;
}

export interface LeasedJobsOptions<Job> extends WorkerOptions {
  /** What kind of jobs they are, in the words of the log. */
  readonly kind: string;
  /** Jobs at the same time. */
  readonly maxRunning: number;
  /** What is to be done now; what comes first goes first. */
  readonly find: () => Promise<readonly Job[]>;
  /** Names the job among all. */
  readonly leaseOf: (job: Job) => string;
  /**
   * Does what there is to do. Must never reject.
   *
   * @param signal stop: the lease is lost, or the process ends
   * @returns whether to look for jobs at once
   */
  readonly work: (job: Job, signal: AbortSignal) => Promise<boolean>;
  /** Removes what has expired. */
  readonly forget: () => Promise<void>;
}

/** Between two removals of what has expired. It is invisible already. */
const FORGET_MILLISECONDS = 60_000;

/** Looks for jobs again and again. Of several processes on one database each job is done by one at a time, under a lease with a heartbeat. */
export class LeasedJobs<Job> {
  private readonly running = new Map<string, Promise<void>>();
  private readonly stopping = new AbortController();
  private readonly looks: RepeatedWork;
  private forgotAt: number;

  constructor(private readonly options: LeasedJobsOptions<Job>) {
    this.forgotAt = options.now();
    this.looks = new RepeatedWork(() => this.look(), options.intervalMilliseconds);
  }

  /** There is something to do: does not wait for the next look. */
  nudge(): void {
    this.looks.nudge();
  }

  /** Stops where it is; another process, or this one when it starts again, goes on from there. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.looks.stop();
    await Promise.all(this.running.values());
  }

  /** Begins what nobody works on. Never rejects. */
  private async look(): Promise<void> {
    const { kind, maxRunning, find, leaseOf, forget, now, log } = this.options;
    try {
      if (now() - this.forgotAt >= FORGET_MILLISECONDS) {
        this.forgotAt = now();
        await forget();
      }
      for (const job of await find()) {
        if (this.running.size >= maxRunning || this.stopping.signal.aborted) {
          return;
        }
        const lease = leaseOf(job);
        if (!this.running.has(lease) && await this.holdsLease(lease)) {
          this.running.set(lease, this.run(job, lease));
        }
      }
    } catch (error) {
      log.warn({ err: error }, `${kind} could not be looked for`);
    }
  }

  /** Never rejects. */
  private async run(job: Job, lease: string): Promise<void> {
    const { store, holder, leaseMilliseconds, maxRunning, work, log } = this.options;
    const lost = new AbortController();
    const heartbeat = setInterval(() => {
      this.holdsLease(lease).then((held) => held || lost.abort(), () => lost.abort());
    }, leaseMilliseconds / 3).unref();
    const more = await work(job, AbortSignal.any([lost.signal, this.stopping.signal]));
    clearInterval(heartbeat);
    await releaseLease(store.queries, lease, holder).catch((error: unknown) => log.warn({ err: error }, 'lease not released'));
    const othersWait = this.running.size >= maxRunning;
    this.running.delete(lease);
    if (more || othersWait) {
      this.nudge();
    }
  }

  private async holdsLease(lease: string): Promise<boolean> {
    return holdLease(this.options.store.queries, lease, this.options.holder, this.options.leaseMilliseconds);
  }
}
