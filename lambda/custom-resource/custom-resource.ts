import type { Clock } from './clock';
import { continuationOf, continueWith, MAX_HOPS, type Continuation, type InvokeSelf } from './continuation';
import { parseEvent, timeoutSeconds, type ReplyAddress, type ResourceRequest } from './event';
import { InvocationEnding, RequestFailure } from './failure';
import { jsonLog, type Log } from './log';
import { deliver, renderResponse, type Answer, type Attributes, type Put } from './response';
import { createTimeBudget, type TimeBudget } from './time-budget';

/** Id of a resource whose Create failed before anything could have been made; the Delete that follows has nothing to do. */
export const CREATE_FAILED = 'cdk-qldb::CREATE_FAILED';

/** What Lambda says about an invocation, as far as it is used. */
export interface InvocationContext {
  readonly functionName: string;
  readonly logGroupName: string;
  readonly logStreamName: string;
  getRemainingTimeInMillis(): number;
}

export interface Outcome {
  readonly physicalResourceId: string;
  readonly attributes?: Attributes;
}

/** What the work on a request is given. */
export interface Tools {
  readonly budget: TimeBudget;
  readonly log: Log;
  /** How many invocations have worked on this request before. */
  readonly hop: number;
  /** What they have made, as far as they said so. */
  readonly madeBefore?: string;
}

/**
 * Brings one resource to what a request asks for. Runs again from the start after every interruption, so it decides from
 * what it observes alone.
 */
export type ResourceHandler = (request: ResourceRequest, tools: Tools) => Promise<Outcome>;

export interface Surroundings {
  readonly clock: Clock;
  readonly put: Put;
  readonly invokeSelf: InvokeSelf;
  readonly writeLine: (line: string) => void;
  /** By CloudFormation resource type. */
  readonly resources: Readonly<Record<string, ResourceHandler>>;
}

/**
 * Fulfils one event and answers it exactly once, be it in this invocation or in one that continues it.
 *
 * @throws when the answer could not be delivered: Lambda then delivers the event again
 */
export async function handleEvent(event: unknown, context: InvocationContext, surroundings: Surroundings): Promise<void> {
  const parsed = parseEvent(event);
  if (parsed.kind === 'unanswerable') {
    // Nobody waits for an answer, and a repetition would bring nothing else.
    jsonLog(surroundings.writeLine, {}, [])('event ignored', { problem: parsed.problem });
    return;
  }
  const { address } = parsed;
  const continuation = continuationOf(event);
  const log = jsonLog(surroundings.writeLine, {
    requestType: parsed.kind === 'request' ? parsed.request.type : undefined,
    logicalResourceId: address.logicalResourceId,
    physicalResourceId: address.physicalResourceId,
    requestId: address.requestId,
    ...continuation && { hop: continuation.hop },
  }, [address.responseUrl]);
  const answer = parsed.kind === 'unusable'
    ? failed(address, parsed.problem)
    : await work(event as object, parsed.request, address, { context, surroundings, log, continuation });
  if (answer === 'continued') {
    return;
  }
  const body = renderResponse(address, answer, logHint(context));
  log('answering', answer.status === 'FAILED' ? { status: 'FAILED', reason: answer.reason } : { status: 'SUCCESS' });
  await deliver(surroundings.put, address.responseUrl, body, surroundings.clock,
    (error, attempt) => log('the answer was not delivered; trying again', { attempt, error }));
}

interface Invocation {
  readonly context: InvocationContext;
  readonly surroundings: Surroundings;
  readonly log: Log;
  readonly continuation?: Continuation | undefined;
}

async function work(event: object, request: ResourceRequest, address: ReplyAddress, invocation: Invocation): Promise<Answer | 'continued'> {
  const { context, surroundings: { clock, resources }, log } = invocation;
  if (request.type === 'Delete' && request.physicalResourceId === CREATE_FAILED) {
    log('nothing to delete: the creation had failed before anything was made');
    return { status: 'SUCCESS', physicalResourceId: request.physicalResourceId };
  }
  const handler = Object.hasOwn(resources, request.resourceType) ? resources[request.resourceType] : undefined;
  if (!handler) {
    return failed(address, `this function does not know the resource type ${JSON.stringify(request.resourceType)}; `
      + `it knows ${Object.keys(resources).join(', ')}: deploy with a version of cdk-qldb that has it`);
  }
  const now = clock.now();
  const { hop, startedAt, deadline, physicalResourceId: madeBefore }: Continuation = invocation.continuation
    ?? { hop: 0, startedAt: now, deadline: now + timeoutSeconds(request.properties) * 1000 };
  const budget = createTimeBudget({ clock, startedAt, deadline, invocationEnd: now + context.getRemainingTimeInMillis() });
  try {
    const outcome = await handler(request, { budget, log, hop, ...madeBefore !== undefined && { madeBefore } });
    return { status: 'SUCCESS', ...outcome };
  } catch (error) {
    if (error instanceof InvocationEnding) {
      const made = error.physicalResourceId ?? madeBefore;
      return goOn(event, { hop: hop + 1, startedAt, deadline, ...made !== undefined && { physicalResourceId: made } }, invocation,
        (reason) => failed(address, reason, error.physicalResourceId));
    }
    if (error instanceof RequestFailure) {
      if (error.cause !== undefined) {
        log('the request failed because of this', { error: error.cause });
      }
      return failed(address, error.message, error.physicalResourceId);
    }
    log('unexpected error', { error });
    const text = error instanceof Error ? error.message : String(error);
    return failed(address, `unexpected error in the function: ${text} (${logHint(context)})`);
  }
}

async function goOn(
  event: object, next: Continuation, { context, log, surroundings }: Invocation, fail: (reason: string) => Answer,
): Promise<Answer | 'continued'> {
  if (next.hop > MAX_HOPS) {
    return fail(`the work was not finished within ${MAX_HOPS + 1} invocations of the function; `
      + 'raise the function\'s timeout, or deploy again: what was begun is continued');
  }
  try {
    await surroundings.invokeSelf(context.functionName, continueWith(event, next));
    log('continuing in another invocation', { hop: next.hop });
    return 'continued';
  } catch (error) {
    log('could not continue in another invocation', { error });
    const text = error instanceof Error ? error.message || error.name : String(error);
    return fail(`the work takes longer than one invocation of the function, and the function could not invoke itself to go on: ${text}; `
      + 'it needs lambda:InvokeFunction on itself and, in a VPC, a way to the Lambda API');
  }
}

function failed(address: ReplyAddress, reason: string, createdId?: string): Answer {
  // An update that fails keeps its id: CloudFormation takes another one for a replacement and deletes something.
  return { status: 'FAILED', reason, physicalResourceId: address.physicalResourceId ?? createdId ?? CREATE_FAILED };
}

function logHint({ logStreamName, logGroupName }: InvocationContext): string {
  return `see log stream "${logStreamName}" of log group "${logGroupName}"`;
}
