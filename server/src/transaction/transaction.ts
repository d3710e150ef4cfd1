import { NO_CHANGES, withChanges, type OwnChanges } from './changes';
import type { CatalogueSnapshot, LedgerStorage, StatementRecord, StoredTable } from './ledger-storage';
import type { StatementScope } from './statement-scope';
import type { StatementStep, Step } from './step';
import type { Value } from '../ion/value';
import { addStatement, startCommitDigest } from '../journal/statement-digest';
import type { Execution } from '../partiql/execution';

/** A result of which not all values have been fetched, as far as any process can take it up. */
export type Cursor =
  /** A query: it is evaluated again, on what its transaction saw when it started. */
  | {
    readonly kind: 'query';
    readonly statement: string;
    readonly parameters: readonly Buffer[];
    /** Milliseconds since the epoch. */
    readonly startTime: number;
    readonly own: OwnChanges;
  }
  /** What a change returned, in Ion binary. */
  | { readonly kind: 'values'; readonly values: readonly Buffer[] };

/** A query under way in this process. */
export interface LiveCursor {
  readonly scope: StatementScope;
  readonly execution: Execution;
  /** Values given out so far. */
  position: number;
  /** Rows that earlier pages visited. */
  readIos: number;
  /** Read already, to see whether there is one more page. */
  next: Value;
}

/** Evaluations under way that a transaction keeps; a query beyond them is evaluated again when its next page is asked for. */
const MAX_LIVE_CURSORS = 8;

export interface TransactionStart {
  readonly id: string;
  /** By the clock of this process, in milliseconds. */
  readonly deadline: number;
}

/**
 * An open transaction: the sum of its steps.
 *
 * Whatever a process learns from a step it learns in `apply`, so a process that applies the steps that others saved has the same
 * transaction as they.
 */
export class Transaction {
  readonly reads = new Set<bigint>();
  readonly touches = new Set<bigint>();
  private readonly recorded: StatementRecord[] = [];
  private readonly cursors = new Map<number, Cursor>();
  private readonly live = new Map<number, LiveCursor>();
  private stored: CatalogueSnapshot | undefined;
  private stepsApplied = 0;
  private digest: Buffer;
  private changes = NO_CHANGES;
  private snapshotSequenceNo: number | undefined;

  constructor(readonly start: TransactionStart) {
    this.digest = startCommitDigest(start.id);
  }

  get id(): string {
    return this.start.id;
  }

  /** How many steps it is the sum of. */
  get steps(): number {
    return this.stepsApplied;
  }

  get snapshot(): number | undefined {
    return this.snapshotSequenceNo;
  }

  /** Of every statement that was received, those included that failed: drivers fold a statement in before they send it. */
  get commitDigest(): Buffer {
    return this.digest;
  }

  get own(): OwnChanges {
    return this.changes;
  }

  /** Those that did not fail. */
  get statements(): readonly StatementRecord[] {
    return this.recorded;
  }

  apply(step: Step): void {
    this.stepsApplied += 1;
    this.snapshotSequenceNo ??= step.snapshot;
    step.reads.forEach((key) => this.reads.add(key));
    if (step.kind === 'statement') {
      this.applyStatement(step);
    }
  }

  /** The latest block. It becomes the transaction's snapshot with the step that it is read for. */
  async takeSnapshot(storage: LedgerStorage): Promise<number> {
    this.stored = await storage.latest();
    return this.stored.snapshot;
  }

  /** Tables at the snapshot. They are asked for once. */
  async storedTables(storage: LedgerStorage, snapshot: number): Promise<readonly StoredTable[]> {
    if (this.stored?.snapshot !== snapshot) {
      this.stored = { snapshot, tables: await storage.catalogue(snapshot) };
    }
    return this.stored.tables;
  }

  cursor(number: number): Cursor | undefined {
    return this.cursors.get(number);
  }

  liveCursor(number: number): LiveCursor | undefined {
    return this.live.get(number);
  }

  keepLive(number: number, cursor: LiveCursor): void {
    this.live.set(number, cursor);
    for (const [oldest] of this.live) {
      if (this.live.size <= MAX_LIVE_CURSORS) {
        return;
      }
      this.dropLive(oldest);
    }
  }

  dropLive(number: number): void {
    const cursor = this.live.get(number);
    this.live.delete(number);
    if (cursor) {
      stop(cursor.execution);
    }
  }

  /** Stops the queries that are under way. */
  close(): void {
    for (const number of [...this.live.keys()]) {
      this.dropLive(number);
    }
  }

  private applyStatement({ statement, startTime, digest, changes, cursor }: StatementStep): void {
    this.digest = addStatement(this.digest, digest);
    if (!changes) {
      return;
    }
    if (cursor) {
      this.cursors.set(this.stepsApplied, cursor.kind === 'values' ? cursor : { ...cursor, statement, startTime, own: this.changes });
    }
    this.recorded.push({ statement, startTime, digest });
    this.changes = withChanges(this.changes, changes);
    changes.touches.forEach((key) => this.touches.add(key));
  }
}

/** Leaves a query early. */
export function stop({ rows }: Execution): void {
  // What it was reading may fail by now; nobody waits for it any more.
  rows.return?.().catch(() => undefined);
}
