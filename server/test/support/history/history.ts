import type { Step } from './action';
import type { WrittenRevision } from './ledger-model';

/**
 * What one client saw of one transaction.
 *
 * `began` and `ended` are places in one sequence of moments that all clients share, so of two transactions one lies before the other or they
 * overlap; nothing depends on a clock.
 */
export interface RecordedTransaction {
  readonly id: string;
  /** Before the request that started it. */
  readonly began: number;
  /** After the answer to its last request; infinite where that never came. */
  readonly ended: number;
  /** The statements that were answered. */
  readonly steps: readonly Step[];
  /** `unknown`: the commit was sent and not answered. `aborted`: it was refused, or never sent. */
  readonly outcome: 'committed' | 'aborted' | 'unknown';
}

/** A block as the journal has it. */
export interface RecordedBlock {
  readonly sequenceNo: number;
  readonly transactionId: string;
  readonly revisions: readonly WrittenRevision[];
}

export type AnomalyKind =
  /** A number is left out or comes twice. */
  | 'broken sequence'
  /** A block whose transaction no client sent. */
  | 'unexplained block'
  | 'committed twice'
  /** Acknowledged, and there is no block. */
  | 'lost commit'
  /** A transaction that was refused or never sent to commit has a block. */
  | 'aborted commit'
  /** Nothing was written, and there is a block. */
  | 'empty block'
  /** The block holds other revisions than the statements made. */
  | 'wrong block'
  /** A statement was answered with what was not so at the transaction's place in the journal. */
  | 'wrong read'
  /** It was over before another began that stands before it. */
  | 'out of order'
  /** No single state of the ledger, of those between its begin and its end, explains what a transaction without a block read. */
  | 'no snapshot';

export interface Anomaly {
  readonly kind: AnomalyKind;
  readonly transactionId: string;
  readonly text: string;
}
