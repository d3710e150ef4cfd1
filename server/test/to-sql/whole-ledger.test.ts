import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LEDGER, writeLedger, type Answers } from './written-ledger';
import { startQldbServer, type QldbServer } from '../../src';
import { writeText } from '../../src/ion/text';
import { millisecondsOf } from '../../src/ion/timestamp-milliseconds';
import { fieldOf, type StructValue, type Value } from '../../src/ion/value';
import { ENGINES, newStorage, type TestStorage } from '../support/engines';
import { ServerProcess, storageFlags, type ProgramResult } from '../support/server-process';
import { openSqlDatabase, type SqlDatabase } from '../support/sql-databases';

const text = (value: Value | undefined): string | null => value === undefined ? null : value.kind === 'string' ? value.value : writeText(value);
const within = (value: Value | undefined, name: string): Value | undefined => value?.kind === 'struct' ? fieldOf(value, name) : undefined;
const hex = (value: Value | undefined): string | null => value?.kind === 'blob' ? Buffer.from(value.value).toString('hex') : null;

/** A row of the committed view, or of a history, as the query below shows one of SQL. */
function comparable(view: StructValue) {
  const metadata = fieldOf(view, 'metadata');
  const time = within(metadata, 'txTime');
  return {
    id: text(within(metadata, 'id')), version: text(within(metadata, 'version')), tx: text(within(metadata, 'txId')),
    time: time?.kind === 'timestamp' ? String(millisecondsOf(time.value)) : null, block: text(within(fieldOf(view, 'blockAddress'), 'sequenceNo')),
    ion: text(fieldOf(view, 'data')),
  };
}

const comparableRevision = (view: StructValue) => ({ ...comparable(view), hash: hex(fieldOf(view, 'hash')), data_hash: hex(fieldOf(view, 'dataHash')) });

const SHOWN = `_ql_document_id as id, _ql_version::text as version, _ql_transaction_id as tx, (extract(epoch from _ql_transaction_time) * 1000)::bigint::text as time,
  _ql_block::text as block, _ql_ion as ion`;

const byRow = (a: { readonly id: string | null; readonly version: string | null }, b: typeof a) => `${a.id} ${a.version}` < `${b.id} ${b.version}` ? -1 : 1;

