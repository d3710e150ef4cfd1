import * as fc from 'fast-check';
import { encode } from '../../src/ion/encode';
import { parseText, writeText } from '../../src/ion/text';
import { string, struct, structOf, type StructValue, type Value } from '../../src/ion/value';
import type { LedgerSnapshot } from '../../src/to-sql/ledger-snapshot';
import { identifier } from '../../src/to-sql/literal';
import { writeScript, type ScriptProgress, type ScriptSummary } from '../../src/to-sql/write-script';
import type { StoredRevision } from '../../src/transaction/ledger-storage';
import { anyValue, RUNS } from '../ion/arbitraries';
import { ENGINES } from '../support/engines';
import { openSqlDatabase, type SqlDatabase } from '../support/sql-databases';

const TIME = Date.UTC(2025, 0, 1);

/** A deletion is `undefined`, a redacted revision a hash. */
type TestRevision = StructValue | Buffer | undefined;

const id = (n: number): string => String(n).padStart(22, '0');

function revisions(documents: ReadonlyArray<readonly TestRevision[]>): readonly StoredRevision[] {
  return documents.flatMap((versions, document) => versions.map((content, version): StoredRevision => ({
    documentId: id(document), version, sequenceNo: version + 1, transactionId: id(version), transactionTime: TIME + version,
    hash: Buffer.alloc(32, version),
    ...Buffer.isBuffer(content) ? { dataHash: content } : content && { data: encode(content) },
  })));
}

type Tables = ReadonlyArray<{ readonly name: string; readonly active?: boolean; readonly documents: ReadonlyArray<readonly TestRevision[]> }>;

function ledgerOf(tables: Tables, parts: Partial<LedgerSnapshot> = {}): LedgerSnapshot {
  return {
    name: 'written', accountId: '000000000000', region: 'us-east-1', strandId: id(0), tip: 9, tipTime: TIME, digest: Buffer.alloc(32, 7),
    tables: tables.map(({ name, active = true }, n) => ({ id: id(n), name, active })),
    async* revisions(tableId) {
      yield* revisions(tables[Number(tableId)]!.documents);
    },
    checkStillThere: async () => undefined,
    ...parts,
  };
}

async function scriptOf(ledger: LedgerSnapshot, onProgress?: (progress: ScriptProgress) => void): Promise<ScriptSummary & { readonly text: string }> {
  const script = writeScript(ledger, { schema: 'left', program: 'qldb-server 1.2.3', writtenAt: TIME, ...onProgress && { onProgress } });
  let text = '';
  for (;;) {
    const next = await script.next();
    if (next.done) return { ...next.value, text };
    text += next.value;
  }
}

const document = (text: string) => parseText(text) as StructValue;

test('a script is one transaction, whose end comes last', async () => {
  const { text, ...summary } = await scriptOf(ledgerOf([{ name: 'a', documents: [[document('{x:1}'), document('{x:2}')], [document('{x:3}'), undefined]] }]));
  expect(text).toMatch(/^-- .*block 9.*\nBEGIN;\n[^]*\nCOMMIT;\n$/);
  expect(summary).toEqual({ documents: 1, revisions: 4, partial: [] });
  expect(text).toContain('\n(\'0000000000000000000000\', 1, \'0000000000000000000001\', \'2025-01-01 00:00:00.001+00\', 2, false, 2, \'{x:2}\');\n');
});

test('of a ledger that goes meanwhile the script has no end', async () => {
  const gone = ledgerOf([{ name: 'a', documents: [[document('{x:1}')]] }], { checkStillThere: () => Promise.reject(new Error('it was deleted')) });
  const pieces: string[] = [];
  await expect((async () => {
    for await (const piece of writeScript(gone, { schema: 'left', program: '', writtenAt: 0 })) pieces.push(piece);
  })()).rejects.toThrow('it was deleted');
  expect(pieces.join('')).toContain('{x:1}');
  expect(pieces.join('')).not.toContain('COMMIT');
});

test('what cannot be read is named', async () => {
  const broken = ledgerOf([{ name: 'a', documents: [] }], {
    async* revisions() {
      yield { ...revisions([[document('{x:1}')]])[0]!, data: Buffer.from('e00100ea8e', 'hex') };
    },
  });
  await expect(scriptOf(broken)).rejects.toThrow(`version 0 of document ${id(0)} cannot be written: not valid Ion binary`);
});

