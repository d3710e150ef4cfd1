import type { ColumnType, Generated } from 'kysely';

/** The account and Region whose ledgers a server keeps. Its row is what requests that count against a quota lock. */
export interface AccountTable {
  readonly account: Generated<number>;
  readonly account_id: string;
  readonly region: string;
}

export interface LedgerTable {
  readonly ledger: Generated<number>;
  readonly account: number;
  readonly name: string;
  /** Id of the journal strand: 22 characters of Base62. */
  readonly strand: string;
  readonly created_at: Date;
  /** `CREATING` until then. */
  readonly active_at: Date;
  /** Set by DeleteLedger: `DELETING` until then, afterwards the ledger does not exist. */
  readonly gone_at: Date | null;
  readonly permissions_mode: string;
  readonly deletion_protection: boolean;
  /** `null`: never had a key of the customer's. `AWS_OWNED_KMS_KEY`: had one and went back. */
  readonly kms_key_arn: string | null;
  /** A key change is `UPDATING` until then. */
  readonly kms_key_ready_at: Date | null;
  /** Since when the key has been found inaccessible. */
  readonly kms_key_inaccessible_at: Date | null;
  readonly tags: ColumnType<Readonly<Record<string, string>>, string, string>;
  /** No more blocks are made with a time before this, in milliseconds since the epoch. */
  readonly not_before: Generated<string>;
  /** Number of the last block that was imported. */
  readonly imported_seq: string | null;
  /** Number of the last block that AWS's service made. */
  readonly foreign_seq: Generated<string>;
  /** Number of the first block from which on the journal's tree is known. */
  readonly tree_seq: Generated<string | null>;
}

/** Work that only one of several processes does at a time. */
export interface LeaseTable {
  readonly name: string;
  readonly holder: string;
  readonly expires_at: Date;
}

export interface MigrationTable {
  readonly name: string;
  readonly applied_at: Generated<Date>;
}

export interface Database {
  readonly account: AccountTable;
  readonly ledger: LedgerTable;
  readonly lease: LeaseTable;
  readonly schema_migration: MigrationTable;
}
