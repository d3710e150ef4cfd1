import { DeleteLedgerCommand, DescribeLedgerCommand } from '@aws-sdk/client-qldb';
import { BadRequestException, InvalidSessionException, LimitExceededException } from '@aws-sdk/client-qldb-session';
import { Place } from './places';
import { SdkSession } from './sdk-session';
import { failure, sdkClient, send } from '../support/clients';
import { eventually } from '../support/eventually';

const HEADERS = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'QLDBSession.SendCommand' };

describe('a request of the session API', () => {
  let place: Place;
  let session: SdkSession;
  beforeAll(async () => {
    place = await Place.open('postgresql');
    session = await SdkSession.start(place, await place.createLedger('requests'));
    await session.run('CREATE TABLE things');
  });
  afterAll(() => place.close());

  const TX = 'A'.repeat(22);

  test.each([
    ['nothing', {}, 'exactly one of'],
    ['two subcommands', { StartTransaction: {}, EndSession: {} }, 'StartTransaction and EndSession'],
    ['an unknown subcommand', { DoSomething: {} }, 'exactly one of'],
    ['no token', { SessionToken: null, StartTransaction: {} }, "'SessionToken' is required"],
    ['a token of three characters', { SessionToken: 'abc', StartTransaction: {} }, "'SessionToken' must be 4 to 1024"],
    ['a token of other characters', { SessionToken: 'a token', StartTransaction: {} }, "'SessionToken' must be a token"],
    ['a token that is no string', { SessionToken: 5, StartTransaction: {} }, "'SessionToken' must be a string"],
    ['a subcommand that is no object', { StartTransaction: 'now' }, "'StartTransaction' must be an object"],
    ['no ledger', { StartSession: {} }, "'StartSession.LedgerName' is required"],
    ['a ledger name with blanks', { StartSession: { LedgerName: 'a b' } }, "'StartSession.LedgerName' must be"],
    ['no statement', { ExecuteStatement: { TransactionId: TX } }, "'ExecuteStatement.Statement' is required"],
    ['an empty statement', { ExecuteStatement: { TransactionId: TX, Statement: '' } }, 'must be 1 to 100000 characters'],
    ['a statement too long', { ExecuteStatement: { TransactionId: TX, Statement: 'x'.repeat(100_001) } }, 'must be 1 to 100000 characters'],
    ['a short transaction id', { ExecuteStatement: { TransactionId: 'A', Statement: 'x' } }, "'ExecuteStatement.TransactionId' must be 22"],
    ['parameters that are no list', { ExecuteStatement: { TransactionId: TX, Statement: 'x', Parameters: {} } }, 'must be a list'],
    ['a parameter that is no object', { ExecuteStatement: { TransactionId: TX, Statement: 'x', Parameters: [1] } }, "Parameters[0]' must be an object"],
    ['a parameter that is not base64', { ExecuteStatement: { TransactionId: TX, Statement: 'x', Parameters: [{ IonBinary: '%' }] } }, 'bytes in base64'],
    ['a parameter too long', { ExecuteStatement: { TransactionId: TX, Statement: 'x', Parameters: [{ IonBinary: Buffer.alloc(131_073).toString('base64') }] } }, '1 to 131072 bytes'],
    ['an empty parameter', { ExecuteStatement: { TransactionId: TX, Statement: 'x', Parameters: [{}] } }, "'Parameters[0]' must have IonBinary"],
    ['no page token', { FetchPage: { TransactionId: TX } }, "'FetchPage.NextPageToken' is required"],
    ['no digest', { CommitTransaction: { TransactionId: TX } }, "'CommitTransaction.CommitDigest' is required"],
  ])('with %s is a BadRequestException that says so', async (_what, body, message) => {
    const { status, json, headers } = await send(place.endpoint, 'POST', '/', { SessionToken: session.token, ...body }, HEADERS);
    expect({ status, json }).toEqual({ status: 400, json: { __type: 'BadRequestException', Message: expect.stringContaining(message), Code: '400' } });
    expect({ type: headers.get('content-type'), error: headers.get('x-amzn-errortype') })
      .toEqual({ type: 'application/x-amz-json-1.0', error: 'BadRequestException' });
  });

  test.each([
    ['is no JSON', '{"StartSession"'], ['is a list', '[]'], ['is null', 'null'], ['is a string', '"x"'], ['is empty', ''],
    ['is too large', `{"x":"${'x'.repeat(9 * 1024 * 1024)}"}`], ['is not UTF-8', new Uint8Array([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('whose body %s is a BadRequestException', async (_what, body) => {
    const { status, json } = await send(place.endpoint, 'POST', '/', body, HEADERS);
    expect({ status, json }).toMatchObject({ status: 400, json: { __type: 'BadRequestException', Message: expect.any(String) } });
  });

  test.each([
    ['no Ion', Buffer.from('no Ion')], ['half a value', Buffer.from('e00100ea8e', 'hex')], ['two values', Buffer.from('e00100ea21012102', 'hex')],
    ['nothing but a version marker', Buffer.from('e00100ea', 'hex')], ['nested without end', Buffer.concat([Buffer.from('e00100ea', 'hex'), Buffer.alloc(5_000, 0xb1), Buffer.from('20', 'hex')])],
  ])('with a parameter that is %s is a BadRequestException', async (_what, IonBinary) => {
    const transaction = await session.begin();
    expect(await failure(session.send({ ExecuteStatement: { TransactionId: transaction.id, Statement: 'INSERT INTO things ?', Parameters: [{ IonBinary }] } })))
      .toBeInstanceOf(BadRequestException);
  });

  test('may have its parameters as text', async () => {
    const transaction = await session.begin();
    const { ExecuteStatement } = await session.send({
      ExecuteStatement: { TransactionId: transaction.id, Statement: 'SELECT VALUE ? FROM << 0 >>', Parameters: [{ IonText: '{a: 2017T, b: 1.50}' }] },
    });
    const { FirstPage: { Values = [] } = {} } = ExecuteStatement ?? {};
    expect(Values).toHaveLength(1);
    expect(await failure(session.send({ ExecuteStatement: { TransactionId: transaction.id, Statement: 'x', Parameters: [{ IonText: '{a:' }] } })))
      .toBeInstanceOf(BadRequestException);
  });

  test('in a session that there is not is an InvalidSessionException', async () => {
    const unknown = new SdkSession(place, Buffer.alloc(28, 1).toString('base64'));
    for (const call of [() => unknown.begin(), () => unknown.abort(), () => unknown.end()]) {
      expect(await failure(call())).toMatchObject({ name: 'InvalidSessionException', message: 'No such session', Code: '400' });
    }
    const ended = await SdkSession.start(place, 'requests');
    await ended.end();
    expect(await failure(ended.end())).toBeInstanceOf(InvalidSessionException);
  });

  test('for a ledger that there is not is a BadRequestException', async () => {
    expect(await failure(SdkSession.start(place, 'nowhere'))).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('nowhere') });
  });

  test('is limited in documents and their sizes', async () => {
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things ?', Array.from({ length: 40 }, (_, n) => ({ n })));
    expect(await failure(transaction.execute('INSERT INTO things ?', { n: 40 }))).toMatchObject({ message: expect.stringContaining('40 documents') });
    await transaction.execute('UPDATE things SET n = 7 WHERE n = 3');
    await transaction.commit();
    const second = await session.begin();
    expect(await failure(second.execute('UPDATE things SET x = ?', 'x'.repeat(131_000)))).toMatchObject({ message: expect.stringMatching(/bytes/) });
    await second.execute('INSERT INTO things ?', { x: 'x'.repeat(100_000) });
    expect(await failure(second.execute('UPDATE things SET y = x || x WHERE x IS NOT MISSING'))).toMatchObject({ message: expect.stringContaining('131072 bytes') });
    await session.abort();
  });

  test('of DDL that does not fit is a BadRequestException', async () => {
    await session.run('CREATE TABLE ddl', ...['a', 'b', 'c', 'd', 'e'].map((field) => `CREATE INDEX ON ddl (${field})`));
    const refused: ReadonlyArray<readonly [string, string]> = [
      ['CREATE TABLE ddl', 'Table with name: USER.ddl already exists'],
      ['CREATE TABLE _ql_mine', '_ql_'],
      ['CREATE TABLE "with blank"', 'letters, digits and underscores'],
      ['CREATE INDEX ON ddl (a)', 'already'],
      ['CREATE INDEX ON ddl (f)', '5 indexes'],
      ['CREATE INDEX ON absent (f)', 'absent'],
      ['DROP TABLE absent', 'absent'],
      ['UNDROP TABLE "absent"', 'absent'],
      ['DROP INDEX "absent" ON ddl WITH (purge = true)', 'absent'],
    ];
    for (const [statement, message] of refused) {
      expect(await failure(session.run(statement))).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(message) });
    }
    const [{ tableId }] = await session.run('DROP TABLE ddl') as [{ tableId: string }];
    await session.run('CREATE TABLE ddl');
    expect(await failure(session.run(`UNDROP TABLE "${tableId}"`))).toMatchObject({ message: 'Table with name: USER.ddl already exists' });
    const others = Array.from({ length: 18 }, (_, n) => `CREATE TABLE filler${n}`);
    await session.run(...others);
    expect(await failure(session.run('CREATE TABLE beyond'))).toMatchObject({ message: expect.stringContaining('20 active tables') });
  });

  test('meets faults by the name of its subcommand', async () => {
    const [server] = place.servers;
    server?.faults.add({ kind: 'error', operation: 'CommitTransaction', error: 'CapacityExceededException' });
    const transaction = await session.begin();
    expect(await failure(transaction.commit())).toMatchObject({ name: 'CapacityExceededException', $metadata: { httpStatusCode: 503 } });
    await transaction.commit();
    server?.faults.add({ kind: 'drop', operation: 'CommitTransaction' });
    const dropped = await session.begin();
    await dropped.execute('INSERT INTO things {\'dropped\': 1}');
    expect(await failure(dropped.commit())).not.toHaveProperty('$fault');
    await dropped.commit();
    expect(await session.run('SELECT * FROM things WHERE dropped = 1')).toHaveLength(1);
  });
});

describe('a session', () => {
  const places: Place[] = [];
  afterEach(async () => {
    await Promise.all(places.splice(0).map((place) => place.close()));
  });
  const open = async (...parameters: Parameters<typeof Place.open>) => {
    const place = await Place.open(...parameters);
    places.push(place);
    return place;
  };

  test.each(['pglite', 'two servers over one postgresql'] as const)('outlives a transaction that expired, on %s', async (name) => {
    const place = await open(name, { timings: { transactionTimeout: 5_000 } });
    const session = await SdkSession.start(place, await place.createLedger('expiry'));
    await session.run('CREATE TABLE things');
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things {\'late\': 1}');
    const error = await eventually(() => transaction.execute('SELECT * FROM things').then(() => undefined, (each: unknown) => each), (each) => each !== undefined);
    expect(error).toMatchObject({ name: 'InvalidSessionException', message: `Transaction ${transaction.id} has expired`, Code: '400' });
    expect(await failure(transaction.commit())).toMatchObject({ name: 'InvalidSessionException', message: `Transaction ${transaction.id} has expired` });
    await session.abort();
    expect(await session.run('SELECT * FROM things')).toEqual([]);
  });

  test.each(['pglite', 'two servers over one postgresql'] as const)('expires, on %s', async (name) => {
    const place = await open(name, { timings: { sessionLifetime: 1_000 } });
    const session = await SdkSession.start(place, await place.createLedger('expiry'));
    const error = await eventually(() => session.abort().then(() => undefined, (each: unknown) => each), (each) => each !== undefined);
    expect(error).toMatchObject({ name: 'InvalidSessionException', message: expect.stringMatching(/^Session [0-9A-Za-z]{22} has expired$/) });
    expect(await failure(session.begin())).toBeInstanceOf(InvalidSessionException);
  });

  test.each(['pglite', 'postgresql'] as const)('counts against the quota of its ledger until it ends, on %s', async (name) => {
    const place = await open(name, { quotas: { sessionsPerLedger: 2 } });
    const ledger = await place.createLedger('quota');
    const sessions = [await SdkSession.start(place, ledger), await SdkSession.start(place, ledger)];
    expect(await failure(SdkSession.start(place, ledger))).toBeInstanceOf(LimitExceededException);
    await SdkSession.start(place, await place.createLedger('other'));
    await sessions[0]?.end();
    await SdkSession.start(place, ledger);
  });

  test.each(['pglite', 'two servers over one postgresql'] as const)('ends with its ledger, on %s', async (name) => {
    const place = await open(name);
    const session = await SdkSession.start(place, await place.createLedger('deleted'));
    await session.run('CREATE TABLE things');
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things {\'a\': 1}');
    const control = sdkClient(place.endpoint);
    await control.send(new DeleteLedgerCommand({ Name: 'deleted' }));
    await eventually(() => control.send(new DescribeLedgerCommand({ Name: 'deleted' })).catch((error: unknown) => error), (answer) => answer instanceof Error);
    control.destroy();
    for (const call of [() => transaction.commit(), () => session.begin(), () => session.abort(), () => session.end()]) {
      expect(await failure(call())).toBeInstanceOf(InvalidSessionException);
    }
    expect(await failure(SdkSession.start(place, 'deleted'))).toBeInstanceOf(BadRequestException);
  });
});
