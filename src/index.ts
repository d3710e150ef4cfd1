export { ControlPlane } from './control-plane';
export type { ControlPlaneProps } from './control-plane-props';
export { Ledger } from './ledger';
export type { ILedger, LedgerAttributes } from './ledger-base';
export { LedgerGrants } from './ledger-grants';
export type { LedgerProps } from './ledger-props';
export { PartiQLAction, type PartiQLGrantOptions, type TableScope } from './partiql-grant-options';
export { PermissionsMode } from './permissions-mode';
export { QldbWarnings } from './qldb-warnings';