test('progress is told for both passes over each table', async () => {
  const seen: ScriptProgress[] = [];
  await scriptOf(ledgerOf([{ name: 'a', documents: [] }, { name: 'b', documents: [[document('{x:1}'), undefined]] }]), (progress) => seen.push(progress));
  const table = { table: 'b', tablesDone: 1, tables: 2 };
  expect(seen).toEqual([
    { ...table, pass: 'types', revisions: 1 }, { ...table, pass: 'types', revisions: 2 },
    { ...table, pass: 'rows', revisions: 1, of: 2 }, { ...table, pass: 'rows', revisions: 2, of: 2 },
  ]);
});

describe.each(ENGINES)('scripts on %s', (engine) => {
  let database: SqlDatabase;
  beforeAll(async () => {
    database = await openSqlDatabase(engine);
  });
  afterAll(() => database.close());
  afterEach(() => database.load('drop schema if exists "left" cascade'));

  const columnsOf = async (table: string) => (await database.rows<{ readonly name: string; readonly type: string }>(`
    select column_name as name, data_type as type from information_schema.columns where table_schema = 'left' and table_name = '${table}' order by ordinal_position`))
    .filter(({ name }) => !name.startsWith('_ql_')).map(({ name, type }) => `${name} ${type}`);

  test('have types that fit the current documents, and others that fit all that they ever were', async () => {
    const { text } = await scriptOf(ledgerOf([{
      name: 'a', documents: [[document('{n:"one",gone:1}'), document('{n:1}')], [document('{n:2,late:2017-08-21}')], [document('{dropped:true}'), undefined]],
    }]));
    await database.load(text);
    expect(await columnsOf('a')).toEqual(['n bigint', 'late date']);
    expect(await columnsOf('a_history')).toEqual(['n jsonb', 'gone bigint', 'late date', 'dropped boolean']);
    expect(await database.rows('select n from "left".a order by _ql_document_id')).toMatchObject([{ n: expect.anything() }, { n: expect.anything() }]);
  });

  test('mark deletions and redactions', async () => {
    await database.load((await scriptOf(ledgerOf([{ name: 'a', documents: [[Buffer.alloc(32, 5), document('{n:1}'), undefined], [Buffer.alloc(32, 6)]] }]))).text);
    expect(await database.rows(`
      select _ql_version::int as version, _ql_deleted as deleted, _ql_redacted as redacted, encode(_ql_data_hash, 'hex') as hash, _ql_ion as ion
      from "left".a_history order by _ql_document_id, _ql_version`)).toEqual([
      { version: 0, deleted: false, redacted: true, hash: '05'.repeat(32), ion: null }, { version: 1, deleted: false, redacted: false, hash: null, ion: '{n:1}' },
      { version: 2, deleted: true, redacted: false, hash: null, ion: null }, { version: 0, deleted: false, redacted: true, hash: '06'.repeat(32), ion: null },
    ]);
    // A document that was current at the last block, and redacted since.
    expect(await database.rows('select _ql_document_id as id, _ql_ion as ion from "left".a')).toEqual([{ id: id(1), ion: null }]);
  });

  test('mark what could not be proven when it was imported, and have no digest where there is none', async () => {
    const { digest, ...imported } = ledgerOf([{ name: 'a', documents: [[document('{n:1}'), document('{n:2}')]] }]);
    await database.load((await scriptOf({
      ...imported,
      async* revisions() {
        const [first, second] = revisions([[document('{n:1}'), document('{n:2}')]]);
        yield first!;
        yield { ...second!, unproven: true };
      },
    })).text);
    expect(digest).toBeDefined();
    expect(await database.rows('select digest from "left"._ql_ledger')).toEqual([{ digest: null }]);
    expect(await database.rows('select _ql_unproven as unproven from "left".a_history order by _ql_version')).toEqual([{ unproven: false }, { unproven: true }]);
    expect(await database.rows('select _ql_unproven as unproven from "left".a')).toEqual([{ unproven: true }]);
  });

  test('have a table for each table of the ledger, whatever their names are', async () => {
    const long = 'x'.repeat(100);
    const tables: Tables = ['a', 'a_history', '_ql_ledger', 'A', long, 'select'].map((name) => ({ name, documents: [] }));
    await database.load((await scriptOf(ledgerOf([{ name: 'a', active: false, documents: [[document('{old:1}')]] }, ...tables]))).text);
    expect(await database.rows('select name, dropped, current_table as current, history_table as history, documents::int as documents from "left"._ql_table order by table_id'))
      .toEqual([
        { name: 'a', dropped: true, current: 'a_2', history: 'a_2_history', documents: 1 },
        { name: 'a', dropped: false, current: 'a', history: 'a_history_2', documents: 0 },
        { name: 'a_history', dropped: false, current: 'a_history', history: 'a_history_history', documents: 0 },
        { name: '_ql_ledger', dropped: false, current: '_ql_ledger_', history: '_ql_ledger__history', documents: 0 },
        { name: 'A', dropped: false, current: 'A', history: 'A_history', documents: 0 },
        { name: long, dropped: false, current: 'x'.repeat(63), history: `${'x'.repeat(61)}_2`, documents: 0 },
        { name: 'select', dropped: false, current: 'select', history: 'select_history', documents: 0 },
      ]);
    expect(await database.rows('select old::int from "left".a_2')).toEqual([{ old: 1 }]);
  });

  test('have columns for the fields that most documents have, where there are too many', async () => {
    const wide = (name: string) => struct(Array.from({ length: 1_000 }, (_, n) => ({ name: `${name}${n}`, value: string(`${n}`.repeat(20)) })));
    const common = structOf({ common: string('x'.repeat(30)) });
    const { text, partial } = await scriptOf(ledgerOf([{ name: 'a', documents: [[wide('rare')], [common], [common], [common], [wide('rare'), wide('other')]] }]));
    await database.load(text);
    expect(partial).toEqual(['a']);
    expect(await columnsOf('a')).toHaveLength(400);
    expect(await columnsOf('a_history')).toEqual(expect.arrayContaining(['common text', 'rare0 text', 'rare398 text']));
    expect(await database.rows('select length(_ql_ion) > 1000 * 20 as whole from "left".a where common is null')).toEqual([{ whole: true }, { whole: true }]);
  });

  test('say of every column which field it is', async () => {
    const names = ['plain', '_ql_block', 'ctid', 'a"b', "it's", '', 'x'.repeat(70), 'a\u0000b', 'Plain'];
    await database.load((await scriptOf(ledgerOf([{ name: 'a', documents: [[struct(names.map((name) => ({ name, value: string(name) })))]] }]))).text);
    const columns = await database.rows<{ readonly column: string; readonly field: string }>(
      'select sql_column as column, field from "left"._ql_column where sql_table = \'a\'');
    expect(columns.map(({ field }) => field).sort()).toEqual(names.map((name) => name.replace('\u0000', '\ufffd')).sort());
    for (const { column, field } of columns) {
      expect(await database.rows(`select ${identifier(column)} as value from "left".a`)).toEqual([{ value: field }]);
    }
    expect(Object.fromEntries(columns.map(({ column, field }) => [field, column]))).toMatchObject({ '_ql_block': '_ql_block_', 'ctid': 'ctid_', '': '_', 'a\ufffdb': 'a_b' });
  });

  test('lose nothing of any documents', async () => {
    const anyDocument = anyValue.filter((value): value is StructValue => value.kind === 'struct' || value.kind === 'list')
      .map((value: Value): StructValue => value.kind === 'struct' ? value : structOf({ value }));
    const anyVersions = fc.array(fc.option(anyDocument, { nil: undefined }), { minLength: 1, maxLength: 3 });
    await fc.assert(fc.asyncProperty(fc.array(anyVersions, { maxLength: 4 }), async (documents) => {
      await database.load((await scriptOf(ledgerOf([{ name: 'a', documents }]))).text);
      const texts = documents.map((versions) => versions.map((content) => content ? writeText(content) : null));
      const ion = async (table: string) => (await database.rows<{ readonly ion: string | null }>(
        `select _ql_ion as ion from "left".${table} order by _ql_document_id, _ql_version`)).map((row) => row.ion);
      expect(await ion('a_history')).toEqual(texts.flat());
      expect(await ion('a')).toEqual(texts.map((versions) => versions.at(-1)).filter((text) => text !== null));
      await database.load('drop schema "left" cascade');
    }), { numRuns: RUNS / 4 });
  }, 600_000);
});
