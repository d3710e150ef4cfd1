import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { isRecord } from './event';

/** Lambda stops a function that calls itself about 16 times; an hour, CloudFormation's limit, takes 5 invocations of 15 minutes. */
export const MAX_HOPS = 5;

/** Member of the event by which an invocation passes on to the next what CloudFormation's event does not say. */
const MEMBER = 'CdkQldbContinuation';

export interface Continuation {
  /** How many invocations have worked on the request before. */
  readonly hop: number;
  readonly startedAt: number;
  /** When all work on the request ends, as the first invocation set it. */
  readonly deadline: number;
  /** What the invocations before have made already. */
  readonly physicalResourceId?: string;
}

/** Invokes this function asynchronously. */
export type InvokeSelf = (functionName: string, payload: string) => Promise<void>;

export function continuationOf(event: unknown): Continuation | undefined {
  const value = isRecord(event) ? event[MEMBER] : undefined;
  if (!isRecord(value)) {
    return undefined;
  }
  const { hop, startedAt, deadline, physicalResourceId } = value;
  return typeof hop === 'number' && typeof startedAt === 'number' && typeof deadline === 'number'
    ? { hop, startedAt, deadline, ...typeof physicalResourceId === 'string' && { physicalResourceId } } : undefined;
}

export function continueWith(event: object, continuation: Continuation): string {
  return JSON.stringify({ ...event, [MEMBER]: continuation });
}

/** Through the endpoint that the environment sets (`AWS_ENDPOINT_URL_LAMBDA`, `AWS_ENDPOINT_URL`), as every SDK client does. */
export const invokeSelfAsynchronously: InvokeSelf = async (functionName, payload) => {
  const requestHandler = { connectionTimeout: 2_000, requestTimeout: 4_000, throwOnRequestTimeout: true };
  const client = new LambdaClient({ maxAttempts: 4, requestHandler });
  try {
    await client.send(new InvokeCommand({ FunctionName: functionName, InvocationType: 'Event', Payload: Buffer.from(payload) }));
  } finally {
    client.destroy();
  }
};
