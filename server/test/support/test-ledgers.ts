import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { newStorage, storageOptions, type Engine, type TestStorage } from './engines';
import { LedgerStorages, type LedgerStoragesOptions } from '../../src/commit/ledger-storages';
import type { SqlLedgerStorage } from '../../src/commit/sql-ledger-storage';
import type { ControlPlaneContext } from '../../src/control-plane/context';
import { createLedger, deleteLedger } from '../../src/control-plane/ledgers';
import type { Handler, Output } from '../../src/control-plane/operation';
import { newId } from '../../src/ids';
import { uncheckedKeys } from '../../src/kms/unchecked-keys';
import { DEFAULT_QUOTAS, DEFAULT_TIMINGS } from '../../src/options';
import { findLedger, openAccount, type LedgerRecord } from '../../src/store/ledgers';
import { openStore } from '../../src/store/open-store';
import type { Store } from '../../src/store/store';

export const ids = { now: Date.now, randomBytes };

/** What the server has below its HTTP side, with the operations as functions: for tests that look at the database or put things there. */
export class TestLedgers {
  static async open(engine: Engine, options: TestLedgersOptions = {}): Promise<TestLedgers> {
    const storage = options.storage ?? await newStorage(engine);
    const store = await openStore(storageOptions(storage), { onProblem: () => undefined });
    const account = await openAccount(store.queries, '000000000000', 'us-east-1');
    return new TestLedgers(store, account, options, options.storage ? async () => undefined : () => storage.remove());
  }

  /** Storages that share nothing in memory with others: as in another process. */
  static storagesOn(store: Store, outageMilliseconds?: number): LedgerStorages {
    return new LedgerStorages({ store, ids, log: pino({ level: 'silent' }), ...(outageMilliseconds !== undefined && { outageMilliseconds }) });
  }

  readonly context: ControlPlaneContext;
  readonly storages: LedgerStorages;
  /** What was logged, as lines of JSON. */
  readonly log: string[] = [];

  private constructor(
    readonly store: Store, readonly account: number, options: TestLedgersOptions, private readonly removeStorage: () => Promise<void>,
  ) {
    const log = pino({ level: 'trace' }, { write: (line: string) => void this.log.push(line) });
    this.storages = new LedgerStorages({ store, ids, log, ...options.storages });
    const scope = { accountId: '000000000000', region: 'us-east-1' };
    this.context = {
      ...scope,
      store,
      storages: this.storages,
      account,
      keys: uncheckedKeys(scope),
      ids,
      exports: { open: noDestination, onAccepted: () => undefined },
      streams: { open: noDestination, onAccepted: () => undefined },
      timings: { ...DEFAULT_TIMINGS, ledgerCreation: 0, ledgerDeletion: 0 },
      quotas: { ...DEFAULT_QUOTAS, activeLedgers: 1_000 },
      log,
    };
  }

  /** A new ledger, through the operation that clients call. */
  async create(name = `ledger-${randomBytes(6).toString('hex')}x`): Promise<LedgerRecord> {
    await this.call(createLedger, '', { Name: name, PermissionsMode: 'STANDARD', DeletionProtection: false });
    return this.record(name);
  }

  async newStorage(): Promise<SqlLedgerStorage> {
    return this.storages.open(await this.create());
  }

  async record(name: string): Promise<LedgerRecord> {
    const record = await findLedger(this.store.queries, this.account, name);
    if (!record) {
      throw new Error(`there is no ledger '${name}'`);
    }
    return record;
  }

  async delete(name: string): Promise<void> {
    await this.call(deleteLedger, name);
  }

  async call(handler: Handler, ledger: string, body?: object): Promise<Output> {
    return handler(this.context, { path: { name: ledger }, query: {}, body });
  }

  async sql<R = unknown>(text: string, ...values: readonly unknown[]): Promise<readonly R[]> {
    return this.store.run<R>({ name: '', text }, values);
  }

  async close(): Promise<void> {
    await this.storages.close();
    await this.store.close();
    await this.removeStorage();
  }
}

export interface TestLedgersOptions {
  /** Shared with others. @default - one of its own */
  readonly storage?: TestStorage;
  readonly storages?: Partial<LedgerStoragesOptions>;
}

function noDestination(): never {
  throw new Error('these ledgers have no destination for exports and streams');
}

/** A table with indexes in a ledger. */
export interface TestTable {
  readonly id: string;
  readonly name: string;
  readonly indexIds: readonly string[];
}

export const id = (): string => newId(ids);

