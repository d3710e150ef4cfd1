import { encode } from '../../src/ion/encode';
import { blob, int, list, string, structOf, type DecimalValue, type Value } from '../../src/ion/value';
import { send } from '../support/clients';
import { ENGINES, TestServers } from '../support/engines';
import { SendCommandClient } from '../support/wire/send-command';
import { WireError, WireSession } from '../support/wire/wire-session';
import { createLedger } from '../support/workload/test-ledger';

const LEDGER = 'dangers';

const decimal = (coefficient: bigint, exponent: number): DecimalValue => ({ kind: 'decimal', value: { coefficient, exponent } });

/** What one request must not do to the others. Each of these ends, with a result or with an error of its own. */
describe.each(ENGINES)('a dangerous request on %s', (engine) => {
  const servers = new TestServers(engine);
  let endpoint: string;
  let commands: SendCommandClient;
  let session: WireSession;
  beforeAll(async () => {
    ({ endpoint } = await servers.start({ timings: { ledgerCreation: 0 } }));
    commands = new SendCommandClient(() => endpoint);
    await createLedger(endpoint, LEDGER);
    session = await WireSession.start(commands, LEDGER);
    await session.run('CREATE TABLE Thing');
    await session.run('CREATE INDEX ON Thing (amount)');
  });
  afterAll(async () => {
    commands.close();
    await servers.closeAll();
  });
  // Whatever happened, the server serves the next client.
  afterEach(async () => {
    const other = await WireSession.start(commands, LEDGER);
    expect(await other.run('SELECT VALUE 1 FROM << 0 >>')).toEqual([int(1)]);
    await other.end();
  });

  /** The rows, or the error with which the service refused the statement. */
  async function attempt(statement: string, ...parameters: readonly Value[]): Promise<readonly Value[] | string> {
    return attemptEncoded(statement, parameters.map((parameter) => encode(parameter)));
  }

  async function attemptEncoded(statement: string, parameters: readonly Buffer[]): Promise<readonly Value[] | string> {
    try {
      return await session.transact((transaction) => transaction.executeEncoded(statement, parameters));
    } catch (error) {
      if (error instanceof WireError && error.reply.kind === 'refused') {
        expect(error.reply.status).toBe(400);
        return error.reply.error;
      }
      throw error;
    }
  }

  test.each([
    ['a'.repeat(60), `${'%a'.repeat(25)}%b`, 0],
    ['a'.repeat(50_000), `${'%a%_'.repeat(2_000)}b`, 0],
    ['ab'.repeat(20_000), `%${'ab%'.repeat(5_000)}`, 1],
    [`${'x'.repeat(100_000)}y`, '%x%x%x%x%x%x%x%x%x%y', 1],
  ])('that matches a text with a pattern of many wildcards ends', async (text, pattern, matches) => {
    expect(await attempt('SELECT VALUE 1 FROM << 0 >> WHERE ? LIKE ?', string(text), string(pattern))).toHaveLength(matches);
  });

  test.each([
    '1d2000000000 + 1', '1 + 1d-2000000000', '1d2000000000 * 1d2000000000', '1d-2000000000 - 1d2000000000', '1d2000000000 / 3', '7 / 1d-2000000000',
    '1d2000000000 % 7', '7 % 1d-2000000000', '-1d2147483647', 'CAST(1d2000000000 AS INTEGER)', 'CAST(1d2000000000 AS STRING)', 'CAST(1d-2000000000 AS STRING)',
    'CAST(1d2000000000 AS FLOAT)', 'CAST(\'1e2000000000\' AS DECIMAL)', 'CAST(\'1e99999999999999999999\' AS DECIMAL)', '1d2000000000 || \'\'',
    '1d2000000000 = 10', '1d2000000000 > 1e300', '1d-2000000000 < 1d-2000000001', '1d2000000000 IN (1, 2.0, 1d1999999999)',
    'DATE_ADD(year, 9223372036854775807, `2020T`)', 'SUBSTRING(\'abc\', 9223372036854775807, 9223372036854775807)', '9223372036854775807 + 1',
  ])('that computes %s ends', async (expression) => {
    const written = expression.replaceAll(/-?\d+(\.\d+)?d-?\d+/g, (number) => `\`${number}\``);
    const outcome = await attempt(`SELECT VALUE ${written} FROM << 0 >>`);
    expect(typeof outcome === 'string' ? outcome : outcome.length).toEqual(typeof outcome === 'string' ? 'BadRequestException' : 1);
  });

  test('with decimals of huge exponents as documents ends, and finds them by index', async () => {
    for (const amount of [decimal(1n, 2_000_000_000), decimal(1n, -2_000_000_000), decimal(12_345n, 1_073_741_823)]) {
      expect(await attempt('INSERT INTO Thing ?', structOf({ amount }))).toHaveLength(1);
      expect(await attempt('SELECT t.amount FROM Thing AS t WHERE t.amount = ?', amount)).toHaveLength(1);
      await attempt('SELECT SUM(t.amount) AS total, AVG(t.amount) AS average, MAX(t.amount) AS most FROM Thing AS t');
      await attempt('UPDATE Thing AS t SET t.amount = t.amount * t.amount - 1 WHERE t.amount = ?', amount);
      expect(await attempt('DELETE FROM Thing')).toHaveLength(1);
    }
  });

  const DEPTH = 5_000;
  const nested = (open: string, inner: string, close: string, depth = DEPTH) => `${open.repeat(depth)}${inner}${close.repeat(depth)}`;

  /** By plain requests: the digest of what cannot be read cannot be made. */
  async function sendParameter(parameter: object) {
    const transaction = await session.begin();
    const ExecuteStatement = { TransactionId: transaction.id, Statement: 'SELECT VALUE ? FROM << 0 >>', Parameters: [parameter] };
    const reply = await commands.send({ SessionToken: session.token, ExecuteStatement });
    await session.abort();
    return reply;
  }

  test.each<[string, Buffer]>([
    ['lists', nestedBinary(DEPTH, 0xb0)],
    ['s-expressions', nestedBinary(DEPTH, 0xc0)],
    ['lists without end', nestedBinary(20_000, 0xb0)],
  ])('with a parameter of %s inside each other is refused', async (_what, bytes) => {
    const reply = await sendParameter({ IonBinary: bytes.toString('base64') });
    expect(reply).toMatchObject({ kind: 'refused', error: 'BadRequestException', message: expect.stringContaining('nested') });
  });

  test.each([
    ['lists', nested('[', '', ']')], ['s-expressions', nested('(', '', ')')], ['structs', nested('{a:', '1', '}')], ['lists without end', '['.repeat(1_000_000)],
  ])('with a parameter in text of %s inside each other is refused', async (_what, IonText) => {
    expect(await sendParameter({ IonText })).toMatchObject({ kind: 'refused', error: 'BadRequestException' });
  });

  test('with a parameter of very many annotations is answered', async () => {
    expect(await sendParameter({ IonText: nested('a::', '1', '') })).toMatchObject({ kind: 'answered' });
  });

  test.each([
    ['an Ion literal', `SELECT VALUE \`${nested('[', '1', ']')}\` FROM << 0 >>`],
    ['lists', `SELECT VALUE ${nested('[', '1', ']')} FROM << 0 >>`],
    ['structs', `SELECT VALUE ${nested('{\'a\':', '1', '}')} FROM << 0 >>`],
    ['bags', `SELECT VALUE 1 FROM ${nested('<<', '1', '>>')}`],
    ['parentheses', `SELECT VALUE ${nested('(', '1', ')', 40_000)} FROM << 0 >>`],
    ['NOTs', `SELECT VALUE ${'NOT '.repeat(20_000)} TRUE FROM << 0 >>`],
    ['signs', `SELECT VALUE ${'- '.repeat(40_000)} 1 FROM << 0 >>`],
    ['function calls', `SELECT VALUE ${nested('UPPER(', '\'a\'', ')')} FROM << 0 >>`],
    ['CASTs', `SELECT VALUE ${nested('CAST(', '1', ' AS INT)')} FROM << 0 >>`],
    ['queries', `SELECT VALUE 1 FROM ${nested('(SELECT VALUE 1 FROM ', '<< 0 >>', ' AS x)', 3_000)} AS y`],
    ['sums', `SELECT VALUE 1 ${'+ 1 '.repeat(24_000)} FROM << 0 >>`],
    ['ORs', `SELECT VALUE TRUE ${'OR TRUE '.repeat(12_000)} FROM << 0 >>`],
    ['concatenations', `SELECT VALUE 'a' ${'|| \'a\' '.repeat(12_000)} FROM << 0 >>`],
    ['paths', `SELECT VALUE x${'.a'.repeat(40_000)} FROM << 0 >> AS x`],
    ['indexes', `SELECT VALUE x${'[0]'.repeat(30_000)} FROM << 0 >> AS x`],
    ['sources', `SELECT VALUE 1 FROM << 0 >> AS s0${Array.from({ length: 5_000 }, (_, index) => `, << 0 >> AS s${index + 1}`).join('')}`],
    ['joins', `SELECT VALUE 1 FROM << 0 >> AS s${' JOIN << 0 >> ON TRUE'.repeat(4_000)}`],
    ['list elements', `SELECT VALUE 1 IN (${'1,'.repeat(49_000)}1) FROM << 0 >>`],
    ['SET clauses', `UPDATE Thing AS t SET ${Array.from({ length: 5_000 }, (_, index) => `t.a${index} = 1`).join(', ')}`],
  ])('whose statement has too many %s ends', async (_what, statement) => {
    expect(statement.length).toBeLessThanOrEqual(100_000);
    const outcome = await attempt(statement);
    expect(typeof outcome === 'string' ? outcome : 'result').toMatch(/^(BadRequestException|result)$/);
  });

  test('with the largest legal transaction succeeds: 30 documents of 128 KB, close to 4 MB', async () => {
    const document = encode(structOf({ data: blob(Buffer.alloc(130_900, 1)) }));
    expect(document.length).toBeGreaterThan(130_900);
    expect(document.length).toBeLessThanOrEqual(131_072);
    const many = Array.from({ length: 30 }, () => document);
    expect(await attemptEncoded(`INSERT INTO Thing << ${many.map(() => '?').join(', ')} >>`, many)).toHaveLength(30);
    expect(await attempt('SELECT t.data FROM Thing AS t')).toHaveLength(30);
    expect(await attempt('DELETE FROM Thing')).toHaveLength(30);
  });

  test('with a document that is too large is refused', async () => {
    const half = list(Array.from({ length: 40 }, () => string('x'.repeat(1_000))));
    expect(await attempt('INSERT INTO Thing {\'a\': ?, \'b\': ?, \'c\': ?, \'d\': ?}', half, half, half, half)).toBe('BadRequestException');
    expect(await attempt('INSERT INTO Thing VALUE {\'a\': ?}', string('x'.repeat(140_000)))).toBe('BadRequestException');
    expect(await attempt('SELECT VALUE 1 FROM Thing')).toEqual([]);
  });
});

