import { createServer } from 'node:net';

const LOOPBACK = '127.0.0.1';

/**
 * Finds a TCP port to listen on at 127.0.0.1.
 *
 * @param preferred the port to take when it is free
 * @returns `preferred` when nothing listens there, else a port that the system chose
 */
export async function freePort(preferred: number): Promise<number> {
  return (await probe(preferred)) ?? (await probe(0))!;
}

function probe(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      const taken = typeof address === 'object' && address ? address.port : port;
      server.close(() => resolve(taken));
    });
  });
}
