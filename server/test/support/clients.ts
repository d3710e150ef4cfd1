import { QLDBClient } from '@aws-sdk/client-qldb';

/** AWS's own client, its endpoint set and nothing else that has to do with the server. */
export function sdkClient(endpoint: string): QLDBClient {
  return new QLDBClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'any', secretAccessKey: 'any' }, maxAttempts: 1 });
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON, `undefined` if it is none. */
  readonly json: Readonly<Record<string, unknown>> | undefined;
}

/** A request as it is written, without a client's help. A body that is no text or bytes is sent as JSON. */
export async function send(endpoint: string, method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<RawAnswer> {
  const raw = typeof body === 'string' || body instanceof Uint8Array ? body : JSON.stringify(body);
  const response = await fetch(`${endpoint}${path}`, {
    method,
    ...(raw !== undefined && { body: raw }),
    headers: { ...(raw !== undefined && { 'content-type': 'application/json' }), ...headers },
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parse(text) };
}

function parse(text: string): RawAnswer['json'] {
  try {
    return JSON.parse(text) as RawAnswer['json'];
  } catch {
    return undefined;
  }
}

/** The error that a call fails with; fails itself when the call does not. */
export async function failure(call: Promise<unknown>): Promise<unknown> {
  const outcome = await call.then((answer) => ({ answer }), (error: unknown) => ({ error }));
  if ('error' in outcome) {
    return outcome.error;
  }
  throw new Error(`the call succeeded: ${JSON.stringify(outcome.answer)}`);
}
