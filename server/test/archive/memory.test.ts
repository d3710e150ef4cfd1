import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { VerificationReport } from '../../src/archive/report/report';
import { writeLongJournal } from '../support/long-journal';
import { report } from '../support/report';
import { cleanEnvironment, PROGRAM } from '../support/server-process';

/** 1.2 KB each: more than the heap that the program gets, most of which its code takes. */
const BLOCKS = process.env.CDK_QLDB_FULL ? 1_000_000 : 25_000;
const HEAP_MEGABYTES = 20;

test('memory does not grow with the journal', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'qldb-memory-'));
  try {
    const { digest, bytes } = await writeLongJournal(directory, BLOCKS, 'ION_BINARY');
    expect(bytes).toBeGreaterThan(HEAP_MEGABYTES * 1024 * 1024 * 1.3);
    const args = [`--max-old-space-size=${HEAP_MEGABYTES}`, '--max-semi-space-size=2', PROGRAM, 'verify', directory, '--json', '--digest', digest.toString('base64')];
    const { stdout } = await promisify(execFile)(process.execPath, args, { env: cleanEnvironment(), maxBuffer: 1e9 });
    expect(JSON.parse(stdout) as VerificationReport).toMatchObject({ status: 'matches', blocks: { count: BLOCKS } });
    report(`${BLOCKS} blocks, ${Math.round(bytes / 1024 / 1024)} MB, verified with a heap of ${HEAP_MEGABYTES} MB`);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 3_600_000);
