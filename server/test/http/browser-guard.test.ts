import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { send } from '../support/clients';
import { TestServers } from '../support/engines';

/** Writes bytes to the server and reads until it closes the connection. */
async function exchange(endpoint: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(endpoint);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  return text(socket);
}

const get = (host: string, more = '') => `GET /ledgers HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`;

describe('what a web page could send', () => {
  const servers = new TestServers('postgresql');
  let endpoint: string;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ allowedHosts: ['QLDB.internal'] }));
  });
  afterAll(() => servers.closeAll());

  test.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1.nip.io', '', 'notlocalhost', '[::1', '[evil.example]'])(
    'a request under the host name %p is refused',
    async (host) => {
      const answer = await exchange(endpoint, get(host));
      expect(answer).toMatch(/^HTTP\/1\.1 403 /);
      expect(answer).toContain('AccessDeniedException');
    },
  );

  test.each(['localhost', 'LOCALHOST:8182', '127.0.0.1', '127.0.0.1:1', '[::1]:8182', 'qldb.localhost', 'qldb.internal:443', '192.168.1.20'])(
    'a request under the host name %p is answered',
    async (host) => {
      expect(await exchange(endpoint, get(host))).toMatch(/^HTTP\/1\.1 200 /);
    },
  );

  test('a request with an origin is refused, whatever it asks for', async () => {
    for (const [method, path] of [['GET', '/ledgers'], ['DELETE', '/ledgers/x'], ['OPTIONS', '/ledgers'], ['GET', '/health'], ['GET', '/nothing']] as const) {
      const { status, json } = await send(endpoint, method, path, undefined, { origin: 'https://evil.example' });
      expect({ status, json }).toMatchObject({ status: 403, json: { __type: 'AccessDeniedException' } });
    }
    expect(await exchange(endpoint, get('localhost', 'Origin: null\r\n'))).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    ['no HTTP at all', 'hello\r\n\r\n', 400],
    ['a request without a host', 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n', 400],
    ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(600_000)}`, 431],
    ['a length that is no number', 'POST /ledgers HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n', 400],
  ])('%s gets an answer, and the server goes on', async (_what, bytes, status) => {
    expect(await exchange(endpoint, bytes)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect((await send(endpoint, 'GET', '/health')).status).toBe(200);
  });
});
