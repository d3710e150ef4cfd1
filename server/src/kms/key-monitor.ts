import type { FastifyBaseLogger } from 'fastify';
import type { KeyAuthority } from './key-authority';
import { holdLease, releaseLease } from '../store/leases';
import { keysInUse, noteKeyAccess } from '../store/ledger-keys';
import { RepeatedWork } from '../store/repeated-work';
import type { Store } from '../store/store';

export interface KeyMonitorOptions {
  readonly store: Store;
  readonly account: number;
  readonly keys: KeyAuthority;
  /** Of this process, among those on the database. */
  readonly holder: string;
  readonly intervalMilliseconds: number;
  readonly log: FastifyBaseLogger;
}

/** Longer than one probe takes at most, so that the lease, extended before each probe, is not lost while working. */
const LEAST_LEASE_MILLISECONDS = 15_000;

/**
 * Looks at the ledgers' keys again and again, which is what makes `KMS_KEY_INACCESSIBLE` appear and go.
 *
 * Of several processes on one database one does it at a time.
 */
export class KeyMonitor {
  private readonly lease: string;
  private readonly leaseMilliseconds: number;
  private readonly checks: RepeatedWork;

  constructor(private readonly options: KeyMonitorOptions) {
    this.lease = `key-check/${options.account}`;
    // The one that has it keeps it from one check to the next.
    this.leaseMilliseconds = Math.max(LEAST_LEASE_MILLISECONDS, 3 * options.intervalMilliseconds);
    this.checks = new RepeatedWork(() => this.checkKeys(), options.intervalMilliseconds);
  }

  /** Stops after the key that is being looked at. */
  async stop(): Promise<void> {
    await this.checks.stop();
    const { store, holder, log } = this.options;
    await releaseLease(store.queries, this.lease, holder).catch((error: unknown) => log.warn({ err: error }, 'key check lease not released'));
  }

  /** Never rejects: what fails is tried again after the interval. */
  private async checkKeys(): Promise<void> {
    const { store, account, log } = this.options;
    try {
      if (await this.holdsLease()) {
        for (const keyArn of await keysInUse(store.queries, account)) {
          if (this.checks.stopped || !await this.holdsLease()) {
            return;
          }
          await this.checkKey(keyArn);
        }
      }
    } catch (error) {
      log.warn({ err: error }, 'key check failed');
    }
  }

  private async checkKey(keyArn: string): Promise<void> {
    const { store, account, keys, log } = this.options;
    try {
      await noteKeyAccess(store.queries, account, keyArn, await keys.isAccessible(keyArn));
    } catch (error) {
      // KMS did not answer, which says nothing about the key.
      log.warn({ err: error, keyArn }, 'key could not be checked');
    }
  }

  private async holdsLease(): Promise<boolean> {
    return holdLease(this.options.store.queries, this.lease, this.options.holder, this.leaseMilliseconds);
  }
}
