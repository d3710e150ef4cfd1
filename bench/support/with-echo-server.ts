import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** Runs `work` with a server, in a process of its own, that answers the session API without doing anything. */
export async function withEchoServer<T>(work: (endpoint: string) => Promise<T>): Promise<T> {
  const server = fork(join(__dirname, 'echo-server.ts'));
  try {
    const [port] = await once(server, 'message') as [number];
    return await work(`http://127.0.0.1:${port}`);
  } finally {
    server.disconnect();
  }
}
