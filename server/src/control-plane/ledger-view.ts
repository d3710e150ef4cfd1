import { ledgerArn, type ArnScope } from '../model/arn';
import type { LedgerRecord } from '../store/ledgers';

/** A date as the API's JSON has it: epoch seconds with milliseconds as a fraction. */
export function epochSeconds(date: Date): number {
  return date.getTime() / 1000;
}

export function createLedgerView(scope: ArnScope, ledger: LedgerRecord) {
  return {
    ...nameAndArn(scope, ledger),
    ...stateAndCreation(ledger),
    PermissionsMode: ledger.permissionsMode,
    DeletionProtection: ledger.deletionProtection,
    ...(ledger.kmsKeyArn !== null && { KmsKeyArn: ledger.kmsKeyArn }),
  };
}

export function describeLedgerView(scope: ArnScope, ledger: LedgerRecord) {
  return { ...updateLedgerView(scope, ledger), PermissionsMode: ledger.permissionsMode };
}

/** Unlike DescribeLedger's it has no PermissionsMode. */
export function updateLedgerView(scope: ArnScope, ledger: LedgerRecord) {
  return {
    ...nameAndArn(scope, ledger),
    ...stateAndCreation(ledger),
    DeletionProtection: ledger.deletionProtection,
    ...encryptionDescription(ledger),
  };
}

export function permissionsModeView(scope: ArnScope, ledger: LedgerRecord) {
  return { ...nameAndArn(scope, ledger), PermissionsMode: ledger.permissionsMode };
}

export function ledgerSummary(ledger: LedgerRecord) {
  return { Name: ledger.name, ...stateAndCreation(ledger) };
}

/** A ledger that never had a key of the customer's has none. One that went back to AWS's key shows that literal. */
function encryptionDescription({ kmsKeyArn, encryptionStatus, keyInaccessibleAt }: LedgerRecord) {
  return kmsKeyArn === null ? {} : {
    EncryptionDescription: {
      KmsKeyArn: kmsKeyArn,
      EncryptionStatus: encryptionStatus,
      ...(keyInaccessibleAt && { InaccessibleKmsKeyDateTime: epochSeconds(keyInaccessibleAt) }),
    },
  };
}

function nameAndArn(scope: ArnScope, { name }: LedgerRecord) {
  return { Name: name, Arn: ledgerArn(scope, name) };
}

function stateAndCreation({ state, createdAt }: LedgerRecord) {
  return { State: state, CreationDateTime: epochSeconds(createdAt) };
}
