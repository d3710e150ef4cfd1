import { createServer, request as httpRequest, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Worker } from 'node:worker_threads';
import type { Response } from './lambda-service';
import type { EventSink } from './stack';

/** When the function dies, if it does: with its nth call to the control plane, before that takes effect or after. */
export interface Death {
  readonly call: number;
  readonly effect: boolean;
}

interface LocalFunctionOptions {
  readonly asset: string;
  /** The control plane that calls are passed on to. */
  readonly target: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Milliseconds of one invocation. */
  readonly limit?: number;
}

/** Runs in a thread that can be killed between any two of its calls. */
const INVOCATION = `
  const { parentPort, workerData: { asset, event, limit } } = require('node:worker_threads');
  console.log = (line) => parentPort.postMessage({ log: line });
  const end = Date.now() + limit;
  const context = {
    functionName: 'control-plane', logGroupName: 'group', logStreamName: 'stream', getRemainingTimeInMillis: () => end - Date.now(),
  };
  require(asset).handler(event, context).then(() => parentPort.postMessage({ ended: true }), (error) => parentPort.postMessage({ ended: true, log: String(error) }));
`;

/** The bundled function, with CloudFormation's and Lambda's side of it over HTTP, and a gate to the control plane. */
export class LocalFunction implements EventSink {
  readonly logs: string[] = [];
  /** Operations by method and path, in the order of their calls. */
  readonly calls: string[] = [];
  invocations = 0;
  death: Death | undefined;
  /** How often CloudFormation refuses an answer before it takes one. */
  refusedAnswers = 0;
  private answers: Response[] = [];
  private worker: Worker | undefined;
  private queue: object[] = [];
  private readonly cloudFormation = createServer((request, response) => void this.takeAnswer(request, response));
  private readonly lambda = createServer((request, response) => void this.takeInvocation(request, response));
  private readonly gate = createServer((request, response) => void this.passOn(request, response));

  constructor(private readonly options: LocalFunctionOptions) {}

  async start(): Promise<this> {
    await Promise.all([this.cloudFormation, this.lambda, this.gate].map(async (server) =>
      new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))));
    return this;
  }

  async stop(): Promise<void> {
    await this.worker?.terminate();
    await Promise.all([this.cloudFormation, this.lambda, this.gate].map(async (server) => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }));
  }

  get endpoint(): string {
    return urlOf(this.gate);
  }

  get responseUrl(): string {
    return `${urlOf(this.cloudFormation)}/answer?X-Amz-Signature=very-secret`;
  }

  async deliver(event: object): Promise<readonly Response[]> {
    this.answers = [];
    this.queue = [event];
    for (let next = this.queue.shift(); next !== undefined; next = this.queue.shift()) {
      await this.invoke(next);
    }
    return this.answers;
  }

  private async invoke(event: object): Promise<void> {
    this.invocations++;
    const { asset, limit = 60_000, environment } = this.options;
    const worker = new Worker(INVOCATION, {
      eval: true,
      workerData: { asset, event, limit },
      env: {
        AWS_REGION: 'us-east-1', AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: 'token',
        AWS_ENDPOINT_URL: urlOf(this.lambda), ...environment,
      },
    });
    this.worker = worker;
    await new Promise<void>((resolve, reject) => {
      worker.on('error', reject);
      worker.on('exit', () => resolve());
      worker.on('message', ({ log, ended }: { log?: string; ended?: boolean }) => {
        if (log !== undefined) {
          this.logs.push(log);
        }
        if (ended) {
          void worker.terminate();
        }
      });
    });
  }

  private async takeAnswer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    if (this.refusedAnswers > 0) {
      this.refusedAnswers--;
      response.writeHead(503).end();
      return;
    }
    this.answers.push(JSON.parse(body) as Response);
    response.end();
  }

  private async takeInvocation(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    const expected = request.url === '/2015-03-31/functions/control-plane/invocations' && request.headers['x-amz-invocation-type'] === 'Event';
    if (expected) {
      this.queue.push(JSON.parse(body) as object);
    }
    response.writeHead(expected ? 202 : 400).end();
  }

  private async passOn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await textOf(request);
    this.calls.push(`${request.method} ${request.url}`);
    const dies = this.death?.call === this.calls.length;
    if (dies && !this.death?.effect) {
      await this.worker?.terminate();
      return;
    }
    const { status, headers, text } = await this.forward(request, body);
    if (dies) {
      await this.worker?.terminate();
      return;
    }
    if (status === undefined) {
      response.destroy();
      return;
    }
    response.writeHead(status, headers).end(text);
  }

  private async forward({ method, url, headers }: IncomingMessage, body: string) {
    const target = new URL(url ?? '/', this.options.target);
    return new Promise<{ status?: number | undefined; headers?: IncomingMessage['headers']; text?: string }>((resolve) => {
      const forwarded = httpRequest(target, { method, headers: { ...headers, host: target.host }, agent: false }, (answer) => {
        textOf(answer).then((text) => resolve({ status: answer.statusCode, headers: answer.headers, text }), () => resolve({}));
      });
      forwarded.on('error', () => resolve({}));
      forwarded.end(body);
    });
  }
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
}
