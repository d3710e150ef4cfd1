import { Agent, request } from 'node:http';

/**
 * What became of a request. A test that checks for loss must tell these apart.
 *
 * An error is a refusal, also with a status of 500 or 503: drivers run a transaction again after these, so a server that sends one must not
 * have done what was asked.
 */
export type Reply =
  | { readonly kind: 'answered'; readonly result: CommandResult }
  | { readonly kind: 'refused'; readonly status: number; readonly error: string; readonly message: string }
  /** Nobody took the connection, so the request has certainly had no effect. */
  | { readonly kind: 'unreached'; readonly cause: Error }
  /** The connection was cut, or a gateway timeout was answered: the request may have had its effect or not. */
  | { readonly kind: 'unknown'; readonly cause: Error };

/** The answers of SendCommand by subcommand. */
export type CommandResult = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const HEADERS = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'QLDBSession.SendCommand' };

/** SendCommand by plain requests over connections that stay open: no driver between the test and the server, nothing is sent twice. */
export class SendCommandClient {
  private readonly agent = new Agent({ keepAlive: true });

  /**
   * @param endpoint where the next request goes; asked for each one, so that requests of one session can go to several processes
   * @param attempts how often a request that nobody takes is tried, as what spreads requests over processes does
   */
  constructor(private readonly endpoint: () => string, private readonly attempts = 1) {}

  async send(command: object): Promise<Reply> {
    return this.sendBody(JSON.stringify(command));
  }

  /** A body as it is, whether it is a command or not. */
  async sendBody(body: string | Uint8Array): Promise<Reply> {
    let reply = await this.attempt(body);
    for (let attempt = 1; attempt < this.attempts && reply.kind === 'unreached'; attempt += 1) {
      reply = await this.attempt(body);
    }
    return reply;
  }

  close(): void {
    this.agent.destroy();
  }

  private async attempt(body: string | Uint8Array): Promise<Reply> {
    try {
      const { status, text } = await this.post(body);
      return replyOf(status, text);
    } catch (cause) {
      const error = cause as NodeJS.ErrnoException;
      return { kind: error.code === 'ECONNREFUSED' ? 'unreached' : 'unknown', cause: error };
    }
  }

  private post(body: string | Uint8Array): Promise<{ readonly status: number; readonly text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
      const call = request(this.endpoint(), { method: 'POST', agent: this.agent, headers }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
        response.once('error', reject);
      });
      call.once('error', reject);
      call.end(body);
    });
  }
}

const GATEWAY_TIMEOUT = 504;

function replyOf(status: number, text: string): Reply {
  if (status === 200) {
    return { kind: 'answered', result: JSON.parse(text) as CommandResult };
  }
  if (status === GATEWAY_TIMEOUT) {
    return { kind: 'unknown', cause: new Error(`${status} ${text}`) };
  }
  const { __type: type, Message, message } = JSON.parse(text) as Readonly<Record<string, unknown>>;
  return { kind: 'refused', status, error: String(type), message: String(Message ?? message) };
}

/** The result of one subcommand. @throws Error when the request was not answered so */
export function expectAnswer(reply: Reply, subcommand: string): Readonly<Record<string, unknown>> {
  if (reply.kind !== 'answered') {
    throw new Error(`${subcommand} was ${describeReply(reply)}`, 'cause' in reply ? { cause: reply.cause } : {});
  }
  const result = reply.result[subcommand];
  if (!result) {
    throw new Error(`the answer to ${subcommand} is ${JSON.stringify(reply.result)}`);
  }
  return result;
}

export function describeReply(reply: Reply): string {
  return reply.kind === 'answered' ? 'answered'
    : reply.kind === 'refused' ? `refused: ${reply.status} ${reply.error}: ${reply.message}`
      : `${reply.kind}: ${reply.cause.message}`;
}
