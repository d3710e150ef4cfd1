import type { SessionContext } from './context';
import { living } from './current-session';
import { newId } from '../ids';

/**
 * Starts a transaction. One that is open is aborted: a client that lost the answer sends the request again, and would otherwise be stuck.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_StartTransactionRequest.html
 */
export async function startTransaction({ ledgers, state, ids, timings }: SessionContext, key: string) {
  const transactionId = newId(ids);
  const { ledger } = living(await state.begin(key, transactionId, timings.transactionTimeout));
  await ledgers.forSession(ledger);
  return { TransactionId: transactionId };
}
