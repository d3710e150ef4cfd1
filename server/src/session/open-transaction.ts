import type { SessionContext } from './context';
import { currentSession } from './current-session';
import { badRequest, invalidSession } from './session-errors';
import type { KnownTransaction } from './session-state';
import { newId } from '../ids';
import type { LedgerRecord } from '../store/ledgers';
import { TransactionExpiredError } from '../transaction/statement-error';
import type { TransactionContext } from '../transaction/statement-scope';

/**
 * The transaction that a request names, as it stands.
 *
 * @throws ServiceError InvalidSessionException when it or the session has expired, BadRequestException when the session has no such transaction open
 */
export async function findOpenTransaction(context: SessionContext, key: string, transactionId: string): Promise<KnownTransaction> {
  const session = await currentSession(context, key);
  const { transaction } = session;
  if (transaction?.id !== transactionId) {
    throw notOpen(transactionId);
  }
  if (transaction.status !== 'open') {
    throw badRequest(`the transaction '${transactionId}' is over: its commit ${transaction.status === 'conflict' ? 'was refused' : 'has arrived'}; start another one`);
  }
  if (transaction.expired) {
    throw transactionExpired(transactionId);
  }
  const open = await context.state.transaction(session);
  if (!open) {
    throw notOpen(transactionId);
  }
  return { transaction: open, ledger: session.ledger };
}

export function notOpen(transactionId: string) {
  return badRequest(`the transaction '${transactionId}' is not open in this session; start one and use the id that StartTransaction answers`);
}

export function transactionExpired(transactionId: string) {
  return invalidSession(new TransactionExpiredError(transactionId).message);
}

export function transactionContext({ storages, ids, limits }: SessionContext, ledger: LedgerRecord): TransactionContext {
  return { storage: storages.open(ledger), limits, tableTags: ledger.permissionsMode === 'STANDARD', newId: () => newId(ids) };
}
