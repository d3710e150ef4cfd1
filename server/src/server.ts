import { randomBytes, randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { LedgerStorages } from './commit/ledger-storages';
import type { ControlPlaneContext } from './control-plane/context';
import { openDeliveries } from './delivery/open-deliveries';
import { environmentFor } from './environment';
import { FaultRegistry } from './faults/fault-registry';
import { buildApp } from './http/app';
import type { KeyAuthority } from './kms/key-authority';
import { KeyMonitor } from './kms/key-monitor';
import { kmsKeys, type KmsOptions } from './kms/kms-keys';
import { uncheckedKeys } from './kms/unchecked-keys';
import { checkListenAddress, endpointUrl } from './listen-address';
import { createLogger } from './logging';
import { Maintenance } from './maintenance/maintenance';
import type { ArnScope } from './model/arn';
import { checkOptions, DEFAULT_ACCOUNT_ID, DEFAULT_QUOTAS, DEFAULT_REGION, DEFAULT_TIMINGS, type QldbServerOptions } from './options';
import type { SessionContext } from './session/context';
import { LedgerAccess } from './session/ledger-access';
import { MemorySessionState } from './session/memory-session-state';
import { SessionQueue } from './session/session-queue';
import { SessionSweeper } from './session/session-sweeper';
import { SqlSessionState } from './session/sql-session-state';
import { hasLedger, openAccount } from './store/ledgers';
import { openStore, type StorageOptions } from './store/open-store';
import type { StorageKind } from './store/store';
import { AWS_LIMITS } from './transaction/limits';

/** A running server. */
export interface QldbServer {
  /** Its URL. */
  readonly endpoint: string;
  /** The environment variables that make AWS SDKs, tools and drivers use it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where the ledgers are. */
  readonly storage: StorageKind;
  /** Faults to arm, for tests of what calls the server. */
  readonly faults: FaultRegistry;
  /** Answers the requests under way, then stops and lets go of port and storage. May be called again. */
  close(): Promise<void>;
}

/** How long requests under way may take when the server is closed, before their connections are cut. */
const CLOSE_MILLISECONDS = 10_000;

/** How soon work in the background is found that another process has left. A process's own is begun at once. */
const MAINTENANCE_MILLISECONDS = 250;

/** What only older snapshots would see is removed. No transaction lasts as long, unless it may by its timeout. */
const RETENTION_MILLISECONDS = 600_000;

/**
 * Starts a server.
 *
 * @throws RangeError when an option is wrong, Error when the storage cannot be opened or the port is taken
 */
export async function startQldbServer(options: QldbServerOptions = {}): Promise<QldbServer> {
  checkOptions(options);
  const host = options.host ?? '127.0.0.1';
  await checkListenAddress(host, options.allowUnauthenticated ?? false);
  const log: FastifyBaseLogger = options.logger ?? createLogger(options.logLevel ?? 'silent');
  const scope: ArnScope = { accountId: options.accountId ?? DEFAULT_ACCOUNT_ID, region: options.region ?? DEFAULT_REGION };
  const timings = { ...DEFAULT_TIMINGS, ...options.timings };

  const store = await openStore(storageOf(options), { onProblem: (error) => log.error({ err: error }, 'storage problem') });
  // What has been opened is closed again in the reverse order, also when the next step fails.
  const opened: Array<() => Promise<void>> = [() => store.close()];
  const closeAll = async () => {
    for (const close of opened.splice(0).reverse()) {
      await close();
    }
  };
  try {
    const account = await openAccount(store.queries, scope.accountId, scope.region);
    const keys = openKeys(scope, options.kms, opened);
    if (keys.checks) {
      const monitor = new KeyMonitor({ store, account, keys, holder: randomUUID(), intervalMilliseconds: timings.keyCheckInterval, log });
      opened.push(() => monitor.stop());
    }
    const ids = { now: Date.now, randomBytes };
    const maintenance = new Maintenance({
      store,
      account,
      holder: randomUUID(),
      intervalMilliseconds: MAINTENANCE_MILLISECONDS,
      redactionMilliseconds: timings.redaction,
      retentionMilliseconds: Math.max(RETENTION_MILLISECONDS, 2 * timings.transactionTimeout),
      now: Date.now,
      log,
    });
    opened.push(() => maintenance.stop());
    const storages = new LedgerStorages({ store, ids, onBackgroundWork: () => maintenance.nudge(), log });
    opened.push(() => storages.close());
    const deliveries = openDeliveries({
      store, account, scope, delivery: options.delivery ?? {}, timings, intervalMilliseconds: MAINTENANCE_MILLISECONDS, log,
    });
    opened.push(() => deliveries.close());
    const context: ControlPlaneContext = {
      ...scope,
      store,
      storages,
      account,
      keys,
      timings,
      ids,
      exports: deliveries.exports,
      streams: deliveries.streams,
      quotas: { ...DEFAULT_QUOTAS, ...options.quotas },
      log,
    };
    const faults = new FaultRegistry();
    const app = buildApp({
      context,
      sessions: openSessions(context, opened),
      onCommit: () => deliveries.onCommit(),
      faults,
      faultsOverHttp: options.enableFaultInjection ?? false,
      allowedHosts: options.allowedHosts ?? [],
      tls: options.tls,
      newRequestId: randomUUID,
      log,
    });
    opened.push(() => closeApp(app));
    const port = await listen(app, host, options.port ?? 0);
    const endpoint = endpointUrl(options.tls !== undefined, host, port);
    let closed: Promise<void> | undefined;
    return { endpoint, environment: environmentFor(endpoint, scope.region), storage: store.kind, faults, close: () => closed ??= closeAll() };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

function storageOf({ dataDir, databaseUrl }: QldbServerOptions): StorageOptions {
  return databaseUrl !== undefined ? { kind: 'postgresql', url: databaseUrl }
    : dataDir !== undefined ? { kind: 'pglite', directory: dataDir }
      : { kind: 'memory' };
}

/** A database that other processes may have open keeps the sessions too. Of one that is this process's own, memory is faster. */
function openSessions(context: ControlPlaneContext, opened: Array<() => Promise<void>>): SessionContext {
  const { store, account, ids: { now }, log } = context;
  const state = store.kind === 'postgresql' ? new SqlSessionState(store, now) : new MemorySessionState(now, (ledger) => hasLedger(store, ledger));
  const sweeper = new SessionSweeper({ state, store, account, holder: randomUUID(), log });
  opened.push(() => sweeper.stop());
  return { ...context, state, ledgers: new LedgerAccess(store, account, now), queue: new SessionQueue(), limits: AWS_LIMITS };
}

function openKeys(scope: ArnScope, options: KmsOptions | undefined, opened: Array<() => Promise<void>>): KeyAuthority {
  if (!options) {
    return uncheckedKeys(scope);
  }
  const keys = kmsKeys(scope, options);
  opened.push(async () => keys.close());
  return keys;
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new Error(`port ${port} of ${host} is in use by another process; stop that, or give another port (0 takes a free one)`, { cause: error });
    }
    throw new Error(`cannot listen on port ${port} of ${host}: ${(error as Error).message}`, { cause: error });
  }
  return (app.server.address() as AddressInfo).port;
}

async function closeApp(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), CLOSE_MILLISECONDS);
  await app.close().finally(() => clearTimeout(cut));
}
