import { execFile } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { newDatabase, type TestStorage } from '../support/engines';
import { report } from '../support/report';
import { cleanEnvironment, PROGRAM, storageFlags } from '../support/server-process';
import { id, TestLedgers } from '../support/test-ledgers';
import { change, committed, createTable, writing } from '../support/transactions';

/** 4 KB each: together more than the heap that the program gets, of which its code takes a good part. */
const DOCUMENTS = process.env.CDK_QLDB_FULL ? 1_000_000 : 15_000;
const HEAP_MEGABYTES = 40;

let storage: TestStorage;
let directory: string;
beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'qldb-to-sql-memory-'));
  storage = await newDatabase();
});
afterEach(async () => {
  rmSync(directory, { recursive: true, force: true });
  await storage.remove();
});

test('memory does not grow with the ledger', async () => {
  const ledgers = await TestLedgers.open('postgresql', { storage });
  const ledger = ledgers.storages.open(await ledgers.create('large'));
  const table = await createTable(ledger, 'items');
  for (let n = 0; n < DOCUMENTS; n += 1_000) {
    // Field names that come once, too: there is no end to them.
    const documents = Array.from({ length: 1_000 }, (_, m) => change(table, id(), 0, { [`field ${n + m}`]: n, text: 'x'.repeat(4_000) }));
    await committed(ledger.commit(writing(documents)));
  }
  await ledgers.close();
  const output = join(directory, 'large.sql');
  const args = [`--max-old-space-size=${HEAP_MEGABYTES}`, '--max-semi-space-size=2', PROGRAM, 'to-sql', '--ledger', 'large', ...storageFlags(storage), '--output', output];
  const { stderr } = await promisify(execFile)(process.execPath, args, { env: cleanEnvironment() });
  expect(stderr).toContain(`${DOCUMENTS} documents and ${DOCUMENTS} revisions of 1 table`);
  expect(stderr).toContain('table items has too many fields for as many columns');
  const bytes = statSync(output).size;
  expect(bytes).toBeGreaterThan(HEAP_MEGABYTES * 1024 * 1024 * 2);
  let rows = 0;
  for await (const line of createInterface({ input: createReadStream(output) })) {
    if (line.startsWith("('")) rows += 1;
  }
  // Current documents, revisions, and what tells of ledger, table and columns.
  expect(rows).toBe(2 * DOCUMENTS + 1 + 1 + 2 * 400);
  report(`${DOCUMENTS} documents, ${Math.round(bytes / 1024 / 1024)} MB of SQL, with a heap of ${HEAP_MEGABYTES} MB`);
}, 3_600_000);
