import type { SessionContext } from './context';
import { notOpen, transactionExpired } from './open-transaction';
import { badRequest, commitOutcomeUnknown, conflict, noSuchSession, sessionExpired } from './session-errors';
import type { SessionRecord } from './session-state';
import type { SendCommandRequest } from './shapes';
import { ioView } from './views';
import type { ServiceError } from '../errors';
import type { LedgerRecord } from '../store/ledgers';
import { CommitOutcomeUnknownError, type CommitOutcome } from '../transaction/ledger-storage';
import { prepare } from '../transaction/prepare';
import type { Transaction } from '../transaction/transaction';

type Input = NonNullable<SendCommandRequest['CommitTransaction']>;

/**
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_CommitTransactionRequest.html
 *
 * A commit that comes again, because its answer was lost, is answered as the first time: InvalidSessionException would make a driver run
 * the transaction a second time. Hence the journal is asked before a transaction is called unknown, and one that is being committed can be
 * committed again.
 */
export async function commitTransaction(context: SessionContext, session: SessionRecord, input: Input) {
  const { transaction: record } = session;
  const transaction = record?.id === input.TransactionId && !record.expired && record.status !== 'conflict'
    ? await context.state.transaction(session)
    : undefined;
  if (!transaction) {
    return answerOfJournal(context, session.ledger, input, refusal(session, input.TransactionId));
  }
  if (!transaction.commitDigest.equals(input.CommitDigest)) {
    throw badRequest(
      'the commit digest is not that of the statements which the transaction has received: a statement was lost or sent twice; abort the transaction',
    );
  }
  const ledger = await context.ledgers.forStatement(session.ledger);
  // From now on no process takes another statement, also where this one dies before it can answer. Whether the commit succeeds does not
  // depend on it.
  const closing = context.state.setStatus(session, transaction.id, 'closing')
    .catch((error: unknown) => context.log.warn({ err: error }, 'the transaction could not be marked as being committed'));
  const outcome = await commit(context, transaction, ledger);
  await closing;
  transaction.close();
  if (outcome.kind === 'conflict') {
    await context.state.setStatus(session, transaction.id, 'conflict');
    throw conflict();
  }
  return {
    TransactionId: transaction.id,
    CommitDigest: transaction.commitDigest.toString('base64'),
    // The block; statements have told already what they wrote.
    ...ioView({ readIos: 0, writeIos: outcome.sequenceNo === undefined ? 0 : 1 }),
  };
}

async function commit({ storages, ids }: SessionContext, transaction: Transaction, ledger: LedgerRecord): Promise<CommitOutcome> {
  const arrived = ids.now();
  const storage = storages.open(ledger);
  try {
    return await storage.commit(await prepare(transaction, storage, arrived));
  } catch (error) {
    throw error instanceof CommitOutcomeUnknownError ? commitOutcomeUnknown(error) : error;
  }
}

function refusal({ transaction }: SessionRecord, transactionId: string): ServiceError {
  return transaction?.id !== transactionId ? notOpen(transactionId)
    : transaction.status === 'conflict' ? conflict()
      : transaction.expired ? transactionExpired(transactionId) : notOpen(transactionId);
}

/** A commit in a session that is over or forgotten. */
export async function commitWithoutSession(context: SessionContext, session: SessionRecord | undefined, ledger: number | undefined, input: Input) {
  const refused = session ? sessionExpired(session.id) : noSuchSession();
  if (ledger === undefined) {
    throw refused;
  }
  return answerOfJournal(context, ledger, input, refused);
}

/** The answer that the commit had the first time, if it was committed then. */
async function answerOfJournal(context: SessionContext, ledgerNumber: number, input: Input, refused: ServiceError) {
  const ledger = await context.ledgers.find(ledgerNumber);
  const sequenceNo = ledger && await context.storages.open(ledger).findCommitted(input.TransactionId);
  if (sequenceNo === undefined) {
    throw refused;
  }
  return { TransactionId: input.TransactionId, CommitDigest: input.CommitDigest.toString('base64'), ...ioView({ readIos: 0, writeIos: 1 }) };
}
