import type { SessionContext } from './context';
import { noSuchSession, sessionExpired } from './session-errors';
import type { SessionRecord } from './session-state';

/** How often a request may find that another process has served one of the same session meanwhile. */
export const MAX_ATTEMPTS = 10;

/** @throws ServiceError InvalidSessionException when there is no such session, or it has expired */
export async function currentSession({ state }: SessionContext, key: string): Promise<SessionRecord> {
  return living(await state.find(key));
}

/** @throws ServiceError InvalidSessionException when there is no such session, or it has expired */
export function living(session: SessionRecord | undefined): SessionRecord {
  if (!session) {
    throw noSuchSession();
  }
  if (session.expired) {
    throw sessionExpired(session.id);
  }
  return session;
}
