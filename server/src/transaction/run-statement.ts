import { pageOfValues, takePage, type Page } from './page';
import { StatementError, TransactionExpiredError } from './statement-error';
import { StatementScope, type TransactionContext } from './statement-scope';
import type { StatementStep, StepCursor } from './step';
import { stop, type LiveCursor, type Transaction } from './transaction';
import { TransactionData } from './transaction-data';
import { decodeFully } from '../ion/decode';
import { encode } from '../ion/encode';
import { IonFormatError } from '../ion/ion-format-error';
import { timestampOf } from '../ion/timestamp-milliseconds';
import { statementDigest } from '../journal/statement-digest';
import type { Statement } from '../partiql/ast';
import { EvaluationError, PartiqlError } from '../partiql/error';
import { execute } from '../partiql/execute';
import type { Execution } from '../partiql/execution';
import { parse } from '../partiql/syntax/parse';

export interface StatementRequest {
  readonly statement: string;
  /** Each one value in Ion binary. */
  readonly parameters: readonly Buffer[];
}

/** The one moment that a statement knows, on all of its pages. */
interface StartedAt {
  /** Milliseconds since the epoch. */
  readonly startTime: number;
}

/** A statement that was tried. Nothing of it is in the transaction before its step is applied. */
export interface StatementRun {
  readonly step: StatementStep;
  readonly outcome: { readonly page: Page; readonly live?: LiveCursor } | { readonly error: Error };
}

/**
 * Runs a statement in a transaction.
 *
 * A statement that is wrong is a step as well: what it read has been told to the client, and drivers count it in the commit digest.
 *
 * @throws TransactionExpiredError, and whatever the database throws; there is no step then
 */
export async function runStatement(
  transaction: Transaction, context: TransactionContext, { statement, parameters }: StatementRequest, now: () => number,
): Promise<StatementRun> {
  const digest = statementDigest(statement, parameters);
  const startTime = now();
  let scope: StatementScope | undefined;
  try {
    const parsed = parse(statement);
    scope = new StatementScope(transaction, transaction.own, context, parsed.kind === 'modify');
    const started = startExecution(scope, parsed, { parameters, startTime }, now);
    const { page, live, cursor } = parsed.kind === 'query' ? await firstPage(scope, started, parameters) : await completed(started);
    return {
      step: { kind: 'statement', statement, startTime, digest, changes: scope.draft.changes(), ...read(scope), ...(cursor && { cursor }) },
      outcome: { page, ...(live && { live }) },
    };
  } catch (error) {
    if (!isStatementFailure(error)) {
      throw error;
    }
    return { step: { kind: 'statement', statement, startTime, digest, ...(scope ? read(scope) : { reads: [] }) }, outcome: { error } };
  }
}

/** A query that another process, or this one a while ago, has begun: after the given number of its values. */
export async function resumeQuery(
  scope: StatementScope, query: StatementRequest & StartedAt, position: number, now: () => number,
): Promise<LiveCursor | undefined> {
  const execution = startExecution(scope, parse(query.statement), query, now);
  try {
    for (let skipped = 0; skipped < position; skipped += 1) {
      if ((await execution.rows.next()).done) {
        return undefined;
      }
    }
    const next = await execution.rows.next();
    return next.done ? undefined : { scope, execution, position, readIos: execution.readIos(), next: next.value };
  } catch (error) {
    stop(execution);
    throw error;
  }
}

/** What is wrong with the statement itself or with its values, and not with the server. */
export function isStatementFailure(error: unknown): error is Error {
  return error instanceof PartiqlError || error instanceof EvaluationError || error instanceof StatementError || error instanceof IonFormatError;
}

/** What a scope has read since it was last asked. */
export function read(scope: StatementScope): { readonly reads: readonly bigint[]; readonly snapshot?: number } {
  const snapshot = scope.snapshotTaken();
  return { reads: scope.notes.take(), ...(snapshot !== undefined && { snapshot }) };
}

export function checkDeadline({ id, start }: Transaction, now: () => number): void {
  if (now() >= start.deadline) {
    throw new TransactionExpiredError(id);
  }
}

function startExecution(
  scope: StatementScope, statement: Statement, { parameters, startTime }: Pick<StatementRequest, 'parameters'> & StartedAt, now: () => number,
): Execution {
  const { transaction } = scope;
  return execute(statement, {
    data: new TransactionData(scope),
    parameters: parameters.map((bytes) => decodeFully(bytes)),
    now: timestampOf(startTime),
    transactionId: transaction.id,
    checkpoint: () => checkDeadline(transaction, now),
  });
}

interface Started {
  readonly page: Page;
  readonly live?: LiveCursor;
  readonly cursor?: StepCursor;
}

async function firstPage(scope: StatementScope, execution: Execution, parameters: readonly Buffer[]): Promise<Started> {
  try {
    const first = await execution.rows.next();
    if (first.done) {
      return { page: pageOfValues([], execution) };
    }
    const live: LiveCursor = { scope, execution, position: 0, readIos: 0, next: first.value };
    const page = await takePage(live);
    return page.more ? { page, live, cursor: { kind: 'query', parameters } } : { page };
  } catch (error) {
    stop(execution);
    throw error;
  }
}

/** A change is made in full before it is answered; its result is small. */
async function completed(execution: Execution): Promise<Started> {
  const values: Buffer[] = [];
  for await (const row of execution.rows) {
    values.push(encode(row));
  }
  const page = pageOfValues(values, execution);
  return page.more ? { page, cursor: { kind: 'values', values } } : { page };
}
