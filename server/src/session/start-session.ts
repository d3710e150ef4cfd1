import type { SessionContext } from './context';
import { tooManySessions } from './session-errors';
import { newSessionToken, sessionKey } from './session-token';
import { newId } from '../ids';

/**
 * AWS gives sessions 13 to 17 minutes (https://docs.aws.amazon.com/qldb/latest/developerguide/driver-errors.html), which keeps the sessions of
 * a pool from expiring all at once.
 */
const LIFETIME_SPREAD = 2 / 15;

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_QLDB-Session_StartSessionRequest.html */
export async function startSession(context: SessionContext, ledgerName: string) {
  const { ids, timings, quotas, state } = context;
  const { ledger } = await context.ledgers.forNewSession(ledgerName);
  const token = newSessionToken(ledger, ids.randomBytes);
  const lifetimeMilliseconds = timings.sessionLifetime * (1 + LIFETIME_SPREAD * (2 * ids.randomBytes(4).readUInt32BE() / 2 ** 32 - 1));
  const made = await state.create({ key: sessionKey(token), id: newId(ids), ledger, lifetimeMilliseconds, maxSessions: quotas.sessionsPerLedger });
  if (!made) {
    throw tooManySessions(quotas.sessionsPerLedger);
  }
  return { SessionToken: token };
}
