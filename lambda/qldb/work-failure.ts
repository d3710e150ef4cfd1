import { isTransient, QldbError } from './qldb-error';
import { DeadlineReached, InvocationEnding, RequestFailure } from '../custom-resource/failure';

interface Circumstances {
  /** As in `waiting until …`. */
  readonly activity: string;
  /** What the last call ran into. */
  readonly lastProblem: string | undefined;
  /** What to do when the time was too short. */
  readonly remedy: string;
}

/** What ended the work on a request, as it is told to the person who deploys. */
export function asFailure(error: unknown, { activity, lastProblem, remedy }: Circumstances): RequestFailure | InvocationEnding {
  if (error instanceof DeadlineReached) {
    const problem = lastProblem === undefined ? '' : `; the last call failed with ${lastProblem}`;
    return new RequestFailure(`the time that the resource's timeout allows ran out while ${activity}${problem}; ${remedy}`);
  }
  if (error instanceof RequestFailure || error instanceof InvocationEnding) {
    return error;
  }
  return new RequestFailure(`unexpected error in the function: ${error instanceof Error ? error.message : String(error)}; its log has the details`, undefined, { cause: error });
}

/**
 * Whether a failed request may leave something of its own. As long as nothing could even be read, an earlier run of the same
 * event may have made it; but where nothing was reached or allowed, insisting on that would only stop the rollback too.
 */
export function mayHaveMade(made: 'unknown' | 'no' | 'maybe', failure: Error, hop: number): boolean {
  if (made !== 'unknown') {
    return made === 'maybe';
  }
  return hop > 0 || failure instanceof InvocationEnding || !(failure.cause instanceof QldbError) || isSick(failure.cause);
}

function isSick(error: QldbError): boolean {
  return isTransient(error) && error.kind !== 'unreachable';
}
