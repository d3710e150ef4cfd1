import { setImmediate as nextTurn } from 'node:timers/promises';
import { buildIndexes } from './build-indexes';
import { cleanUp } from './clean-up';
import { eraseLedgers } from './erase-ledgers';
import { redactRevisions } from './redact-revisions';
import type { MaintenanceContext, Task } from './task';
import { hasBackgroundWork } from '../store/background-work';
import { holdLease, releaseLease } from '../store/leases';
import { RepeatedWork } from '../store/repeated-work';

export interface MaintenanceOptions extends MaintenanceContext {
  /** Of this process, among those on the database. */
  readonly holder: string;
  readonly intervalMilliseconds: number;
}

const TASKS: readonly Task[] = [redactRevisions, buildIndexes, eraseLedgers];

/** How many times in a retention time what is too old is removed. */
const CLEAN_UPS = 10;

/** Longer than a piece of work takes. When a process dies, another goes on after this time. */
const LEASE_MILLISECONDS = 5_000;

/**
 * What happens after the answer: index builds, redactions, and the removal of what is no longer needed.
 *
 * Of several processes on one database one does it at a time. Should two do it for a moment, nothing goes wrong: every piece leaves
 * everything right, whether it is done once, twice or half.
 */
export class Maintenance {
  private readonly lease: string;
  private readonly looks: RepeatedWork;
  private cleanedAt: number;

  constructor(private readonly options: MaintenanceOptions) {
    this.lease = `maintenance/${options.account}`;
    this.cleanedAt = options.now();
    this.looks = new RepeatedWork(() => this.work(), options.intervalMilliseconds);
  }

  /** There is something to do: does not wait for the next look. */
  nudge(): void {
    this.looks.nudge();
  }

  /** Stops after the piece of work under way. */
  async stop(): Promise<void> {
    await this.looks.stop();
    const { store, holder, log } = this.options;
    await releaseLease(store.queries, this.lease, holder).catch((error: unknown) => log.warn({ err: error }, 'maintenance lease not released'));
  }

  /** Never rejects: what fails is tried again after the interval. */
  private async work(): Promise<void> {
    const { store, account, redactionMilliseconds, retentionMilliseconds, now, log } = this.options;
    try {
      if (now() - this.cleanedAt >= retentionMilliseconds / CLEAN_UPS) {
        this.cleanedAt = now();
        await this.run([...TASKS, cleanUp]);
      } else if (await hasBackgroundWork(store, account, redactionMilliseconds)) {
        await this.run(TASKS);
      }
    } catch (error) {
      log.warn({ err: error }, 'maintenance failed and is tried again');
    }
  }

  /** One piece of each kind after the other, so that a long build does not hold up a redaction, until there is none left. */
  private async run(tasks: readonly Task[]): Promise<void> {
    const { store, holder } = this.options;
    for (let more = true; more;) {
      more = false;
      for (const task of tasks) {
        if (this.looks.stopped || !await holdLease(store.queries, this.lease, holder, LEASE_MILLISECONDS)) {
          return;
        }
        more = await task(this.options) || more;
        // PGlite answers without leaving this turn of the event loop: requests get theirs between two pieces.
        await nextTurn();
      }
    }
  }
}