describe.each(ENGINES)('a ledger on %s, as SQL', (engine) => {
  let storage: TestStorage;
  let server: QldbServer;
  let database: SqlDatabase;
  let answers: Answers;
  let whileRunning: ProgramResult;
  let result: ProgramResult;
  let directory: string;

  const toSql = (...flags: string[]) => ServerProcess.run(['to-sql', '--ledger', LEDGER, ...storageFlags(storage), ...flags]);

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'qldb-to-sql-'));
    storage = await newStorage(engine);
    server = await startQldbServer({ ...storage.options, timings: { ledgerCreation: 0, redaction: 0 } });
    answers = await writeLedger(server.endpoint);
    whileRunning = await toSql();
    if (engine === 'pglite') await server.close();
    result = await toSql('--output', join(directory, 'ledger.sql'));
    database = await openSqlDatabase(engine);
    await database.load(readFileSync(join(directory, 'ledger.sql'), 'utf8'));
    await database.rows(`set search_path to "${LEDGER}"`);
  }, 180_000);
  afterAll(async () => {
    await database?.close();
    await server?.close();
    await storage?.remove();
    rmSync(directory, { recursive: true, force: true });
  });

  test('is written to a file, and what was written is told', () => {
    expect(result).toEqual({ code: 0, stdout: '', stderr: 'qldb-server: 7 documents and 12 revisions of 5 tables, as of block 13\n' });
  });

  test(engine === 'pglite' ? 'is refused while a server has it open' : 'is the same on standard output, while a server runs', () => {
    if (engine === 'pglite') {
      expect(whileRunning).toMatchObject({ code: 1, stdout: '', stderr: expect.stringMatching(/the data directory '.*' is in use \(process \d+ on host .*; stop that process/) });
    } else {
      const withoutTime = (script: string) => script.replace(/'qldb-server .*', '.*'/, '');
      expect(whileRunning.code).toBe(0);
      expect(withoutTime(whileRunning.stdout)).toBe(withoutTime(readFileSync(join(directory, 'ledger.sql'), 'utf8')));
    }
  });

  test('has the current documents that its own queries show', async () => {
    for (const [table, sql] of [['things', 'things'], ['things_history', 'things_history'], ['Things', 'Things'], ['old', 'old'], ['dropped', 'old_2']] as const) {
      const rows = await database.rows<ReturnType<typeof comparable>>(`select ${SHOWN} from "${sql}"`);
      expect([...rows].sort(byRow)).toEqual(answers.committed[table]!.map(comparable).sort(byRow));
    }
  });

  test('has the revisions that its own history shows, hashes and redactions included', async () => {
    const tables = [
      ['things', 'things_history_2'], ['things_history', 'things_history_history'], ['Things', 'Things_history'], ['old', 'old_history'],
      ['dropped', 'old_2_history'],
    ] as const;
    for (const [table, sql] of tables) {
      const rows = await database.rows<ReturnType<typeof comparableRevision>>(
        `select ${SHOWN}, encode(_ql_hash, 'hex') as hash, encode(_ql_data_hash, 'hex') as data_hash from "${sql}"`);
      expect([...rows].sort(byRow)).toEqual(answers.history[table]!.map(comparableRevision).sort(byRow));
    }
    expect(await database.rows(`
      select count(*) filter (where _ql_deleted)::int as deleted, count(*) filter (where _ql_redacted)::int as redacted,
        count(*) filter (where _ql_ion is null)::int as without_data from things_history_2`)).toEqual([{ deleted: 1, redacted: 1, without_data: 2 }]);
  });

  test('has the digest that the server gave', async () => {
    const [row] = await database.rows(`select ledger, account_id, region, strand_id, tip::text, encode(digest, 'base64') as digest, written_by from "${LEDGER}"._ql_ledger`);
    expect({ ...row, digest: String(row?.digest).replaceAll('\n', '') }).toEqual({
      ledger: LEDGER, account_id: '000000000000', region: 'us-east-1', strand_id: /strandId:"(\w+)"/.exec(answers.tip)?.[1], tip: /sequenceNo:(\d+)/.exec(answers.tip)?.[1],
      digest: answers.digest, written_by: expect.stringMatching(/^qldb-server \d/),
    });
  });

  test('has a column for each field, of the type that its values have', async () => {
    const types = await database.rows<{ readonly field: string; readonly column: string; readonly type: string }>(
      "select field, sql_column as column, type from _ql_column where sql_table = 'things' and sql_column not like 'n'");
    expect(Object.fromEntries(types.map(({ field, type }) => [field, type]))).toEqual({
      'text': 'text', 'number': 'bigint', 'large': 'numeric', 'decimal': 'numeric', 'float': 'double precision', 'flag': 'boolean', 'day': 'date',
      'moment': 'timestamptz', 'minute': 'text', 'unknown': 'text', 'year': 'text', 'symbol': 'text', 'blob': 'bytea', 'clob': 'bytea', 'nothing': 'text',
      'typed': 'text', 'list': 'jsonb', 'sexp': 'jsonb', 'nested': 'jsonb', 'noted': 'numeric', '_ql_block': 'text', 'ctid': 'bigint', 'version': 'text',
      'a "b" c': 'bigint',
    });
    const declared = await database.rows(`
      select column_name as column, data_type as type from information_schema.columns
      where table_schema = '${LEDGER}' and table_name = 'things' and column_name not like '\\_ql\\_%' order by 1`);
    const told = types.filter(({ column }) => !column.startsWith('_ql_')).map(({ column, type }) => ({ column, type: type.replace('timestamptz', 'timestamp with time zone') }));
    const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    expect(sorted(declared.filter(({ column }) => column !== 'n'))).toEqual(sorted(told));
  });

  test('has the values that were written', async () => {
    expect(await database.rows(`
      select text, number::text, large::text, decimal::text, float, flag, to_char(day, 'YYYY-MM-DD') as day, to_char(moment at time zone 'UTC', 'HH24:MI:SS.MS') as moment,
        minute, unknown, year, symbol, encode(blob, 'escape') as blob, encode(clob, 'escape') as clob, nothing, typed, list, sexp::text, nested::text, noted::text,
        _ql_block_ as block, ctid_::text as ctid, version, "a ""b"" c"::int as quoted
      from things where flag`)).toEqual([{
      text: 'it\'s "quoted" \\ ä', number: '6', large: '12345678901234567890', decimal: '90.250', float: 1.5, flag: true, day: '2017-08-21', moment: '17:37:05.360',
      minute: '2019-09-16T19:37Z', unknown: '2019-09-16T19:37:05-00:00', year: '2019T', symbol: 'red', blob: 'hello', clob: 'bytes', nothing: null, typed: null,
      list: [1, { a: '2017T' }], sexp: '[1, 2]', nested: '{"raw": "AAE=", "price": 1.50}', noted: '5.00', block: 'mine', ctid: '1', version: 'mine too', quoted: 1,
    }]);
  });

  test('can be joined: which version of each document was there at a block', async () => {
    const [row] = await database.rows<{ readonly numbers: string }>(`
      select string_agg(number::text, ',' order by _ql_version) as numbers from things_history_2
      where _ql_document_id = (select _ql_document_id from things where flag)`);
    expect(row?.numbers).toBe('6');
  });
});
