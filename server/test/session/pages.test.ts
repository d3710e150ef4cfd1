import { BadRequestException } from '@aws-sdk/client-qldb-session';
import { Place, PLACES } from './places';
import { SdkSession, valuesOf } from './sdk-session';
import { failure } from '../support/clients';

const COUNT = 1_000;

describe.each(PLACES)('results on %s', (name) => {
  let place: Place;
  let session: SdkSession;
  beforeAll(async () => {
    place = await Place.open(name);
    session = await SdkSession.start(place, await place.createLedger('pages'));
    await session.run('CREATE TABLE many', 'CREATE TABLE large');
    for (let start = 0; start < COUNT; start += 40) {
      await session.run(['INSERT INTO many ?', Array.from({ length: Math.min(40, COUNT - start) }, (_, index) => ({ n: start + index }))]);
    }
  }, 240_000);
  afterAll(() => place.close());

  test('come in pages of at most 200 values, each value once, the last page without a token', async () => {
    const transaction = await session.begin();
    const found: unknown[] = [];
    let page = await transaction.send('SELECT VALUE n FROM many');
    for (;;) {
      expect(page.Values?.length).toBeLessThanOrEqual(200);
      found.push(...valuesOf(page));
      if (page.NextPageToken === undefined) {
        break;
      }
      page = await transaction.page(page.NextPageToken);
    }
    expect(found.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, n) => n));
    expect(transaction.readIos).toBe(COUNT);
    await transaction.commit();
  });

  test('show what there was when their statement started, and the same page again when it is asked for again', async () => {
    const transaction = await session.begin();
    const first = await transaction.send('SELECT VALUE n FROM many WHERE n >= 0');
    await transaction.send('INSERT INTO many {\'n\': 5000}');
    const second = await transaction.page(first.NextPageToken);
    const third = await transaction.page(second.NextPageToken);
    expect(valuesOf(await transaction.page(first.NextPageToken))).toEqual(valuesOf(second));
    expect(valuesOf(await transaction.page(second.NextPageToken))).toEqual(valuesOf(third));
    let page = third;
    const rest: unknown[] = [];
    while (page.NextPageToken !== undefined) {
      page = await transaction.page(page.NextPageToken);
      rest.push(...valuesOf(page));
    }
    expect(rest).toHaveLength(COUNT - 600);
    expect(rest).not.toContain(5000);
    expect(await transaction.execute('SELECT COUNT(*) AS c FROM many')).toEqual([{ c: COUNT + 1 }]);
    await session.abort();
  });

  test('exactly of one page have no token, and an empty one has no values', async () => {
    const transaction = await session.begin();
    const page = await transaction.send('SELECT VALUE n FROM many WHERE n < 200');
    expect({ count: page.Values?.length, token: page.NextPageToken }).toEqual({ count: 200, token: undefined });
    expect(await transaction.send('SELECT VALUE n FROM many WHERE n < 0')).toEqual({ Values: [] });
    await session.abort();
  });

  test('of large documents have pages that fit into an answer', async () => {
    const large = { text: 'x'.repeat(100_000) };
    await session.run(...Array.from({ length: 30 }, () => ['INSERT INTO large ?', large] as const));
    const transaction = await session.begin();
    let page = await transaction.send('SELECT * FROM large');
    const sizes: number[] = [];
    for (;;) {
      sizes.push((page.Values ?? []).reduce((sum, { IonBinary }) => sum + (IonBinary?.length ?? 0), 0));
      if (page.NextPageToken === undefined) {
        break;
      }
      page = await transaction.page(page.NextPageToken);
    }
    expect(Math.max(...sizes)).toBeLessThanOrEqual(1024 * 1024);
    expect(sizes.length).toBe(3);
    await session.abort();
  });

  test('are told by their page tokens only within their transaction', async () => {
    const transaction = await session.begin();
    const { NextPageToken } = await transaction.send('SELECT VALUE n FROM many');
    await session.abort();
    const next = await session.begin();
    expect(await failure(next.page(NextPageToken))).toBeInstanceOf(BadRequestException);
    expect(await failure(next.page('AAAA'))).toBeInstanceOf(BadRequestException);
    expect(await failure(transaction.page(NextPageToken))).toBeInstanceOf(BadRequestException);
    await session.abort();
  });
});
