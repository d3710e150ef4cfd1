import { BadRequestException, OccConflictException } from '@aws-sdk/client-qldb-session';
import { Place, PLACES } from './places';
import { SdkSession } from './sdk-session';
import { failure } from '../support/clients';
import { eventually } from '../support/eventually';

describe.each(PLACES)('transactions on %s', (name) => {
  let place: Place;
  let session: SdkSession;
  let other: SdkSession;
  beforeAll(async () => {
    place = await Place.open(name);
    const ledger = await place.createLedger('transactions');
    [session, other] = await Promise.all([SdkSession.start(place, ledger), SdkSession.start(place, ledger)]);
    await session.run('CREATE TABLE things', 'CREATE INDEX ON things (name)', 'CREATE TABLE scanned');
  });
  afterAll(() => place.close());

  test('see their own changes, and others see them after the commit', async () => {
    const transaction = await session.begin();
    const [{ documentId }] = await transaction.execute('INSERT INTO things ?', { name: 'own', n: 1 }) as [{ documentId: string }];
    expect(await transaction.execute('SELECT n FROM things WHERE name = ?', 'own')).toEqual([{ n: 1 }]);
    await transaction.execute('UPDATE things SET n = n + 1 WHERE name = ?', 'own');
    expect(await transaction.execute('SELECT id, t.n FROM things AS t BY id WHERE t.name = ?', 'own')).toEqual([{ id: documentId, n: 2 }]);
    expect(await other.run(['SELECT n FROM things WHERE name = ?', 'own'])).toEqual([]);
    const committed = await transaction.commit();
    expect(committed).toMatchObject({ TransactionId: transaction.id, ConsumedIOs: { ReadIOs: 0, WriteIOs: 1 } });
    expect(committed?.CommitDigest).toEqual(transaction.commitDigest);
    expect(await other.run(['SELECT n FROM things WHERE name = ?', 'own'])).toEqual([{ n: 2 }]);
    expect(await other.run(['SELECT metadata.version FROM history(things) AS h WHERE h.metadata.id = ?', documentId])).toEqual([{ version: 0 }]);
  });

  test('make tables and indexes and use them before they are committed', async () => {
    const transaction = await session.begin();
    const [{ tableId }] = await transaction.execute('CREATE TABLE fresh') as [{ tableId: string }];
    await transaction.execute('CREATE INDEX ON fresh (name)');
    await transaction.execute('INSERT INTO fresh << {\'name\': \'a\'}, {\'name\': \'b\'} >>');
    expect(await transaction.execute('SELECT * FROM fresh WHERE name = \'b\'')).toEqual([{ name: 'b' }]);
    expect(await other.run('SELECT name FROM information_schema.user_tables WHERE name = \'fresh\'')).toEqual([]);
    await transaction.commit();
    expect(await other.run('SELECT * FROM fresh WHERE name = \'a\'')).toEqual([{ name: 'a' }]);
    expect(await other.run('DROP TABLE fresh')).toEqual([{ tableId }]);
    expect(await failure(session.run('SELECT * FROM fresh'))).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('No such variable named \'fresh\'') });
    expect(await other.run(`UNDROP TABLE "${tableId}"`)).toEqual([{ tableId }]);
    expect(await session.run('SELECT * FROM fresh')).toHaveLength(2);
  });

  test('that were aborted leave nothing', async () => {
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things ?', { name: 'aborted' });
    await session.abort();
    expect(await failure(transaction.commit())).toBeInstanceOf(BadRequestException);
    expect(await session.run(['SELECT * FROM things WHERE name = ?', 'aborted'])).toEqual([]);
  });

  test('are aborted by the start of another one, and an abort of nothing succeeds', async () => {
    await session.abort();
    const first = await session.begin();
    await first.execute('INSERT INTO things ?', { name: 'replaced' });
    const second = await session.begin();
    expect(await failure(first.execute('SELECT * FROM things'))).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining(first.id) });
    await second.commit();
    expect(await session.run(['SELECT * FROM things WHERE name = ?', 'replaced'])).toEqual([]);
    await session.abort();
    await session.abort();
  });

  test('conflict when one changes what another has read, and the session goes on', async () => {
    await session.run(['INSERT INTO things ?', { name: 'contended', n: 0 }]);
    const [mine, theirs] = [await session.begin(), await other.begin()];
    for (const transaction of [mine, theirs]) {
      await transaction.execute('SELECT * FROM things WHERE name = ?', 'contended');
      await transaction.execute('UPDATE things SET n = n + 1 WHERE name = ?', 'contended');
    }
    await mine.commit();
    expect(await failure(theirs.commit())).toBeInstanceOf(OccConflictException);
    expect(await failure(theirs.commit())).toBeInstanceOf(OccConflictException);
    expect(await failure(theirs.execute('SELECT * FROM things'))).toBeInstanceOf(BadRequestException);
    expect(await other.run(['UPDATE things SET n = n + 1 WHERE name = ?', 'contended'])).toHaveLength(1);
    expect(await other.run(['SELECT n FROM things WHERE name = ?', 'contended'])).toEqual([{ n: 2 }]);
  });

  test('conflict over what one looked for and did not find, and only over that', async () => {
    const [mine, theirs, neighbour] = [await session.begin(), await other.begin(), await (await SdkSession.start(place, 'transactions')).begin()];
    for (const [transaction, value] of [[mine, 'absent'], [theirs, 'absent'], [neighbour, 'elsewhere']] as const) {
      expect(await transaction.execute('SELECT * FROM things WHERE name = ?', value)).toEqual([]);
      await transaction.execute('INSERT INTO things ?', { name: value });
    }
    await mine.commit();
    await neighbour.commit();
    expect(await failure(theirs.commit())).toBeInstanceOf(OccConflictException);
  });

  test('that only read are checked as well', async () => {
    await session.run(['INSERT INTO scanned ?', { n: 1 }]);
    const reading = await session.begin();
    await reading.execute('SELECT * FROM scanned');
    await other.run(['INSERT INTO scanned ?', { n: 2 }]);
    expect(await reading.execute('SELECT * FROM scanned')).toEqual([{ n: 1 }]);
    expect(await failure(reading.commit())).toBeInstanceOf(OccConflictException);
    const undisturbed = await session.begin();
    await undisturbed.execute('SELECT * FROM scanned');
    expect(await undisturbed.commit()).toMatchObject({ ConsumedIOs: { ReadIOs: 0, WriteIOs: 0 } });
  });

  test('go on after a statement that failed, which changed nothing and counts in the digest', async () => {
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things ?', { name: 'before failure' });
    for (const wrong of ['SELEC', 'SELECT * FROM nowhere', 'INSERT INTO things << {\'name\': \'half\'}, 5 >>', 'UPDATE things SET n = 1 / 0 WHERE name = \'before failure\'']) {
      expect(await failure(transaction.execute(wrong))).toMatchObject({ name: 'BadRequestException', Code: '400', message: expect.stringMatching(/./) });
    }
    expect(await transaction.execute('SELECT * FROM things WHERE name IN (\'half\', \'before failure\')')).toEqual([{ name: 'before failure' }]);
    await transaction.commit();
    expect(await session.run('SELECT * FROM things WHERE name IN (\'half\', \'before failure\')')).toEqual([{ name: 'before failure' }]);
  });

  test('are not committed with another digest than that of their statements', async () => {
    const transaction = await session.begin();
    const early = transaction.commitDigest;
    await transaction.execute('INSERT INTO things ?', { name: 'digest' });
    expect(await failure(transaction.commit(early))).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('digest') });
    expect(await failure(transaction.commit(new Uint8Array(0)))).toBeInstanceOf(BadRequestException);
    await transaction.commit();
    expect(await session.run('SELECT * FROM things WHERE name = \'digest\'')).toHaveLength(1);
  });

  test('are committed once, however often the commit is sent', async () => {
    const transaction = await session.begin();
    await transaction.execute('INSERT INTO things ?', { name: 'once' });
    const answers = [await transaction.commit(), await transaction.commit(), ...await Promise.all([transaction.commit(), transaction.commit()])];
    expect(new Set(answers.map((answer) => JSON.stringify([answer?.TransactionId, answer?.CommitDigest])))).toHaveProperty('size', 1);
    expect(await failure(transaction.execute('SELECT * FROM things'))).toBeInstanceOf(BadRequestException);
    expect(await session.run('SELECT * FROM things WHERE name = \'once\'')).toHaveLength(1);
    expect(await transaction.commit()).toMatchObject({ TransactionId: transaction.id, CommitDigest: transaction.commitDigest });
  });

  test('serve requests that overlap one after the other', async () => {
    const transaction = await session.begin();
    await Promise.all(Array.from({ length: 16 }, (_, n) => transaction.send(`INSERT INTO things {'name': 'overlap', 'n': ${n}}`)));
    expect(await transaction.execute('SELECT COUNT(*) AS c FROM things WHERE name = \'overlap\'')).toEqual([{ c: 16 }]);
    await session.abort();
  });

  test('redact one revision that was replaced, and no other', async () => {
    const [{ documentId }] = await session.run(['INSERT INTO things ?', { name: 'secret' }]) as [{ documentId: string }];
    const revisions = async () => await session.run(['SELECT VALUE h FROM history(things) AS h WHERE h.metadata.id = ?', documentId]) as
      ReadonlyArray<{ blockAddress: { strandId: string; sequenceNo: number }; data?: unknown; dataHash?: string; hash: string }>;
    const [{ tableId }] = await session.run('SELECT tableId FROM information_schema.user_tables WHERE name = \'things\'') as [{ tableId: string }];
    const redact = (address: { strandId: string; sequenceNo: number }, document = documentId) =>
      ['EXEC REDACT_REVISION ?, ?, ?', address, tableId, document] as const;
    const [first] = await revisions();
    const address = first?.blockAddress ?? { strandId: '', sequenceNo: -1 };
    expect(await failure(session.run(redact(address)))).toMatchObject({ message: expect.stringContaining('active') });
    expect(await failure(session.run(redact({ ...address, sequenceNo: 0 })))).toMatchObject({ message: expect.stringContaining('no revision') });
    await session.run(['UPDATE things SET name = ? WHERE name = ?', 'public', 'secret']);
    expect(await failure(session.run(redact(address), redact(address)))).toMatchObject({ message: expect.stringContaining('one revision') });
    expect(await session.run(redact(address))).toEqual([{ blockAddress: address, tableId, documentId, version: 0 }]);
    const [redacted, latest] = await eventually(revisions, ([revision]) => revision?.data === undefined);
    expect(redacted).toMatchObject({ hash: first?.hash, dataHash: expect.any(String) });
    expect(latest).toMatchObject({ data: { name: 'public' } });
    expect(await failure(session.run(redact(address)))).toMatchObject({ message: expect.stringContaining('redacted') });
  });
});
