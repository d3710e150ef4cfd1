import { CreateLedgerCommand, paginateListLedgers, QLDBClient } from '@aws-sdk/client-qldb';
import fc from 'fast-check';
import { nameInPageToken, pageTokenAfter } from '../../src/control-plane/page-token';
import { nextToken } from '../../src/model/shapes';
import { sdkClient, send } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

// In the order of their bytes, which no language's alphabetical order is.
const NAMES = ['B', 'C-1', 'Z9', 'a', 'a-b', 'aB', 'ab', 'b'];

describe.each(ENGINES)('listing ledgers on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let qldb: QLDBClient;

  beforeAll(async () => {
    ({ endpoint } = await servers.start({ quotas: { activeLedgers: 100 } }));
    qldb = sdkClient(endpoint);
    for (const name of [...NAMES].reverse()) {
      await qldb.send(new CreateLedgerCommand({ Name: name, PermissionsMode: 'STANDARD' }));
    }
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });

  test.each([1, 2, 3, 7, 8, 9, 100])('pages of %i give every ledger once, in one order', async (pageSize) => {
    const names: Array<string | undefined> = [];
    const sizes: number[] = [];
    for await (const { Ledgers = [] } of paginateListLedgers({ client: qldb, pageSize }, {})) {
      sizes.push(Ledgers.length);
      names.push(...Ledgers.map(({ Name }) => Name));
    }
    expect(names).toEqual(NAMES);
    expect(sizes).toHaveLength(Math.ceil(NAMES.length / pageSize));
  });

  test('the last page has no token, also when it is full', async () => {
    expect((await send(endpoint, 'GET', '/ledgers?max_results=8')).json).not.toHaveProperty('NextToken');
    expect((await send(endpoint, 'GET', '/ledgers')).json).not.toHaveProperty('NextToken');
    expect((await send(endpoint, 'GET', '/ledgers?max_results=7')).json).toHaveProperty('NextToken');
  });

  test('a ledger that is created meanwhile does not shift the pages', async () => {
    const { json } = await send(endpoint, 'GET', '/ledgers?max_results=4');
    await qldb.send(new CreateLedgerCommand({ Name: 'A', PermissionsMode: 'STANDARD' }));
    const rest = await send(endpoint, 'GET', `/ledgers?next_token=${encodeURIComponent(String(json?.NextToken))}`);
    expect((rest.json?.Ledgers as ReadonlyArray<{ Name: string }>).map(({ Name }) => Name)).toEqual(NAMES.slice(4));
  });

  test.each(['0', '101', '-1', '1.5', 'ten', '', '1e1', ' 1', '1&max_results=2'])('a page size of %p is refused', async (size) => {
    const { status, json } = await send(endpoint, 'GET', `/ledgers?max_results=${size}`);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', ParameterName: 'MaxResults' } });
  });
});

const nameArbitrary = fc.stringMatching(/^[A-Za-z][A-Za-z0-9]{0,31}$/);

describe('page tokens', () => {
  test('name any ledger, in the form that the API model demands', () => {
    fc.assert(fc.property(nameArbitrary, (name) => {
      const token = pageTokenAfter(name);
      const problems: unknown[] = [];
      nextToken.read(token, 'NextToken', (problem) => problems.push(problem));
      expect(problems).toEqual([]);
      expect(nameInPageToken(token)).toBe(name);
    }));
  });

  test('of any other making are refused', () => {
    fc.assert(fc.property(fc.oneof(fc.base64String(), fc.string(), fc.json().map((text) => Buffer.from(text).toString('base64'))), (token) => {
      expect(() => nameInPageToken(token)).toThrow(expect.objectContaining({ name: 'InvalidParameterException' }));
    }));
  });
});
