import {
  CreateLedgerCommand, InvalidParameterException, ListTagsForResourceCommand, QLDBClient, TagResourceCommand, UntagResourceCommand,
} from '@aws-sdk/client-qldb';
import fc from 'fast-check';
import { failure, sdkClient, send } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';

const arnOf = (name: string) => `arn:aws:qldb:us-east-1:000000000000:ledger/${name}`;
const ARN = arnOf('tagged');

/** `count` tags whose keys start with `prefix`. */
const manyTags = (prefix: string, count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`${prefix}${index}`, 'v']));

describe.each(ENGINES)('tags on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let qldb: QLDBClient;
  const list = async (arn = ARN) => (await qldb.send(new ListTagsForResourceCommand({ ResourceArn: arn }))).Tags;

  beforeAll(async () => {
    ({ endpoint } = await servers.start());
    qldb = sdkClient(endpoint);
    await qldb.send(new CreateLedgerCommand({ Name: 'tagged', PermissionsMode: 'STANDARD' }));
  });
  afterAll(async () => {
    qldb.destroy();
    await servers.closeAll();
  });
  afterEach(async () => {
    await qldb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: Object.keys(await list() ?? {}) }));
  });

  test('a key that is there already gets the new value', async () => {
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { Domain: 'old', Other: 'stays' } }));
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { Domain: 'new' } }));
    expect(await list()).toEqual({ Domain: 'new', Other: 'stays' });
  });

  test('keys differ by their case, and a value that is null is the empty string', async () => {
    const { status, text } = await send(endpoint, 'POST', `/tags/${encodeURIComponent(ARN)}`, { Tags: { key: null, KEY: '' } });
    expect({ status, text }).toEqual({ status: 200, text: '' });
    expect(await list()).toEqual({ key: '', KEY: '' });
  });

  test('the ARN may be one encoded label or have its slash as it is', async () => {
    expect((await send(endpoint, 'POST', `/tags/${ARN}`, { Tags: { a: 'b' } })).status).toBe(200);
    for (const path of [`/tags/${ARN}`, `/tags/${encodeURIComponent(ARN)}`, `/tags/${ARN.replaceAll(':', '%3A')}`]) {
      expect((await send(endpoint, 'GET', path)).json).toEqual({ Tags: { a: 'b' } });
    }
  });

  test('fifty tags fit, one more does not, whether at once or one after the other', async () => {
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: manyTags('k', 50) }));
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: manyTags('k', 50) }));
    expect(await failure(qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { more: 'v' } })))).toBeInstanceOf(InvalidParameterException);
    expect(Object.keys(await list() ?? {})).toHaveLength(50);
    const creation = qldb.send(new CreateLedgerCommand({ Name: 'too-many', PermissionsMode: 'STANDARD', Tags: manyTags('k', 51) }));
    expect(await failure(creation)).toMatchObject({ name: 'InvalidParameterException', ParameterName: 'Tags' });
    const beyondShape = qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: manyTags('k', 201) }));
    expect(await failure(beyondShape)).toMatchObject({ message: expect.stringContaining('at most 200 entries') });
  });

  test('the longest keys and values fit, and two hundred such keys in one call', async () => {
    const key = (index: number) => `${index}`.padEnd(128, '字');
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { [key(0)]: '値'.repeat(256) } }));
    expect(await list()).toEqual({ [key(0)]: '値'.repeat(256) });
    await qldb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: Array.from({ length: 200 }, (_, index) => key(index)) }));
    expect(await list()).toEqual({});
  });

  test('removing nothing, and removing what is not there, changes nothing', async () => {
    await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: { a: 'b' } }));
    expect((await send(endpoint, 'DELETE', `/tags/${encodeURIComponent(ARN)}`)).status).toBe(200);
    expect((await send(endpoint, 'DELETE', `/tags/${encodeURIComponent(ARN)}?tagKeys=never&tagKeys=aws%3Akey`)).status).toBe(200);
    expect(await list()).toEqual({ a: 'b' });
  });

  test('a key that is a name of JavaScript is a key like any other', async () => {
    const sent = '{"Tags":{"__proto__":"a","constructor":"b","toString":"c"}}';
    await send(endpoint, 'POST', `/tags/${encodeURIComponent(ARN)}`, sent);
    expect((await send(endpoint, 'GET', `/tags/${encodeURIComponent(ARN)}`)).json).toEqual(JSON.parse(sent));
  });

  test.each([
    ['a comma', { 'a,b': 'v' }], ['a NUL', { 'a\0b': 'v' }], ['half a surrogate pair', { 'a\ud800': 'v' }], ['an empty key', { '': 'v' }],
    ['a line break in the value', { a: 'v\nw' }], ['a reserved prefix', { 'AWS:x': 'v' }], ['a value that is too long', { a: 'v'.repeat(257) }],
    ['a number for a value', { a: 1 }], ['an object for a value', { a: {} }],
  ])('%s is refused', async (_what, Tags) => {
    const { status, json } = await send(endpoint, 'POST', `/tags/${encodeURIComponent(ARN)}`, { Tags });
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', ParameterName: 'Tags' } });
    expect(await list()).toEqual({});
  });

  test.each([
    ['another Region', 'arn:aws:qldb:eu-west-1:000000000000:ledger/tagged', 'InvalidParameterException'],
    ['another account', 'arn:aws:qldb:us-east-1:111111111111:ledger/tagged', 'InvalidParameterException'],
    ['another partition', 'arn:aws-cn:qldb:us-east-1:000000000000:ledger/tagged', 'InvalidParameterException'],
    ['another service', 'arn:aws:dynamodb:us-east-1:000000000000:table/tagged', 'InvalidParameterException'],
    ['an impossible name', 'arn:aws:qldb:us-east-1:000000000000:ledger/tag_ged', 'InvalidParameterException'],
    ['a name that is encoded twice', 'arn:aws:qldb:us-east-1:000000000000:ledger/%74agged', 'InvalidParameterException'],
    ['an unknown stream', 'arn:aws:qldb:us-east-1:000000000000:stream/tagged/4o5UuzWSW5PIoOGm5jPA6J', 'ResourceNotFoundException'],
    ['an unknown table', 'arn:aws:qldb:us-east-1:000000000000:ledger/tagged/table/4o5UuzWSW5PIoOGm5jPA6J', 'ResourceNotFoundException'],
  ])('the ARN of %s is refused', async (_what, arn, error) => {
    expect((await send(endpoint, 'GET', `/tags/${encodeURIComponent(arn)}`)).json).toMatchObject({ __type: error });
  });

  test('any tags that are allowed come back as they were', async () => {
    const text = (min: number, max: number) => fc.string({ unit: fc.constantFrom(...'aZ0é字 _.:/=+-@𝒜'), minLength: min, maxLength: max });
    await fc.assert(fc.asyncProperty(fc.dictionary(text(1, 20).filter((key) => !/^aws:/i.test(key)), text(0, 30), { maxKeys: 8 }), async (tags) => {
      await qldb.send(new UntagResourceCommand({ ResourceArn: ARN, TagKeys: Object.keys(await list() ?? {}) }));
      await qldb.send(new TagResourceCommand({ ResourceArn: ARN, Tags: tags }));
      expect(await list()).toEqual({ ...tags });
    }), { numRuns: 25 });
  });
});