describe.each(ENGINES)('a join without end on %s', (engine) => {
  const servers = new TestServers(engine);
  afterAll(() => servers.closeAll());

  test.each([
    ['of literals', (size: number) => Array.from({ length: 8 }, (_, index) => `<< ${[...Array(size).keys()].join(', ')} >> AS s${index}`)],
    ['of tables', () => Array.from({ length: 8 }, (_, index) => `Thing AS t${index}`)],
  ])('%s leaves others served, and ends with its transaction\'s time', async (_what, sources) => {
    const { endpoint } = await servers.start({ timings: { ledgerCreation: 0, transactionTimeout: 4_000 } });
    const commands = new SendCommandClient(() => endpoint);
    await createLedger(endpoint, LEDGER);
    const session = await WireSession.start(commands, LEDGER);
    await session.run('CREATE TABLE Thing');
    for (let batch = 0; batch < 3; batch += 1) {
      await session.run(`INSERT INTO Thing << ${Array.from({ length: 20 }, (_, index) => `{'n': ${index}}`).join(', ')} >>`);
    }
    const other = await WireSession.start(commands, LEDGER);
    const statement = `SELECT COUNT(*) AS c FROM ${sources(60).join(', ')}`;
    let ended = false;
    const endless = session.run(statement).then(() => 'result', (error: unknown) => error).finally(() => { ended = true; });
    // Others are served while it runs, not after it.
    const served = { health: 0, session: 0 };
    while (!ended) {
      expect((await send(endpoint, 'GET', '/health')).status).toBe(200);
      served.health += ended ? 0 : 1;
      await other.begin();
      served.session += ended ? 0 : 1;
    }
    expect(served.health).toBeGreaterThan(0);
    expect(served.session).toBeGreaterThan(0);
    expect(await endless).toMatchObject({ error: 'InvalidSessionException', message: expect.stringMatching(/Transaction \S+ has expired/) });
    // The session is of use again.
    expect(await session.run('SELECT VALUE 1 FROM << 0 >>')).toEqual([int(1)]);
    commands.close();
  });
});

/** Ion binary of containers of one type inside each other. https://amazon-ion.github.io/ion-docs/docs/binary.html */
function nestedBinary(depth: number, type: number): Buffer {
  let value = Buffer.from([type]);
  const parts: Buffer[] = [];
  let length = 1;
  for (let level = 1; level < depth; level += 1) {
    const header = length < 14 ? Buffer.from([type + length]) : Buffer.concat([Buffer.from([type + 14]), varUInt(length)]);
    parts.push(header);
    length += header.length;
  }
  value = Buffer.concat([...parts.reverse(), value]);
  return Buffer.concat([Buffer.from([0xe0, 0x01, 0x00, 0xea]), value]);
}

function varUInt(value: number): Buffer {
  const bytes = [0x80 + value % 128];
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128)) {
    bytes.unshift(rest % 128);
  }
  return Buffer.from(bytes);
}
