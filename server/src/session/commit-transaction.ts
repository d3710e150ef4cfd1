import type { SessionContext } from './context';
import { MAX_ATTEMPTS } from './current-session';
import { notOpen, transactionExpired } from './open-transaction';
import { badRequest, commitOutcomeUnknown, conflict, noSuchSession, sessionExpired, tooManyRequests } from './session-errors';
import type { KnownTransaction, SessionRecord } from './session-state';
import type { SendCommandRequest } from './shapes';
import { ioView } from './views';
import type { ServiceError } from '../errors';
import type { LedgerRecord } from '../store/ledgers';
import { CommitOutcomeUnknownError, type CommitOutcome } from '../transaction/ledger-storage';
import { prepare } from '../transaction/prepare';
import type { Transaction } from '../transaction/transaction';

type Input = NonNullable<SendCommandRequest['CommitTransaction']>;

/** A session by its token alone. */
interface SessionReference {
  readonly key: string;
  /** @default - the token is none of this server's */
  readonly ledger: number | undefined;
}

/**
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_CommitTransactionRequest.html
 *
 * A commit that comes again, because its answer was lost, is answered as the first time: InvalidSessionException would make a driver run
 * the transaction a second time. Hence the journal is asked before a transaction is called unknown, and one that is being committed can be
 * committed again.
 */
export async function commitTransaction(context: SessionContext, reference: SessionReference, input: Input) {
  const { key } = reference;
  const known = context.state.known(key, input.TransactionId);
  // What this process knows may be old: then the transaction has other steps, and cannot be closed with these.
  if (known?.transaction.commitDigest.equals(input.CommitDigest) && await context.state.close(key, known.transaction)) {
    return commitClosed(context, key, known);
  }
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const session = await context.state.find(key);
    const transaction = session && await transactionToCommit(context, session, input.TransactionId);
    // The steps of a transaction are forgotten a while after its end: the sum of what is left is not what was committed.
    const forgotten = session?.transaction?.status === 'closing' && !transaction?.commitDigest.equals(input.CommitDigest);
    if (!transaction || forgotten) {
      return answerOfJournal(context, session?.ledger ?? reference.ledger, input, refusal(session, input.TransactionId));
    }
    if (!transaction.commitDigest.equals(input.CommitDigest)) {
      throw badRequest(
        'the commit digest is not that of the statements which the transaction has received: a statement was lost or sent twice; abort the transaction',
      );
    }
    if (await context.state.close(key, transaction)) {
      return commitClosed(context, key, { transaction, ledger: session.ledger });
    }
  }
  throw tooManyRequests();
}

async function transactionToCommit({ state }: SessionContext, session: SessionRecord, transactionId: string): Promise<Transaction | undefined> {
  const { transaction: record, expired } = session;
  const inTime = record?.status === 'closing' || (record?.status === 'open' && !record.expired && !expired);
  return inTime && record.id === transactionId ? state.transaction(session) : undefined;
}

/** Commits a transaction that takes no more statements, wherever this process may die before it can answer. */
async function commitClosed(context: SessionContext, key: string, { transaction, ledger }: KnownTransaction) {
  const outcome = await commit(context, transaction, await context.ledgers.forStatement(ledger));
  transaction.close();
  if (outcome.kind === 'conflict') {
    await context.state.refuse(key, transaction);
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

function refusal(session: SessionRecord | undefined, transactionId: string): ServiceError {
  if (session?.transaction?.id === transactionId && session.transaction.status === 'closing') {
    return commitOutcomeUnknown(new Error('another process may still be committing the transaction'));
  }
  if (!session || session.expired) {
    return session ? sessionExpired(session.id) : noSuchSession();
  }
  const { transaction } = session;
  return transaction?.id !== transactionId ? notOpen(transactionId)
    : transaction.status === 'conflict' ? conflict()
      : transaction.expired ? transactionExpired(transactionId) : notOpen(transactionId);
}

/** The answer that the commit had the first time, if it was committed then. */
async function answerOfJournal(context: SessionContext, ledgerNumber: number | undefined, input: Input, refused: ServiceError) {
  const ledger = ledgerNumber === undefined ? undefined : await context.ledgers.find(ledgerNumber);
  const sequenceNo = ledger && await context.storages.open(ledger).findCommitted(input.TransactionId);
  if (sequenceNo === undefined) {
    throw refused;
  }
  return { TransactionId: input.TransactionId, CommitDigest: input.CommitDigest.toString('base64'), ...ioView({ readIos: 0, writeIos: 1 }) };
}
