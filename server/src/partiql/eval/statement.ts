import { setImmediate as eventLoop } from 'node:timers/promises';
import type { Compilers } from './compilation';
import type { Outcome } from './unit';
import type { Value } from '../../ion/value';
import type { Table } from '../data-source';
import type { ExecutionContext } from '../execution';

/** Few: a step may be a comparison of long texts, and meanwhile nobody else is served. */
const STEPS_PER_PAUSE = 256;

/** One statement under way: what it runs in, the tables it names, and what it has cost so far. */
export class Statement {
  /** The active tables, where there are such, among the names that the statement uses, filled before anything is compiled (`tables.ts`). */
  readonly tables = new Map<string, Table | undefined>();
  /** The tables, dropped ones included, that it names by id. */
  readonly tablesById = new Map<string, Table | undefined>();
  /** What subqueries that depend on no row have given, by their place in the statement (`unit.ts`). */
  readonly outcomes = new Map<object, Promise<Outcome>>();
  /** Rows of stored tables visited. */
  readIos = 0;
  /** Documents, tables and indexes written. */
  writeIos = 0;
  private steps = 0;
  private readonly closers = new Set<() => Promise<void>>();

  /** `globals`: variables that no FROM clause binds. Ledgers have none; they are how expressions are tried against given values. */
  constructor(readonly context: ExecutionContext, readonly globals: ReadonlyMap<string, Value>, readonly compilers: Compilers) {}

  /**
   * Counts one step of work. Every so often it asks whether to go on and lets the event loop run, so that a join of constants, which
   * waits for nothing, neither outlives its transaction nor starves the process's heartbeats.
   */
  step(): Promise<void> | undefined {
    this.steps++;
    if (this.steps % STEPS_PER_PAUSE !== 0) {
      return undefined;
    }
    this.context.checkpoint();
    return eventLoop();
  }

  /** To be called when the statement ends, whichever way. */
  onClose(close: () => Promise<void>): void {
    this.closers.add(close);
  }

  async close(): Promise<void> {
    const closers = [...this.closers];
    this.closers.clear();
    for (const close of closers) {
      await close();
    }
  }
}
