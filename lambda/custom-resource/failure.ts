/**
 * A request that cannot be fulfilled, told to the person who deploys: what was asked, what came back, what to do.
 *
 * Its message becomes the reason that CloudFormation shows. Every other error is a defect or an outage of the function
 * itself and is shown with a hint to the log.
 */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';

  constructor(
    message: string,
    /** Id under which CloudFormation is to delete what a failed Create may have left; nothing was made if absent. */
    readonly physicalResourceId?: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** All of the time that the resource's `timeout` allows for one request has passed. */
export class DeadlineReached extends Error {
  override readonly name = 'DeadlineReached';
}

/** This invocation must end before Lambda ends it; the request itself has time left. */
export class InvocationEnding extends Error {
  override readonly name = 'InvocationEnding';

  /** @param physicalResourceId as of a `RequestFailure`, for the case that no other invocation can go on */
  constructor(readonly physicalResourceId?: string) {
    super('the invocation ends before the work does');
  }
}
