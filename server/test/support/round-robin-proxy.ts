import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/**
 * Spreads HTTP requests over several servers, one after the other, whichever connection they come on: a load balancer without stickiness.
 *
 * A server that does not take connections is passed over. A server that dies over a request cuts the client's connection: the request may
 * have had its effect, so it is not sent again.
 */
export class RoundRobinProxy {
  static async start(endpoints: readonly string[]): Promise<RoundRobinProxy> {
    const proxy = new RoundRobinProxy(endpoints);
    proxy.server.listen(0, '127.0.0.1');
    await once(proxy.server, 'listening');
    return proxy;
  }

  private readonly server: Server;
  private turn = 0;

  private constructor(private readonly endpoints: readonly string[]) {
    this.server = createServer((incoming, outgoing) => void this.forward(incoming, outgoing));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async forward(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) {
      chunks.push(chunk as Buffer);
    }
    this.turn += 1;
    this.send(incoming, Buffer.concat(chunks), outgoing, this.turn, this.endpoints.length);
  }

  private send(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse, turn: number, servers: number): void {
    const { method, url, headers } = incoming;
    const call = request(`${this.endpoints[turn % this.endpoints.length]}${url}`, { method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.once('error', () => outgoing.destroy());
    });
    call.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNREFUSED' && servers > 1) {
        this.send(incoming, body, outgoing, turn + 1, servers - 1);
      } else {
        outgoing.destroy();
      }
    });
    call.end(body);
  }
}
