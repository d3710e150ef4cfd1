import type { LedgerAccess } from './ledger-access';
import type { SessionQueue } from './session-queue';
import type { SessionState } from './session-state';
import type { ControlPlaneContext } from '../control-plane/context';
import type { TransactionLimits } from '../transaction/limits';

/** What the session API needs. */
export interface SessionContext extends Pick<ControlPlaneContext, 'store' | 'storages' | 'account' | 'ids' | 'timings' | 'quotas' | 'log'> {
  readonly ledgers: LedgerAccess;
  readonly state: SessionState;
  readonly queue: SessionQueue;
  readonly limits: TransactionLimits;
}
