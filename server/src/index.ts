export type { Quotas, Timings } from './control-plane/context';
export type { Fault, FaultInput } from './faults/fault';
export type { ArmedFault, FaultRegistry } from './faults/fault-registry';
export type { KmsOptions } from './kms/kms-keys';
export type { LogLevel } from './logging';
export type { QldbServerOptions } from './options';
export { startQldbServer, type QldbServer } from './server';
export type { StorageKind } from './store/store';
