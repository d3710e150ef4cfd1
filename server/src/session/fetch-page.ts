import type { SessionContext } from './context';
import { MAX_ATTEMPTS } from './current-session';
import { findOpenTransaction, transactionContext } from './open-transaction';
import { parsePageToken } from './page-token';
import { badRequest, tooManyRequests } from './session-errors';
import type { SendCommandRequest } from './shapes';
import { ioView, pageView } from './views';
import * as transactions from '../transaction/fetch-page';

type Input = NonNullable<SendCommandRequest['FetchPage']>;

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_FetchPageRequest.html */
export async function fetchPage(context: SessionContext, key: string, input: Input) {
  const at = parsePageToken(input.NextPageToken);
  if (!at) {
    throw badRequest("'NextPageToken' must be a token that an earlier page of this transaction held");
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { transaction, ledger: number } = await findOpenTransaction(context, key, input.TransactionId);
    const ledger = await context.ledgers.forStatement(number);
    const { page, step, live } = await transactions.fetchPage(transaction, transactionContext(context, ledger), at, context.ids.now);
    if (!step || await context.state.save(key, transaction, step)) {
      if (live) {
        transaction.keepLive(at.cursor, live);
      }
      return { Page: pageView(page, at.cursor, at.position), ...ioView(page) };
    }
    transaction.dropLive(at.cursor);
  }
  throw tooManyRequests();
}
