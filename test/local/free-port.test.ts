import { createServer } from 'node:net';
import { freePort } from '../../local/free-port';

describe('freePort', () => {
  it('takes the preferred port when nothing listens there', async () => {
    const port = await freePort(0);
    expect(await freePort(port)).toBe(port);
  });

  it('takes another port when the preferred one is busy', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const found = await freePort(port);
    server.close();
    expect(found).not.toBe(port);
    expect(found).toBeGreaterThan(0);
  });
});
