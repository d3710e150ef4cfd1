import type { Bound } from './frame';
import type { Statement } from './statement';

/** Beyond that, rows are read again rather than kept. */
const MAXIMUM_ROWS = 20_000;

/**
 * Rows that a join runs over once for each row before them, read once.
 *
 * Reading goes on only as far as somebody asks. One reader at a time: the runs of a nested loop follow each other.
 */
export class Replay {
  private readonly known: Array<readonly Bound[]> = [];
  private count = 0;
  private source: AsyncIterator<readonly Bound[]> | undefined;
  private state: 'open' | 'complete' | 'too many' = 'open';

  constructor(statement: Statement, private readonly open: () => AsyncIterable<readonly Bound[]>) {
    statement.onClose(async () => {
      await this.source?.return?.();
    });
  }

  async* read(): AsyncGenerator<readonly Bound[]> {
    if (this.state === 'too many') {
      yield* this.open();
      return;
    }
    yield* this.known;
    if (this.state === 'complete') {
      return;
    }
    const source = this.source ??= this.open()[Symbol.asyncIterator]();
    for (let next = await source.next(); next.done !== true; next = await source.next()) {
      this.keep(next.value);
      yield next.value;
    }
    this.source = undefined;
    if (this.state === 'open') {
      this.state = 'complete';
    }
  }

  private keep(rows: readonly Bound[]): void {
    this.count += rows.length;
    if (this.count > MAXIMUM_ROWS) {
      this.state = 'too many';
      this.known.length = 0;
    } else {
      this.known.push(rows);
    }
  }
}
