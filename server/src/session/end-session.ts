import type { SessionContext } from './context';
import type { SessionRecord } from './session-state';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_EndSessionRequest.html */
export async function endSession({ ledgers, state }: SessionContext, session: SessionRecord) {
  await state.remove(session);
  await ledgers.forEnding(session.ledger);
  return {};
}

/**
 * Succeeds also where nothing is open: the Node driver sends it after most errors, and gives the session up if it fails.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_AbortTransactionRequest.html
 */
export async function abortTransaction({ ledgers, state }: SessionContext, session: SessionRecord) {
  await ledgers.forEnding(session.ledger);
  await state.abort(session);
  return {};
}
