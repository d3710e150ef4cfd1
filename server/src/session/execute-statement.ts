import type { SessionContext } from './context';
import { MAX_ATTEMPTS } from './current-session';
import { findOpenTransaction, transactionContext } from './open-transaction';
import { badRequest, tooManyRequests } from './session-errors';
import type { SendCommandRequest } from './shapes';
import { ioView, pageView } from './views';
import { encode } from '../ion/encode';
import { parseText } from '../ion/text';
import { runStatement } from '../transaction/run-statement';
import { stop } from '../transaction/transaction';

type Input = NonNullable<SendCommandRequest['ExecuteStatement']>;
type Parameter = NonNullable<Input['Parameters']>[number];

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_ExecuteStatementRequest.html */
export async function executeStatement(context: SessionContext, key: string, input: Input) {
  const request = { statement: input.Statement, parameters: (input.Parameters ?? []).map(ionBinary) };
  let known = context.state.known(key, input.TransactionId);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const { transaction, ledger: number } = known ?? await findOpenTransaction(context, key, input.TransactionId);
    const ledger = await context.ledgers.forStatement(number);
    const { step, outcome } = await runStatement(transaction, transactionContext(context, ledger), request, context.ids.now);
    const live = 'live' in outcome ? outcome.live : undefined;
    if (await context.state.save(key, transaction, step)) {
      if ('error' in outcome) {
        throw badRequest(outcome.error.message);
      }
      if (live) {
        transaction.keepLive(transaction.steps, live);
      }
      return { FirstPage: pageView(outcome.page, transaction.steps, 0), ...ioView(outcome.page) };
    }
    // Another process has served a request of this session meanwhile: the statement comes after it.
    if (live) {
      stop(live.execution);
    }
    known = undefined;
  }
  throw tooManyRequests();
}

/** @throws IonFormatError when a text is not Ion */
function ionBinary({ IonBinary: bytes, IonText: text }: Parameter, index: number): Buffer {
  if (bytes !== undefined) {
    return bytes;
  }
  if (text === undefined) {
    throw badRequest(`'Parameters[${index}]' must have IonBinary or IonText`);
  }
  return encode(parseText(text));
}
