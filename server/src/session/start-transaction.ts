import type { SessionContext } from './context';
import type { SessionRecord } from './session-state';
import { newId } from '../ids';

/**
 * Starts a transaction. One that is open is aborted: a client that lost the answer sends the request again, and would otherwise be stuck.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_StartTransactionRequest.html
 */
export async function startTransaction({ ledgers, state, ids, timings }: SessionContext, session: SessionRecord) {
  await ledgers.forSession(session.ledger);
  const transactionId = newId(ids);
  await state.begin(session, transactionId, timings.transactionTimeout);
  return { TransactionId: transactionId };
}
