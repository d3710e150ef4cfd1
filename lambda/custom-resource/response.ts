import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Clock } from './clock';
import type { ReplyAddress } from './event';

/** CloudFormation refuses longer responses. Source: User Guide, "Custom resource response objects". */
const MAX_BYTES = 4096;
const ATTEMPTS = 7;
const TIMEOUT = 10_000;

/** Attributes that `Fn::GetAtt` reads. */
export type Attributes = Readonly<Record<string, string>>;

export type Answer =
  | { readonly status: 'SUCCESS'; readonly physicalResourceId: string; readonly attributes?: Attributes }
  | { readonly status: 'FAILED'; readonly physicalResourceId: string; readonly reason: string };

/**
 * Renders an answer in less than 4,096 bytes.
 *
 * @param logHint where the whole reason is found, appended when it had to be cut
 */
export function renderResponse(address: ReplyAddress, answer: Answer, logHint: string): string {
  const common = {
    PhysicalResourceId: answer.physicalResourceId,
    StackId: address.stackId,
    RequestId: address.requestId,
    LogicalResourceId: address.logicalResourceId,
  };
  if (answer.status === 'SUCCESS') {
    const body = JSON.stringify({ Status: 'SUCCESS', ...common, ...answer.attributes && { Data: answer.attributes } });
    return fits(body) ? body : renderResponse(address, {
      status: 'FAILED',
      physicalResourceId: answer.physicalResourceId,
      reason: `the attributes take ${Buffer.byteLength(body)} bytes, but CloudFormation accepts less than ${MAX_BYTES}`,
    }, logHint);
  }
  const render = (reason: string) => JSON.stringify({ Status: 'FAILED', Reason: reason, ...common });
  const whole = render(answer.reason || 'the function gave no reason');
  if (fits(whole)) {
    return whole;
  }
  // By code points, so that no character is cut in half; escapes make the length of the body no simple sum.
  const points = Array.from(answer.reason);
  const cut = (length: number) => render(`${points.slice(0, length).join('')}… (cut; ${logHint})`);
  let shortest = 0;
  let longest = points.length;
  while (shortest < longest) {
    const middle = Math.ceil((shortest + longest) / 2);
    if (fits(cut(middle))) {
      shortest = middle;
    } else {
      longest = middle - 1;
    }
  }
  return cut(shortest);
}

export type Put = (url: string, body: string) => Promise<void>;

/**
 * Delivers a response, trying again for about 20 seconds: an answer that does not arrive stops the stack until its timeout.
 *
 * @throws an error without the URL, so that it can be logged
 */
export async function deliver(put: Put, url: string, body: string, clock: Clock, onRetry: (error: unknown, attempt: number) => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await put(url, body);
      return;
    } catch (error) {
      if (attempt === ATTEMPTS) {
        throw error;
      }
      onRetry(error, attempt);
      await clock.sleep(200 * 2 ** attempt * (0.5 + clock.random() / 2));
    }
  }
}

/** One attempt, by the HTTP client that Node brings. The presigned URL is signed for an empty content type. */
export const putOverHttp: Put = async (url, body) => new Promise((resolve, reject) => {
  const target = new URL(url);
  const send = target.protocol === 'http:' ? httpRequest : httpsRequest;
  const headers = { 'content-type': '', 'content-length': Buffer.byteLength(body) };
  const request = send(target, { method: 'PUT', headers, agent: false, signal: AbortSignal.timeout(TIMEOUT) }, (response) => {
    response.resume();
    response.on('error', (error) => reject(undelivered(error)));
    response.on('end', () => {
      const status = response.statusCode ?? 0;
      if (status >= 200 && status < 300) {
        resolve();
      } else {
        reject(new Error(`CloudFormation did not take the response: HTTP status ${status}`));
      }
    });
  });
  request.on('error', (error) => reject(undelivered(error)));
  request.end(body);
});

function undelivered(error: NodeJS.ErrnoException): Error {
  return new Error(`the response did not reach CloudFormation: ${error.code ?? error.name}`);
}

function fits(body: string): boolean {
  return Buffer.byteLength(body) < MAX_BYTES;
}
