import { conflictKey, type ConflictSubject } from './conflict-keys';

/** From here on a statement's single reads of a table are noted as a read of the table: coarser, never wrong, and of bounded size. */
const MAX_KEYS_PER_TABLE = 2_000;

/** Collects what is read, found or not, until it is taken over into the transaction. */
export class ReadNotes {
  private fresh = new Set<bigint>();
  private readonly counts = new Map<string, number>();

  constructor(private readonly known: ReadonlySet<bigint>) {}

  note(subject: ConflictSubject): void {
    const key = conflictKey(subject);
    if (!this.known.has(key)) {
      this.fresh.add(key);
    }
  }

  /** Notes reads of single documents or index entries of a table. */
  noteWithin(tableId: string, subjects: readonly ConflictSubject[]): void {
    const count = (this.counts.get(tableId) ?? 0) + subjects.length;
    this.counts.set(tableId, count);
    for (const subject of count > MAX_KEYS_PER_TABLE ? [{ kind: 'table', tableId } as const] : subjects) {
      this.note(subject);
    }
  }

  /** The keys since the last call. */
  take(): readonly bigint[] {
    const keys = [...this.fresh].filter((key) => !this.known.has(key));
    this.fresh = new Set();
    return keys;
  }
}
