import type { ScriptProgress } from '../../to-sql/write-script';

const INTERVAL_MILLISECONDS = 200;

export interface ProgressLineOptions {
  /** Writes to a terminal. */
  readonly write: (text: string) => void;
  /** Milliseconds, of any origin. */
  readonly now: () => number;
}

/** One line on a terminal that says how far a script has got. */
export class ProgressLine {
  private shownAt = -Infinity;

  constructor(private readonly options: ProgressLineOptions) {}

  show({ table, tablesDone, tables, pass, revisions, of }: ScriptProgress): void {
    const now = this.options.now();
    if (now - this.shownAt < INTERVAL_MILLISECONDS) return;
    this.shownAt = now;
    const what = pass === 'types' ? 'reading the types of' : 'writing';
    const total = of === undefined ? '' : ` of ${of}, ${Math.floor(revisions / of * 100)} %`;
    this.options.write(`\r\u001b[Ktable ${tablesDone + 1} of ${tables}, ${table}: ${what} revisions, ${revisions}${total}`);
  }

  /** Removes the line. */
  end(): void {
    this.options.write('\r\u001b[K');
  }
}
