import fc from 'fast-check';
import { send } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';
import { SendCommandClient } from '../support/wire/send-command';
import { WireSession } from '../support/wire/wire-session';
import { createLedger } from '../support/workload/test-ledger';

const LEDGER = 'arbitrary';
const numRuns = process.env.CDK_QLDB_FULL ? 5_000 : 300;

const SESSION_ERRORS = /^(BadRequest|InvalidSession|OccConflict|LimitExceeded|RateExceeded|CapacityExceeded)Exception$/;
/** What is wrong before a request is one of the session API. */
const COMMON_ERRORS = /^(InvalidParameterException|SerializationException|AccessDeniedException|UnknownOperationException)$/;

const SUBCOMMANDS = ['StartSession', 'StartTransaction', 'EndSession', 'CommitTransaction', 'AbortTransaction', 'ExecuteStatement', 'FetchPage'];
const MEMBERS = [
  ...SUBCOMMANDS, 'SessionToken', 'LedgerName', 'TransactionId', 'Statement', 'Parameters', 'IonBinary', 'IonText', 'NextPageToken', 'CommitDigest',
  '__proto__', 'constructor', 'toString',
];

const keyword = fc.constantFrom(
  'SELECT', 'VALUE', 'FROM', 'WHERE', 'INSERT', 'INTO', 'UPDATE', 'SET', 'REMOVE', 'DELETE', 'CREATE', 'TABLE', 'INDEX', 'ON', 'DROP', 'UNDROP', 'EXEC', 'BY',
  'AS', 'AT', 'IN', 'IS', 'LIKE', 'BETWEEN', 'AND', 'OR', 'NOT', 'NULL', 'MISSING', 'CAST', 'COUNT', 'history', 'Thing', 't', 'id', '*', ',', '.', '(', ')', '[',
  ']', '{', '}', '<<', '>>', ':', '?', '=', '<', '>=', '||', '+', '-', '/', '%', '1', '0', '2.5', '\'x\'', '"x"', '`1`', '`{a:1}`', '`', '\'', '"', '--', '/*',
);
const statement = fc.oneof(
  fc.array(keyword, { minLength: 1, maxLength: 30 }).map((words) => words.join(' ')),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 200 }),
  fc.constantFrom('SELECT * FROM Thing', 'INSERT INTO Thing ?', 'SELECT VALUE ? FROM << 0 >>', 'UPDATE Thing AS t SET t.a = ?', 'EXEC redact_revision ?, ?, ?'),
);
const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.uint8Array({ maxLength: 100 }).map((content) => Uint8Array.from([0xe0, 0x01, 0x00, 0xea, ...content])),
).map((content) => Buffer.from(content).toString('base64'));
const ionText = fc.oneof(fc.string({ unit: 'binary', maxLength: 100 }), fc.array(fc.constantFrom(
  '{', '}', '[', ']', '(', ')', 'a', ':', '::', ',', '1', '"x"', '\'s\'', '{{', '}}', '2020T', '2020-01-01T00:00Z', 'null.int', '1d5', '1e5', '$ion_1_0', '$10',
), { maxLength: 30 }).map((parts) => parts.join(' ')));
const parameter = fc.oneof(
  fc.record({ IonBinary: bytes }), fc.record({ IonText: ionText }), fc.record({ IonBinary: bytes, IonText: ionText }), fc.constant({}), fc.anything(),
);
const anyJson = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' },
    fc.string({ unit: 'binary', maxLength: 40 }), fc.integer(), fc.double(), fc.boolean(), fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }), fc.dictionary(fc.oneof(fc.constantFrom(...MEMBERS), fc.string()), tie('value'), { maxKeys: 4 })),
})).value;

describe.each(ENGINES)('arbitrary requests of the session API on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let commands: SendCommandClient;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ timings: { ledgerCreation: 0 } }));
    commands = new SendCommandClient(() => endpoint);
    await createLedger(endpoint, LEDGER);
    await (await WireSession.start(commands, LEDGER)).run('CREATE TABLE Thing');
  });
  afterAll(async () => {
    commands.close();
    await servers.closeAll();
  });

  async function expectOrderlyReply(body: string | Uint8Array): Promise<void> {
    const reply = await commands.sendBody(body);
    if (reply.kind !== 'answered') {
      expect(reply).toMatchObject({ kind: 'refused', status: 400, message: expect.stringMatching(/./) });
      expect('error' in reply && (SESSION_ERRORS.test(reply.error) || COMMON_ERRORS.test(reply.error)) ? 'orderly' : reply).toBe('orderly');
    }
  }

  test('of any bytes are answered in an orderly way', async () => {
    const body = fc.oneof(fc.uint8Array({ maxLength: 300 }), anyJson.map((value) => JSON.stringify(value)));
    await fc.assert(fc.asyncProperty(body, expectOrderlyReply), { numRuns });
  });

  test('of any members are answered in an orderly way', async () => {
    const transactionId = fc.string({ unit: fc.constantFrom(...'aZ09-'), minLength: 22, maxLength: 22 });
    const plausibleMembers = fc.record({ TransactionId: transactionId, Statement: statement, CommitDigest: bytes });
    const command = fc.record({
      SessionToken: fc.oneof(fc.base64String({ maxLength: 60 }), anyJson),
      subcommand: fc.constantFrom(...SUBCOMMANDS),
      members: fc.oneof(anyJson, plausibleMembers),
    });
    await fc.assert(fc.asyncProperty(command, ({ SessionToken, subcommand, members }) =>
      expectOrderlyReply(JSON.stringify({ SessionToken, [subcommand]: members }))), { numRuns });
  });

  test('with any statement and parameters in an open transaction are answered in an orderly way', async () => {
    const session = await WireSession.start(commands, LEDGER);
    const expectOrderly = (command: object) => expectOrderlyReply(JSON.stringify({ SessionToken: session.token, ...command }));
    const parameters = fc.array(parameter, { maxLength: 3 });
    await fc.assert(fc.asyncProperty(statement, parameters, fc.base64String(), async (Statement, Parameters, NextPageToken) => {
      const { id: TransactionId } = await session.begin();
      await expectOrderly({ ExecuteStatement: { TransactionId, Statement, Parameters } });
      await expectOrderly({ FetchPage: { TransactionId, NextPageToken } });
      await expectOrderly({ CommitTransaction: { TransactionId, CommitDigest: 'AAAA' } });
      await session.abort();
    }), { numRuns });
  });

  test.each([
    ['is nested without end', '['.repeat(1_000_000)],
    ['is nested objects without end', '{"StartSession":'.repeat(300_000)],
    ['is larger than 8 MB', JSON.stringify({ StartSession: { LedgerName: 'x'.repeat(9 * 1024 * 1024) } })],
    ['is not UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
    ['is empty', ''],
  ])('whose body %s is refused', async (_what, body) => {
    await expectOrderlyReply(body);
  });

  test('that only a web page would send are refused before anything is read', async () => {
    const body = JSON.stringify({ StartSession: { LedgerName: LEDGER } });
    const headers = { 'x-amz-target': 'QLDBSession.SendCommand', 'content-type': 'application/x-amz-json-1.0' };
    expect(await send(endpoint, 'POST', '/', body, { ...headers, origin: 'https://evil.example' })).toMatchObject({ status: 403 });
    const plain = await send(endpoint, 'POST', '/', body, { ...headers, 'content-type': 'text/plain' });
    expect(plain).toMatchObject({ status: 400 });
    expect(await send(endpoint, 'POST', '/', body, headers)).toMatchObject({ status: 200 });
  });
});
