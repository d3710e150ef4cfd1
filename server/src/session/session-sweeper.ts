import type { FastifyBaseLogger } from 'fastify';
import type { SessionState } from './session-state';
import { holdLease, releaseLease } from '../store/leases';
import { RepeatedWork } from '../store/repeated-work';
import type { Store } from '../store/store';

export interface SessionSweeperOptions {
  readonly state: SessionState;
  readonly store: Store;
  readonly account: number;
  /** Of this process, among those on the database. */
  readonly holder: string;
  readonly log: FastifyBaseLogger;
}

/** What has expired is refused anyway; this only makes room. */
const INTERVAL_MILLISECONDS = 10_000;
const LEASE_MILLISECONDS = 3 * INTERVAL_MILLISECONDS;

/** Removes expired sessions and transactions: each process its own memory of them, one of all processes their rows. */
export class SessionSweeper {
  private readonly lease: string;
  private readonly sweeps: RepeatedWork;

  constructor(private readonly options: SessionSweeperOptions) {
    this.lease = `sessions/${options.account}`;
    this.sweeps = new RepeatedWork(() => this.sweep(), INTERVAL_MILLISECONDS);
  }

  async stop(): Promise<void> {
    await this.sweeps.stop();
    const { store, holder, log } = this.options;
    await releaseLease(store.queries, this.lease, holder).catch((error: unknown) => log.warn({ err: error }, 'session lease not released'));
  }

  /** Never rejects: what fails is tried again after the interval. */
  private async sweep(): Promise<void> {
    const { state, store, holder, log } = this.options;
    try {
      state.forgetExpired();
      if (await holdLease(store.queries, this.lease, holder, LEASE_MILLISECONDS)) {
        await state.removeExpired();
      }
    } catch (error) {
      log.warn({ err: error }, 'expired sessions could not be removed');
    }
  }
}
