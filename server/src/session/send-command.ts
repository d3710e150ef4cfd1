import { performance } from 'node:perf_hooks';
import type { Command } from './command';
import { commitTransaction } from './commit-transaction';
import type { SessionContext } from './context';
import { currentSession } from './current-session';
import { abortTransaction, endSession } from './end-session';
import { executeStatement } from './execute-statement';
import { fetchPage } from './fetch-page';
import { ledgerGone } from './ledger-access';
import { badRequest, invalidSession } from './session-errors';
import { ledgerOfToken, sessionKey } from './session-token';
import { startSession } from './start-session';
import { startTransaction } from './start-transaction';
import { LedgerGoneError } from '../transaction/ledger-storage';
import { isStatementFailure } from '../transaction/run-statement';
import { TransactionExpiredError } from '../transaction/statement-error';

type Result = Readonly<Record<string, unknown>>;
type SessionCommand = Exclude<Command, { readonly name: 'StartSession' }>;

/**
 * The one operation of the session API.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_SendCommand.html
 */
export async function sendCommand(context: SessionContext, command: Command): Promise<Result> {
  const started = performance.now();
  try {
    const result = command.name === 'StartSession'
      ? await startSession(context, command.input.LedgerName)
      : await context.queue.run(sessionKey(command.token), () => serve(context, command));
    return { [command.name]: { ...result, TimingInformation: { ProcessingTimeMilliseconds: Math.max(1, Math.round(performance.now() - started)) } } };
  } catch (error) {
    throw asSessionError(error);
  }
}

async function serve(context: SessionContext, command: SessionCommand): Promise<Result> {
  const key = sessionKey(command.token);
  switch (command.name) {
    case 'StartTransaction':
      return startTransaction(context, key);
    case 'ExecuteStatement':
      return executeStatement(context, key, command.input);
    case 'FetchPage':
      return fetchPage(context, key, command.input);
    case 'CommitTransaction':
      return commitTransaction(context, { key, ledger: ledgerOfToken(command.token) }, command.input);
    case 'AbortTransaction':
      return abortTransaction(context, await currentSession(context, key));
    case 'EndSession':
      return endSession(context, await currentSession(context, key));
  }
}

/** What is wrong in the terms of the session API; what is not the client's fault stays as it is. */
function asSessionError(error: unknown): unknown {
  return error instanceof LedgerGoneError ? ledgerGone()
    : error instanceof TransactionExpiredError ? invalidSession(error.message)
      : isStatementFailure(error) ? badRequest(error.message)
        : error;
}
