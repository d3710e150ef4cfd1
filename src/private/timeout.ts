import { Duration } from 'aws-cdk-lib';
import type { Problem } from './validation';

/** CloudFormation waits an hour for a custom resource at most. */
const MAX_SERVICE_TIMEOUT_SECONDS = 3600;
const MAX_TIMEOUT_SECONDS = 59 * 60;

/** A minute after the function's own bound, so that its explanation arrives before CloudFormation gives up. */
export function serviceTimeout(timeout: Duration): Duration {
  const seconds = timeout.isUnresolved() ? MAX_SERVICE_TIMEOUT_SECONDS : timeout.toSeconds() + 60;
  return Duration.seconds(Math.min(seconds, MAX_SERVICE_TIMEOUT_SECONDS));
}

/** What is wrong with the bound of waiting that a resource sets. */
export function validateTimeout(timeout: Duration | undefined): Problem[] {
  if (timeout === undefined) return [];
  if (timeout.isUnresolved()) {
    return timeout.unitLabel() === 'seconds' ? [] : [{
      code: 'Qldb.InvalidTimeout',
      text: `'timeout' must be in seconds where it is a token, which cannot be converted, got Duration.${timeout.unitLabel()}(<token>): use Duration.seconds()`,
    }];
  }
  const milliseconds = timeout.toMilliseconds();
  if (milliseconds % 1000 === 0 && milliseconds >= 1000 && milliseconds <= MAX_TIMEOUT_SECONDS * 1000) return [];
  return [{
    code: 'Qldb.InvalidTimeout',
    text: `'timeout' must be whole seconds from 1 second to 59 minutes, got ${timeout.toString()}: CloudFormation waits an hour at most, use Duration.minutes(15), for example`,
  }];
}
