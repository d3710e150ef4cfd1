import { identifier } from './literal';

/** What one INSERT takes at most: enough to load fast, little enough for the client and the server that read it. */
const MAX_ROWS = 500;
const MAX_CHARACTERS = 500_000;

/** Rows of one table, on their way to INSERT statements. */
export class InsertBatch {
  private rows: string[] = [];
  private characters = 0;
  /** Rows of all statements so far. */
  count = 0;

  /** @param table as SQL names it, with its schema */
  constructor(private readonly table: string, private readonly columns: readonly string[]) {}

  /** @returns a statement once there are enough rows for one */
  add(row: string): string | undefined {
    this.rows.push(row);
    this.characters += row.length;
    this.count += 1;
    return this.rows.length >= MAX_ROWS || this.characters >= MAX_CHARACTERS ? this.flush() : undefined;
  }

  /** @returns the statement of the rows that are left; `undefined` where there are none */
  flush(): string | undefined {
    if (this.rows.length === 0) return undefined;
    const text = `INSERT INTO ${this.table} (${this.columns.map(identifier).join(', ')}) VALUES\n${this.rows.join(',\n')};\n`;
    this.rows = [];
    this.characters = 0;
    return text;
  }
}
