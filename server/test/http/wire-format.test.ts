import { send, type RawAnswer } from '../support/clients';
import { TestServers } from '../support/engines';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

describe('the wire format', () => {
  const servers = new TestServers('postgresql');
  let endpoint: string;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ timings: { ledgerCreation: 0, ledgerDeletion: 0 } }));
  });
  afterAll(() => servers.closeAll());

  test('an answer has a request id, a JSON type, and times in seconds with a fraction', async () => {
    const { status, headers, json } = await send(endpoint, 'POST', '/ledgers', { Name: 'wire', PermissionsMode: 'STANDARD' });
    expect(status).toBe(200);
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
    expect(headers.get('content-type')).toBe('application/json');
    expect(json).toEqual({
      Name: 'wire',
      Arn: 'arn:aws:qldb:us-east-1:000000000000:ledger/wire',
      State: 'CREATING',
      CreationDateTime: expect.any(Number),
      PermissionsMode: 'STANDARD',
      DeletionProtection: true,
    });
    const seconds = Number(json?.CreationDateTime);
    expect(Number.isInteger(Math.round(seconds * 1e6) / 1e3)).toBe(true);
    expect(Math.abs(seconds - Date.now() / 1000)).toBeLessThan(3600);
  });

  test('every operation has the members of its own answer and no others', async () => {
    const keys = ({ json }: RawAnswer) => Object.keys(json ?? {}).sort();
    const inBoth = ['Arn', 'CreationDateTime', 'DeletionProtection', 'Name', 'State'];
    expect(keys(await send(endpoint, 'GET', '/ledgers/wire'))).toEqual([...inBoth, 'PermissionsMode'].sort());
    expect(keys(await send(endpoint, 'PATCH', '/ledgers/wire', {}))).toEqual(inBoth);
    expect(keys(await send(endpoint, 'PATCH', '/ledgers/wire/permissions-mode', { PermissionsMode: 'STANDARD' }))).toEqual(['Arn', 'Name', 'PermissionsMode']);
    expect((await send(endpoint, 'GET', '/ledgers')).json).toEqual({ Ledgers: [{ Name: 'wire', State: 'ACTIVE', CreationDateTime: expect.any(Number) }] });
    expect((await send(endpoint, 'GET', '/tags/arn:aws:qldb:us-east-1:000000000000:ledger%2Fwire')).json).toEqual({ Tags: {} });
  });

  test('DeleteLedger answers with an empty body', async () => {
    await send(endpoint, 'POST', '/ledgers', { Name: 'short', PermissionsMode: 'STANDARD', DeletionProtection: false });
    const { status, text, headers } = await send(endpoint, 'DELETE', '/ledgers/short');
    expect({ status, text, length: headers.get('content-length') }).toEqual({ status: 200, text: '', length: '0' });
  });

  test('an error names itself in a header and in the body, with its members', async () => {
    const { status, headers, json } = await send(endpoint, 'GET', '/ledgers/nowhere');
    expect(status).toBe(404);
    expect(headers.get('x-amzn-errortype')).toBe('ResourceNotFoundException');
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
    expect(headers.get('content-type')).toBe('application/json');
    expect(json).toEqual({
      __type: 'ResourceNotFoundException',
      Message: "Ledger with name 'nowhere' does not exist",
      ResourceType: 'Ledger',
      ResourceName: 'nowhere',
    });
  });

  test('members that the API does not know are ignored, members that are null are absent', async () => {
    const body = { Name: 'lenient', PermissionsMode: 'STANDARD', DeletionProtection: null, KmsKey: null, Tags: null, Unknown: { deep: [1] } };
    expect((await send(endpoint, 'POST', '/ledgers', body)).json).toMatchObject({ Name: 'lenient', DeletionProtection: true });
    expect((await send(endpoint, 'PATCH', '/ledgers/lenient', { DeletionProtection: null })).json).toMatchObject({ DeletionProtection: true });
    expect((await send(endpoint, 'GET', '/ledgers?unknown=1')).status).toBe(200);
  });

  test('an update without a body changes nothing', async () => {
    expect((await send(endpoint, 'PATCH', '/ledgers/wire')).json).toMatchObject({ Name: 'wire', DeletionProtection: true });
  });

  test.each([
    ['is no JSON', '{"Name":'], ['is a list', '[]'], ['is a string', '"Name"'], ['is null', 'null'], ['is a number', '1'],
    ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])], ['is empty', ''], ['is nested without end', '['.repeat(1_000_000)],
    ['is larger than 8 MB', JSON.stringify({ Name: 'x'.repeat(8 * 1024 * 1024) })],
  ])('a body that %s is an InvalidParameterException', async (_what, body) => {
    const { status, json, headers } = await send(endpoint, 'POST', '/ledgers', body);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException', Message: expect.any(String) } });
    expect(headers.get('x-amzn-requestid')).toMatch(UUID);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', 'nonsense', ';;'])('a body of type %p is refused', async (type) => {
    const { status, json } = await send(endpoint, 'POST', '/ledgers', '{"Name":"typed","PermissionsMode":"STANDARD"}', { 'content-type': type });
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'InvalidParameterException' } });
    expect((await send(endpoint, 'GET', '/ledgers/typed')).status).toBe(404);
  });

  test.each(['application/json', 'application/json; charset=utf-8', 'Application/JSON', 'application/x-amz-json-1.0'])('a body of type %p is read', async (type) => {
    const { status } = await send(endpoint, 'PATCH', '/ledgers/wire', '{"DeletionProtection":true}', { 'content-type': type });
    expect(status).toBe(200);
  });

  test.each([
    ['GET', '/'], ['GET', '/ledger'], ['PUT', '/ledgers/wire'], ['POST', '/ledgers/wire'], ['DELETE', '/ledgers'], ['GET', '/ledgers/wire/nothing'],
    ['GET', '/tags'], ['PATCH', '/tags/x'], ['GET', '/_qldb-server/faults'], ['OPTIONS', '/ledgers'],
  ])('%s %s is no operation of the API', async (method, path) => {
    const { status, json } = await send(endpoint, method, path);
    expect({ status, json }).toMatchObject({ status: 404, json: { __type: 'UnknownOperationException', Message: expect.stringContaining(`${method} ${path}`) } });
  });

  test('HEAD is no method of the API', async () => {
    const { status, headers } = await send(endpoint, 'HEAD', '/ledgers');
    expect({ status, error: headers.get('x-amzn-errortype') }).toEqual({ status: 404, error: 'UnknownOperationException' });
  });

  test.each(['/ledgers/%', '/ledgers/%zz', '/tags/%E0%A4%A', '/ledgers/a%00b', '/ledgers/%2e%2e', '/ledgers/a%2Fb', '/ledgers//', `/ledgers/${'x'.repeat(5_000)}`])(
    'a path like %p is the client\'s mistake',
    async (path) => {
      const { status, json, headers } = await send(endpoint, 'GET', path);
      expect(status === 400 || status === 404).toBe(true);
      expect(json).toMatchObject({ __type: headers.get('x-amzn-errortype'), Message: expect.any(String) });
    },
  );

  test('a call of the session API is AWS JSON 1.0', async () => {
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'QLDBSession.SendCommand' };
    const answer = await send(endpoint, 'POST', '/', '{"StartSession":{"LedgerName":"wire"}}', headers);
    expect(answer.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    const TimingInformation = { ProcessingTimeMilliseconds: expect.any(Number) };
    expect(answer.json).toEqual({ StartSession: { SessionToken: expect.any(String), TimingInformation } });
    const other = await send(endpoint, 'POST', '/', '{}', { ...headers, 'x-amz-target': 'DynamoDB_20120810.ListTables' });
    expect(other.json).toMatchObject({ __type: 'UnknownOperationException', Message: expect.stringContaining('DynamoDB_20120810.ListTables') });
  });

  test('health says that requests can be served', async () => {
    const { status, json } = await send(endpoint, 'GET', '/health');
    expect({ status, json }).toEqual({ status: 200, json: { status: 'ok', version: expect.any(String), storage: 'postgresql' } });
  });
});
