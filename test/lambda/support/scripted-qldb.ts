import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ScriptedRequest {
  readonly method: string;
  readonly url: string;
  readonly body: unknown;
}

/** What the endpoint answers; a dropped connection stands for an answer that is lost. */
export type ScriptedAnswer = { readonly status: number; readonly body: object } | 'dropped';

/** A QLDB endpoint that answers as it is told, for what only shows on the wire. */
export async function scriptedQldb(answer: (request: ScriptedRequest, count: number) => ScriptedAnswer) {
  const requests: ScriptedRequest[] = [];
  const server = createServer((request, response) => {
    void textOf(request).then((text) => {
      const seen = { method: request.method ?? '', url: request.url ?? '', body: text === '' ? undefined : JSON.parse(text) as unknown };
      requests.push(seen);
      const given = answer(seen, requests.length);
      if (given === 'dropped') {
        request.socket.destroy();
      } else {
        response.writeHead(given.status, { 'content-type': 'application/json' }).end(JSON.stringify(given.body));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    requests,
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function textOf(message: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of message) {
    parts.push(part as Buffer);
  }
  return Buffer.concat(parts).toString();
}
