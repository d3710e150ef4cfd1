import { setImmediate as turn } from 'node:timers/promises';
import * as fc from 'fast-check';
import { pageToken, parsePageToken } from '../../src/session/page-token';
import { SessionQueue } from '../../src/session/session-queue';
import { ledgerOfToken, newSessionToken, sessionKey } from '../../src/session/session-token';

describe('the queue of sessions', () => {
  test('serves one request of a session at a time, in their order, whether they fail or not', async () => {
    const queue = new SessionQueue();
    const log: string[] = [];
    const request = (session: string, name: string, fails = false) => queue.run(session, async () => {
      log.push(`${name} begins`);
      await turn();
      log.push(`${name} ends`);
      if (fails) {
        throw new Error(name);
      }
      return name;
    });
    const outcomes = await Promise.allSettled([request('a', 'a1', true), request('a', 'a2'), request('b', 'b1'), request('a', 'a3')]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled', 'fulfilled']);
    expect(log.filter((entry) => entry.startsWith('a'))).toEqual(['a1 begins', 'a1 ends', 'a2 begins', 'a2 ends', 'a3 begins', 'a3 ends']);
    expect(log.indexOf('b1 begins')).toBeLessThan(log.indexOf('a1 ends'));
  });

  test('refuses what would wait behind a hundred others, and nothing once they are served', async () => {
    const queue = new SessionQueue();
    const all = Array.from({ length: 101 }, () => queue.run('a', turn));
    await expect(all[100]).rejects.toMatchObject({ name: 'CapacityExceededException', status: 503 });
    await Promise.all(all.slice(0, 100));
    for (let count = 0; count < 300; count += 1) {
      await queue.run('a', turn);
    }
  });
});

describe('tokens', () => {
  test('of sessions lead to their ledger and are kept as a hash', () => {
    const token = newSessionToken(4_000_000_000, (size) => Buffer.alloc(size, 7));
    expect(token).toMatch(/^[A-Za-z0-9+/=]{4,1024}$/);
    expect(ledgerOfToken(token)).toBe(4_000_000_000);
    expect(ledgerOfToken(`${token.slice(0, -4)}`)).toBeUndefined();
    expect(sessionKey(token)).toMatch(/^[0-9a-f]{64}$/);
    expect(sessionKey(token)).not.toBe(sessionKey(newSessionToken(4_000_000_000, (size) => Buffer.alloc(size, 8))));
  });

  test('of pages are read as they were written, and nothing else is', () => {
    const uint32 = fc.nat(2 ** 31 - 1);
    fc.assert(fc.property(uint32, uint32, (cursor, position) => {
      expect(parsePageToken(pageToken({ cursor, position }))).toEqual({ cursor, position });
    }));
    fc.assert(fc.property(fc.stringMatching(/^[A-Za-z0-9+/=-]{4,40}$/), (text) => {
      const parsed = parsePageToken(text);
      expect(parsed === undefined || pageToken(parsed) === text).toBe(true);
    }));
  });
});
