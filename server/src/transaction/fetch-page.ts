import { pageOfValues, takePage, type Page } from './page';
import { read, resumeQuery } from './run-statement';
import { StatementError } from './statement-error';
import { StatementScope, type TransactionContext } from './statement-scope';
import type { Step } from './step';
import type { Cursor, LiveCursor, Transaction } from './transaction';

/** Where a page begins: in the result of which step, after how many values. */
export interface PagePosition {
  readonly cursor: number;
  readonly position: number;
}

/** A page that was fetched. Its step, if it read what had not been read before, is not in the transaction yet. */
export interface PageRun {
  readonly page: Page;
  readonly step?: Step;
  readonly live?: LiveCursor;
}

/**
 * Fetches a page.
 *
 * Asked for in order, pages come from the query as it goes on. In another process, after a failure, or for a page that was fetched before,
 * the query is evaluated again, over the same snapshot and what the transaction itself had changed when the statement started.
 *
 * @throws StatementError when there is no such page, and what the evaluation throws
 */
export async function fetchPage(
  transaction: Transaction, context: TransactionContext, at: PagePosition, now: () => number,
): Promise<PageRun> {
  const cursor = transaction.cursor(at.cursor);
  if (!cursor) {
    throw new StatementError('the page token is not one of this transaction');
  }
  if (cursor.kind === 'values') {
    return { page: pageOfValues(cursor.values, { readIos: () => 0, writeIos: () => 0 }, at.position) };
  }
  const live = await cursorAt(transaction, context, cursor, at, now);
  if (!live) {
    return { page: { values: [], more: false, readIos: 0, writeIos: 0 } };
  }
  try {
    const page = await takePage(live);
    const { reads, snapshot } = read(live.scope);
    if (!page.more) {
      transaction.dropLive(at.cursor);
    }
    return {
      page,
      ...(reads.length > 0 && { step: { kind: 'reads', reads, ...(snapshot !== undefined && { snapshot }) } }),
      ...(page.more && { live }),
    };
  } catch (error) {
    transaction.dropLive(at.cursor);
    throw error;
  }
}

async function cursorAt(
  transaction: Transaction, context: TransactionContext, cursor: Extract<Cursor, { kind: 'query' }>, { cursor: number, position }: PagePosition, now: () => number,
): Promise<LiveCursor | undefined> {
  const live = transaction.liveCursor(number);
  if (live?.position === position) {
    return live;
  }
  transaction.dropLive(number);
  return resumeQuery(new StatementScope(transaction, cursor.own, context, false), cursor, position, now);
}
