import type { StoredRevision } from '../transaction/ledger-storage';

/** A ledger at one of its blocks, as the script is written from it. */
export interface LedgerSnapshot {
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly strandId: string;
  /** Sequence number of the last block that counts. */
  readonly tip: number;
  /** Of that block, in milliseconds since the epoch. */
  readonly tipTime: number;
  /** Of the journal up to that block. Absent where a part of the journal's tree is not known: the ledger was imported as history only. */
  readonly digest?: Buffer;
  /** Every table, dropped ones included. */
  readonly tables: readonly SnapshotTable[];
  /** Of a table up to that block, by document and version. Asked for twice, and only redactions may have happened meanwhile. */
  revisions(tableId: string): AsyncIterable<StoredRevision>;
  /** @throws Error when the ledger is no longer there, so that what was read may have been a part of it */
  checkStillThere(): Promise<void>;
}

export interface SnapshotTable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
}
