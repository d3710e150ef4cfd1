import type { Statement, Statements } from '../../src/store/statement';
import type { Store } from '../../src/store/store';

/** How the connection breaks at a statement: before the database gets it, or after it has done it, so that only the answer is lost. */
export type Breakage = 'before' | 'after';

/** A store over the same database whose n-th statement is the last of its connection. Then it works again. */
export class FaultyStore {
  readonly store: Store;
  /** Whether the n-th statement came. */
  broken = false;
  private count = 0;

  constructor(store: Store, private readonly nth: number, private readonly breakage: Breakage) {
    this.store = Object.create(store, {
      connected: { value: async <T>(work: (statements: Statements) => Promise<T>) => store.connected((statements) => work(this.over(statements))) },
    }) as Store;
  }

  private over(statements: Statements): Statements {
    let dead = false;
    return {
      run: async <R>(statement: Statement, values?: readonly unknown[]): Promise<readonly R[]> => {
        if (dead) {
          // What the database does when a client is gone; the connection is the same one here.
          return statement.text === 'rollback' ? statements.run<R>(statement, values) : Promise.reject(connectionReset());
        }
        this.count += 1;
        if (this.count !== this.nth) {
          return statements.run<R>(statement, values);
        }
        this.broken = true;
        dead = true;
        if (this.breakage === 'after') {
          await statements.run(statement, values);
        }
        throw connectionReset();
      },
    };
  }
}

function connectionReset(): Error {
  return Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
}
