import { isTransient, QldbError } from './qldb-error';
import { explain, type Advice } from './qldb-explain';
import { RequestFailure } from '../custom-resource/failure';
import type { Log } from '../custom-resource/log';
import type { TimeBudget } from '../custom-resource/time-budget';

/** IAM and KMS policies made moments ago take up to about a minute to be known everywhere. */
const POLICY_PROPAGATION = 60_000;

/** An endpoint that was never reached is more likely wrong than down. */
const FIRST_CONTACT = 20_000;

/** An endpoint that did answer is given this long to come back. */
const OUTAGE = 180_000;

/** Calls that are tried again for as long as there is hope. */
export interface Persistence {
  /** What the last call ran into, unless it succeeded. */
  readonly lastProblem: string | undefined;
  /**
   * @param doing what the call is for, as in `create the ledger "x"`
   * @param decides further errors that the caller wants to see at once instead of having the call tried again
   * @throws QldbError for refusals that may be decisions to be made, RequestFailure for what cannot be helped
   */
  call<T>(doing: string, attempt: () => Promise<T>, decides?: (error: QldbError) => boolean): Promise<T>;
  /** True for an error that `call` would have tried again; logs it. */
  tolerates(error: unknown): boolean;
}

interface PersistenceOptions {
  readonly budget: TimeBudget;
  readonly log: Log;
  readonly endpoint: string;
  readonly advice: Advice;
  /** Nothing is propagating any more in an invocation that continues another. */
  readonly policiesAreNew: boolean;
}

export function createPersistence({ budget, log, endpoint, advice, policiesAreNew }: PersistenceOptions): Persistence {
  const { clock } = budget;
  const begun = clock.now();
  let reached = false;
  let lastProblem: string | undefined;
  const hopeUntil = (error: QldbError, failingSince: number): number => {
    if (error.kind === 'access-denied' || isUnsettled(error)) {
      return policiesAreNew ? begun + POLICY_PROPAGATION : begun;
    }
    return isTransient(error) ? failingSince + (reached ? OUTAGE : FIRST_CONTACT) : -Infinity;
  };
  return {
    get lastProblem() { return lastProblem; },
    tolerates: (error) => {
      const transient = error instanceof QldbError && isTransient(error);
      if (transient) {
        lastProblem = `${error.operation}: ${error.message} (${error.code})`;
        log('QLDB did not answer; looking again later', { operation: error.operation, code: error.code });
      }
      return transient;
    },
    call: async (doing, attempt, decides) => {
      const failingSince = clock.now();
      for (let attempts = 1; ; attempts++) {
        try {
          const result = await attempt();
          reached = true;
          lastProblem = undefined;
          return result;
        } catch (error) {
          if (!(error instanceof QldbError)) {
            throw error;
          }
          reached ||= hasAnswered(error);
          lastProblem = `${error.operation}: ${error.message} (${error.code})`;
          const delay = Math.min(250 * 2 ** attempts, 10_000) * (0.75 + clock.random() / 4);
          if (decides?.(error)) {
            throw error;
          }
          if (clock.now() + delay >= hopeUntil(error, failingSince)) {
            throw isDecision(error) ? error : new RequestFailure(explain(error, doing, endpoint, advice), undefined, { cause: error });
          }
          log('trying again', { operation: error.operation, code: error.code, reason: error.message, attempts });
          await budget.pause(delay);
        }
      }
    },
  };
}

function hasAnswered({ kind }: QldbError): boolean {
  return kind !== 'unreachable' && kind !== 'untrusted' && kind !== 'interrupted' && kind !== 'unknown';
}

/** Refusals that say that the ledger is not as it was observed. */
function isDecision({ kind }: QldbError): boolean {
  return kind === 'exists' || kind === 'in-use' || kind === 'not-found' || kind === 'precondition';
}

/**
 * Refused parameters that may be accepted a little later: QLDB reports missing rights of a role, or for a key, as an invalid
 * parameter, and rights that were just given take their time. So does a moment that our clock reached before QLDB's.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/streams.errors.html
 */
function isUnsettled({ kind, parameter, message }: QldbError): boolean {
  return kind === 'invalid' && (
    (parameter === 'KmsKey' && /access|authori[sz]|permission|grant/i.test(message))
    || /while validating|error validating|assume|in the future/i.test(message)
  );
}
