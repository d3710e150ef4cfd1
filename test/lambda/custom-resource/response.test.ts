import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { deliver, putOverHttp, renderResponse } from '../../../lambda/custom-resource/response';
import { VirtualClock } from '../support/virtual-clock';

const address = {
  responseUrl: 'https://cloudformation.example/answer',
  stackId: 'arn:aws:cloudformation:us-east-1:111122223333:stack/Shop/1',
  requestId: 'request-1',
  logicalResourceId: 'Ledger',
};
const hint = 'see log stream "s" of log group "g"';

describe('rendering a response', () => {
  test('names the request and carries the attributes', () => {
    expect(JSON.parse(renderResponse(address, { status: 'SUCCESS', physicalResourceId: 'orders#1', attributes: { Arn: 'a' } }, hint))).toEqual({
      Status: 'SUCCESS', PhysicalResourceId: 'orders#1', StackId: address.stackId, RequestId: 'request-1', LogicalResourceId: 'Ledger', Data: { Arn: 'a' },
    });
  });

  test('stays below 4,096 bytes of UTF-8 for any reason, and keeps as much of it as fits', () => {
    const reasons = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6_000 }), fc.string({ unit: 'grapheme', maxLength: 6_000 }),
      fc.tuple(fc.constantFrom('a', '"', '\\', '\n', 'ä', '語', '😀', '\u0000', '\ud800'), fc.integer({ min: 0, max: 6_000 })).map(([unit, count]) => unit.repeat(count)),
    );
    fc.assert(fc.property(reasons, (reason) => {
      const body = renderResponse(address, { status: 'FAILED', physicalResourceId: 'orders', reason }, hint);
      expect(Buffer.byteLength(body)).toBeLessThan(4096);
      const shown = (JSON.parse(body) as { Reason: string }).Reason;
      expect(shown).not.toBe('');
      if (shown !== reason && reason !== '') {
        expect(shown.endsWith(`… (cut; ${hint})`)).toBe(true);
        expect(reason.startsWith(shown.slice(0, -`… (cut; ${hint})`.length))).toBe(true);
        // One more character, in its longest escape, would not have fitted.
        expect(Buffer.byteLength(body)).toBeGreaterThan(4096 - 14);
      }
    }), { numRuns: 300 });
  });

  test('fails rather than send attributes that are too long', () => {
    const body = renderResponse(address, { status: 'SUCCESS', physicalResourceId: 'orders', attributes: { Arn: 'ä'.repeat(2_100) } }, hint);
    expect(JSON.parse(body)).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('bytes') });
  });
});

describe('delivering a response', () => {
  test('tries again until CloudFormation takes it', async () => {
    const failures = [new Error('HTTP status 500'), new Error('ECONNRESET')];
    const put = jest.fn(async () => {
      const failure = failures.shift();
      if (failure) {
        throw failure;
      }
    });
    await deliver(put, 'url', 'body', new VirtualClock(), () => undefined);
    expect(put).toHaveBeenCalledTimes(3);
  });

  test('gives up after seven attempts, so that Lambda delivers the event again', async () => {
    const put = jest.fn(async () => { throw new Error('HTTP status 503'); });
    await expect(deliver(put, 'url', 'body', new VirtualClock(), () => undefined)).rejects.toThrow('503');
    expect(put).toHaveBeenCalledTimes(7);
  });

  test('puts the bytes with their length and an empty content type, as the presigned URL demands', async () => {
    const received: { headers: IncomingHttpHeaders; body: string }[] = [];
    const statuses = [403, 200];
    const server = createServer((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part)).on('end', () => {
        received.push({ headers: request.headers, body: Buffer.concat(parts).toString() });
        response.writeHead(statuses.shift() ?? 500).end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/answer?signature=very-secret`;
    try {
      await expect(putOverHttp(url, '{"Reason":"größer"}')).rejects.toThrow('HTTP status 403');
      await putOverHttp(url, '{"Reason":"größer"}');
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
    expect(received[1]).toMatchObject({ body: '{"Reason":"größer"}', headers: { 'content-length': '21', 'content-type': '' } });
    await expect(putOverHttp(url, 'x')).rejects.toThrow(/^(?!.*very-secret).*ECONNREFUSED/);
  });
});
