import type { dom } from 'ion-js';
import { DriverLedger, textAt, texts } from './driver-ledger';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';

describe.each(ENGINES)('history and redaction by the driver on %s', (engine) => {
  let ledger: DriverLedger;
  let table: string;
  let id: string;
  beforeAll(async () => {
    ledger = await DriverLedger.open(engine);
  });
  afterAll(() => ledger.close());
  beforeEach(async () => {
    table = await ledger.table([], ['vin']);
    const [inserted] = await ledger.values(`INSERT INTO ${table} ?`, { vin: 'A', owner: 'first' });
    id = textAt(inserted, 'documentId');
    await ledger.values(`UPDATE ${table} AS t SET t.owner = 'second' WHERE t.vin = 'A'`);
  });

  const version = (revision: dom.Value) => revision.get('metadata', 'version')?.numberValue() ?? NaN;
  const history = async (source = table) => {
    const found = await ledger.values(`SELECT * FROM history(${source}) AS h WHERE h.metadata.id = ?`, id);
    return [...found].sort((a, b) => version(a) - version(b));
  };
  const owners = (revisions: readonly dom.Value[]) => revisions.map((revision) => textAt(revision, 'data', 'owner'));
  const time = (revision: dom.Value | undefined) => revision?.get('metadata', 'txTime')?.dateValue() ?? new Date(NaN);
  const iso = (moment: number) => `\`${new Date(moment).toISOString()}\``;

  test('each version stands in it, with its address, hash, data and metadata', async () => {
    const revisions = await history();
    expect(revisions.map(version)).toEqual([0, 1]);
    expect(owners(revisions)).toEqual(['first', 'second']);
    for (const revision of revisions) {
      expect(revision.fieldNames()).toEqual(['blockAddress', 'hash', 'data', 'metadata']);
      expect(revision.get('blockAddress')?.fieldNames()).toEqual(['strandId', 'sequenceNo']);
      expect(revision.get('metadata')?.fieldNames()).toEqual(['id', 'version', 'txTime', 'txId']);
      expect(revision.get('hash')?.uInt8ArrayValue()).toHaveLength(32);
    }
    expect(time(revisions[0]).getTime()).toBeLessThanOrEqual(time(revisions[1]).getTime());
  });

  test('the committed view has the latest, history by the id of the table the same as by its name', async () => {
    const revisions = await history();
    expect(texts(await ledger.values(`SELECT * FROM _ql_committed_${table} AS c WHERE c.metadata.id = ?`, id))).toEqual(texts(revisions.slice(1)));
    expect(texts(await history(`'${await ledger.tableId(table)}'`))).toEqual(texts(revisions));
    // As the sample for Node.js asks: a field of the view without an alias.
    const [found] = await ledger.values(`SELECT blockAddress, metadata.id FROM _ql_committed_${table} WHERE data.vin = ?`, 'A');
    expect(textAt(found, 'id')).toBe(id);
  });

  test('what a transaction has not committed is not in it', async () => {
    const seen = await ledger.transaction(async (transaction) => {
      await transaction.execute(`UPDATE ${table} SET owner = 'third'`);
      const own = (await transaction.execute(`SELECT VALUE t.owner FROM ${table} AS t`)).getResultList();
      const committed = (await transaction.execute(`SELECT VALUE h.data.owner FROM history(${table}) AS h`)).getResultList();
      return [texts(own), texts(committed)];
    });
    expect(seen).toEqual([['"third"'], ['"first"', '"second"']]);
    expect(owners(await history())).toEqual(['first', 'second', 'third']);
  });

  test('times ask for what was active then', async () => {
    const [first, second] = await history();
    const [from, then] = [time(first).getTime(), time(second).getTime()];
    expect(owners(await history(`${table}, \`2000T\`, \`2001T\``))).toEqual([]);
    expect(owners(await history(`${table}, \`2000T\``))).toEqual(['first', 'second']);
    expect(owners(await history(`${table}, ${iso(then)}`))).toContain('second');
    expect(owners(await history(`${table}, ${iso(from)}, ${iso(Date.now())}`))).toEqual(['first', 'second']);
    if (then > from + 1) {
      expect(owners(await history(`${table}, ${iso(from)}, ${iso(then - 1)}`))).toEqual(['first']);
    }
    const spaced = `SELECT data.owner FROM history (${table}, ${iso(from)}, ${iso(Date.now())}) AS h WHERE h.metadata.id = ?`;
    expect(await ledger.rows(spaced, id)).toEqual(['{owner:"first"}', '{owner:"second"}']);
  });

  test.each(['TABLE, `2021T`, `2020T`', 'TABLE, `3000T`', 'TABLE, \'x\'', 'Nowhere', '\'0000000000000000000000\''])('history(%s) is refused', async (source) => {
    expect(await failure(history(source.replace('TABLE', table)))).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(/\w/) });
  });

  test('a deletion is a version without data, and ends the committed view', async () => {
    await ledger.values(`DELETE FROM ${table} WHERE vin = 'A'`);
    const revisions = await history();
    expect(revisions.map(version)).toEqual([0, 1, 2]);
    expect(revisions[2]?.fieldNames()).toEqual(['blockAddress', 'hash', 'metadata']);
    expect(await ledger.rows(`SELECT * FROM _ql_committed_${table}`)).toEqual([]);
    expect(await ledger.rows(`SELECT * FROM ${table}`)).toEqual([]);
  });

  test('a dropped table keeps its history, by its id', async () => {
    const tableId = await ledger.tableId(table);
    await ledger.values(`DROP TABLE ${table}`);
    expect(owners(await history(`'${tableId}'`))).toEqual(['first', 'second']);
    expect(await failure(history())).toMatchObject({ name: 'BadRequestException' });
  });

  const redact = async (revision: dom.Value | undefined) =>
    ledger.values(`EXEC redact_revision ?, '${await ledger.tableId(table)}', '${id}'`, revision?.get('blockAddress'));

  test('a redaction leaves the hash of the data, and everything else', async () => {
    const [first] = await history();
    const [answer] = await redact(first);
    expect(answer?.fieldNames()).toEqual(['blockAddress', 'tableId', 'documentId', 'version']);
    expect([textAt(answer, 'tableId'), textAt(answer, 'documentId'), answer?.get('version')?.numberValue()]).toEqual([await ledger.tableId(table), id, 0]);
    const [redacted, second] = await eventually(history, ([revision]) => revision?.get('data') === null);
    expect(redacted?.get('dataHash')?.uInt8ArrayValue()).toHaveLength(32);
    expect(['blockAddress', 'hash', 'metadata'].map((name) => String(redacted?.get(name)))).toEqual(['blockAddress', 'hash', 'metadata'].map((name) => String(first?.get(name))));
    expect(textAt(second, 'data', 'owner')).toBe('second');
    expect(await ledger.rows(`SELECT * FROM ${table}`)).toEqual(['{vin:"A",owner:"second"}']);
    expect(await ledger.rows(`SELECT VALUE h.data.owner FROM history(${table}) AS h WHERE h.data.owner IS NOT MISSING`)).toEqual(['"second"']);
  });

  test('a whole document is redacted after its deletion, a revision in each transaction', async () => {
    await ledger.values(`DELETE FROM ${table} WHERE vin = 'A'`);
    for (const revision of (await history()).slice(0, 2)) await redact(revision);
    const revisions = await eventually(history, (found) => found.every((revision) => revision.get('data') === null));
    expect(revisions.map((revision) => revision.get('dataHash') !== null)).toEqual([true, true, false]);
  });

  test('the active revision, a second redaction of a transaction and one that is not there are refused', async () => {
    const [first, second] = await history();
    const tableId = await ledger.tableId(table);
    expect(await failure(redact(second))).toMatchObject({ name: 'BadRequestException', message: expect.stringMatching(/\w/) });
    const twice = ledger.transaction(async (transaction) => {
      for (let n = 0; n < 2; n += 1) await transaction.execute(`EXEC REDACT_REVISION ?, '${tableId}', '${id}'`, first?.get('blockAddress'));
    });
    expect(await failure(twice)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('redact one revision') });
    const other = ledger.values(`EXEC REDACT_REVISION ?, '${tableId}', '0000000000000000000000'`, first?.get('blockAddress'));
    expect(await failure(other)).toMatchObject({ name: 'BadRequestException', message: expect.stringContaining('there is no revision') });
    expect((await history())[0]?.get('data')).not.toBeNull();
  });
});
