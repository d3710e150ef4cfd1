import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseImportArguments } from '../../src/cli/import/arguments';
import { importFlags } from '../../src/cli/import/flags';
import { importHelpText } from '../../src/cli/import/help';
import type { ImportReport } from '../../src/import/import-report';
import { runImport, writeArchive } from '../import/imported';
import { randomJournal, STRAND } from '../journal/random-journal';
import { newDataDirectory, TestServers, type TestStorage } from '../support/engines';
import { ServerProcess } from '../support/server-process';
import { TestArchive } from '../support/test-archive';

const JOURNAL = randomJournal(31, 5);
const DIGEST = JOURNAL.digest(30).toString('base64');

let directory: string;
let storage: TestStorage;
let source: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-import-test-'));
  storage = newDataDirectory();
  source = writeArchive(await TestArchive.of(JOURNAL.blocks.slice(1)), join(directory, 'export'));
});
afterEach(async () => {
  await storage.remove();
  rmSync(directory, { recursive: true, force: true });
});

const dataFlags = (): readonly string[] => ['--data', String(storage.options.dataDir)];

describe('qldb-server import', () => {
  test('prints what it has verified and made, writes the same to a file, and ends with code 0', async () => {
    const file = join(directory, 'report.txt');
    const { code, stdout, stderr } = await ServerProcess.run(['import', '--ledger', 'restored', ...dataFlags(), source, '--digest', DIGEST, '--report', file]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'qldb-server: a new ledger\n' });
    expect(stdout).toContain('\nAS SIGNED OFF: nothing is wrong, and the blocks up to 30 are those that the given digest was made of.');
    expect(stdout).toContain("\nIMPORTED: the ledger 'restored' is there, up to block 30\n");
    expect(stdout).toMatch(/\nTables\n {2}Vehicle \(\w{22}\)\n/);
    expect(readFileSync(file, 'utf8')).toMatch(/Objects, with SHA-256\n {2}[0-9a-f]{64}[^]*IMPORTED: the ledger 'restored'/);
    const again = await runImport(storage, 'restored', source);
    expect(again).toMatchObject({ code: 0, stderr: "qldb-server: the ledger 'restored' was imported already, up to block 30: the archive is compared with it\n" });
  });

  test('of something broken ends with code 1, and what was there goes on once it is whole', async () => {
    const broken = await TestArchive.of(JOURNAL.blocks.slice(1).toSpliced(20, 1), { manifests: false, maxBytes: 1 });
    const failed = await runImport(storage, 'restored', writeArchive(broken, join(directory, 'broken')));
    expect(failed).toMatchObject({ code: 1, report: { verification: { status: 'broken' }, unfinished: { lastBlock: 20 } } });
    const text = await ServerProcess.run(['import', '--ledger', 'restored', ...dataFlags(), join(directory, 'broken')]);
    expect(text.stdout).toContain('block 21 is missing');
    expect(text.stdout).toContain('\nNOT IMPORTED\n  There is no ledger: see above what is wrong. Blocks up to 20 stay in the store, unseen: mend the export and run');
    const { code, stderr } = await runImport(storage, 'restored', source);
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'qldb-server: an import that was broken off is continued: blocks up to 20 are there\n' });
  });

  test('begins anew with --discard', async () => {
    const other = randomJournal(31, 6);
    const broken = await TestArchive.of(other.blocks.slice(1).toSpliced(20, 1), { manifests: false, maxBytes: 1 });
    await runImport(storage, 'restored', writeArchive(broken, join(directory, 'other')));
    const refused = await runImport(storage, 'restored', source);
    expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/block 20 has the hash [^]*; give the archive that was given before, or --discard to begin anew\n$/) });
    expect(await runImport(storage, 'restored', source, '--discard')).toMatchObject({ code: 0, report: { ledger: { lastBlock: 30 } } });
  });

  test('of what is no export, or of blocks that begin later, ends with code 2', async () => {
    writeFileSync(join(directory, 'empty'), '');
    expect(await runImport(storage, 'restored', join(directory, 'empty'))).toMatchObject({ code: 2, stderr: expect.stringContaining('holds no journal blocks') });
    const later = writeArchive(await TestArchive.of(JOURNAL.blocks.slice(11)), join(directory, 'later'));
    expect(await runImport(storage, 'restored', later)).toMatchObject({ code: 2, stderr: expect.stringContaining('the archive begins with block 11') });
    expect(await runImport(storage, 'restored', later, '--history-only')).toMatchObject({ code: 0 });
  });

  test('with a digest that cannot be compared ends with code 2, without a ledger', async () => {
    const { code, report } = await runImport(storage, 'restored', source, '--digest', DIGEST, '--tip', '40');
    expect({ code, ledger: report?.ledger }).toEqual({ code: 2, ledger: undefined });
  });

  test('does not touch a directory that a server has open', async () => {
    const servers = new TestServers('pglite');
    await servers.start({}, storage);
    const { code, stderr } = await runImport(storage, 'restored', source);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringMatching(/^qldb-server: the data directory '.*' is in use/) });
    await servers.closeAll();
  });

  test('with a wrong command line lists every problem, and ends with code 2', async () => {
    expect(await ServerProcess.run(['import', '--data', 'x', '--database-url', 'postgres://h/d', '--permissions-mode', 'ALL'])).toEqual({
      code: 2,
      stdout: '',
      stderr: [
        "--permissions-mode must be STANDARD or ALLOW_ALL; received 'ALL'",
        'import takes one directory or s3://bucket/prefix; received none',
        '--ledger is needed: the name that the ledger gets',
        '--data and --database-url cannot both be given; keep one of them',
        'import --help lists the flags',
      ].map((line) => `qldb-server: ${line}\n`).join(''),
    });
    expect(await ServerProcess.run(['import', source, '--ledger', 'restored'])).toMatchObject({
      code: 2, stderr: expect.stringContaining('--data or --database-url is needed: where the ledger is to be kept\n'),
    });
    expect(() => parseImportArguments(['x', '--ledger', '-'])).toThrow(/^--ledger must .*; received '-'$/);
  });

  test('--help lists every flag', async () => {
    const { code, stdout } = await ServerProcess.run(['import', '--help']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: importHelpText() });
    for (const name of Object.keys(importFlags)) expect(stdout).toContain(`--${name}`);
  });

  test('as JSON says of each table where its id comes from', async () => {
    const { report } = await runImport(storage, 'restored', source) as { readonly report: ImportReport };
    expect(report.ledger).toMatchObject({ ledgerName: 'restored', strandId: STRAND, tables: [{ name: 'Vehicle', idIsDerived: false, active: true }] });
  });
});
