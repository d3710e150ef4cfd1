import type { FastifyBaseLogger } from 'fastify';
import type { LedgerStorages } from '../commit/ledger-storages';
import type { OpenExportDestination } from '../delivery/export/export-destinations';
import type { OpenStreamDestination } from '../delivery/stream/stream-destinations';
import type { IdSources } from '../ids';
import type { KeyAuthority } from '../kms/key-authority';
import type { Store } from '../store/store';

/** How long the service takes for what happens after it has answered, in milliseconds. */
export interface Timings {
  /** From CreateLedger until the ledger is `ACTIVE`. */
  readonly ledgerCreation: number;
  /** From DeleteLedger until the ledger is gone. */
  readonly ledgerDeletion: number;
  /** From UpdateLedger with another key until the encryption is `ENABLED`. */
  readonly keyChange: number;
  /** Between two checks of the ledgers' KMS keys. */
  readonly keyCheckInterval: number;
  /** From the commit of a redaction until the data is removed. */
  readonly redaction: number;
  /** From StartTransaction until a transaction that was not committed has expired. */
  readonly transactionTimeout: number;
  /** From StartSession until a session has expired, within two fifteenths. */
  readonly sessionLifetime: number;
  /** From ExportJournalToS3 until the blocks begin to be written. */
  readonly exportStart: number;
  /** For how long the destination of a running export may fail until the export is `CANCELLED`. */
  readonly exportPatience: number;
  /** Between two looks whether the Kinesis stream of a journal stream can be written, while there is nothing to deliver or it could not be. */
  readonly streamCheckInterval: number;
  /** For how long a journal stream may be `IMPAIRED` until it has `FAILED`. */
  readonly streamPatience: number;
  /** From the end of an export or a journal stream until it is forgotten. */
  readonly deliveryExpiry: number;
}

export interface Quotas {
  /** Ledgers of the account in the Region that are not being deleted. */
  readonly activeLedgers: number;
  readonly tagsPerResource: number;
  /** Sessions that have not expired. */
  readonly sessionsPerLedger: number;
  /** Exports that are in progress. */
  readonly exportsPerLedger: number;
  /** Journal streams that have not ended. */
  readonly streamsPerLedger: number;
}

/** What the operations of the control plane need. */
export interface ControlPlaneContext {
  readonly store: Store;
  readonly storages: LedgerStorages;
  /** The account and Region this server serves, by their number in the store. */
  readonly account: number;
  readonly accountId: string;
  readonly region: string;
  readonly keys: KeyAuthority;
  readonly ids: IdSources;
  readonly exports: {
    readonly open: OpenExportDestination;
    /** There is an export to write. */
    readonly onAccepted: () => void;
  };
  readonly streams: {
    readonly open: OpenStreamDestination;
    /** There is a journal stream to deliver. */
    readonly onAccepted: () => void;
  };
  readonly timings: Timings;
  readonly quotas: Quotas;
  readonly log: FastifyBaseLogger;
}
