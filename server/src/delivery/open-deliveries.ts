import { randomUUID } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import { RoleAssumer } from './aws/assumed-role';
import type { DeliveryOptions } from './aws/delivery-options';
import { exportDestinations } from './export/export-destinations';
import { ExportWorker } from './export/export-worker';
import { streamDestinations } from './stream/stream-destinations';
import { StreamWorker } from './stream/stream-worker';
import type { ControlPlaneContext, Timings } from '../control-plane/context';
import type { ArnScope } from '../model/arn';
import type { Store } from '../store/store';

export interface DeliveriesOptions {
  readonly store: Store;
  readonly account: number;
  readonly scope: ArnScope;
  readonly delivery: DeliveryOptions;
  readonly timings: Timings;
  /** How soon work is found that another process has left. */
  readonly intervalMilliseconds: number;
  readonly log: FastifyBaseLogger;
}

/** What leaves the server by itself: exports and streams. */
export interface Deliveries extends Pick<ControlPlaneContext, 'exports' | 'streams'> {
  /** This process has committed something. */
  onCommit(): void;
  close(): Promise<void>;
}

/** After a process died another goes on with its deliveries after this time. */
const LEASE_MILLISECONDS = 10_000;

/** Of a data object of an export, about: what AWS's were is not known. */
const EXPORT_OBJECT_BYTES = 8 * 1024 * 1024;

/** A shard has a new allowance each second. */
const STREAM_PACING = { pauseMilliseconds: 100, maxPauseMilliseconds: 2_000, maxRefusals: 10, random: Math.random };

export function openDeliveries({ store, account, scope, delivery, timings, intervalMilliseconds, log }: DeliveriesOptions): Deliveries {
  const roles = new RoleAssumer(scope, delivery);
  const common = {
    store, account, intervalMilliseconds, leaseMilliseconds: LEASE_MILLISECONDS, expiryMilliseconds: timings.deliveryExpiry, now: Date.now, log,
  };
  const openExport = exportDestinations(scope, roles, delivery);
  const exportWorker = new ExportWorker({
    ...common,
    holder: randomUUID(),
    openDestination: openExport,
    startMilliseconds: timings.exportStart,
    patienceMilliseconds: timings.exportPatience,
    maxObjectBytes: EXPORT_OBJECT_BYTES,
  });
  const openStream = streamDestinations(scope, roles, delivery);
  const streamWorker = new StreamWorker({
    ...common,
    scope,
    holder: randomUUID(),
    openDestination: openStream,
    checkMilliseconds: timings.streamCheckInterval,
    patienceMilliseconds: timings.streamPatience,
    pacing: STREAM_PACING,
  });
  return {
    exports: { open: openExport, onAccepted: () => exportWorker.nudge() },
    streams: { open: openStream, onAccepted: () => streamWorker.nudge() },
    onCommit: () => streamWorker.onCommit(),
    close: async () => {
      await Promise.all([exportWorker.stop(), streamWorker.stop()]);
      roles.close();
    },
  };
}
