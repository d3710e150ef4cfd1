/**
 * How a ledger decides who may run PartiQL statements.
 *
 * @see https://docs.aws.amazon.com/qldb/latest/developerguide/API_CreateLedger.html
 */
export enum PermissionsMode {
  /** Every PartiQL command on every table is denied until IAM allows it. */
  STANDARD = 'STANDARD',

  /** Whoever may call `qldb:SendCommand` may do everything; policies on tables and commands are ignored. */
  ALLOW_ALL = 'ALLOW_ALL',
}
