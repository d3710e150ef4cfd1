// How fast `qldb-server verify` and `import` go over an export, beside reading and hashing its bytes alone, and with how much memory.
// `--blocks N` and `--format FORMAT` measure that alone, for 10^6 blocks for one.
// `--beside PROGRAM` measures the same with another build of `qldb-server.js` in turn: before and after a change.
// On a machine that does other things as well, the time of the processor says more than that of the clock.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { withDirectory, withPostgres } from './support/ledger-server';
import { DirectorySource } from '../server/src/archive/source/directory-source';
import { OUTPUT_FORMATS, type OutputFormat } from '../server/src/model/journal-export';
import { writeLongJournal } from '../server/test/support/long-journal';
import { cleanEnvironment, PROGRAM } from '../server/test/support/server-process';

const { values: { beside: OTHER, blocks: BLOCKS, format: FORMAT } } = parseArgs({
  options: { beside: { type: 'string' }, blocks: { type: 'string' }, format: { type: 'string' } },
});
const PROGRAMS = OTHER === undefined ? [PROGRAM] : [OTHER, PROGRAM];
const SIZES = BLOCKS === undefined ? [1_000, 10_000, 100_000] : [Number(BLOCKS)];
const FORMATS = FORMAT === undefined ? OUTPUT_FORMATS : OUTPUT_FORMATS.filter((format) => format === FORMAT);

/** Milliseconds for the least that any verification must do: read every byte and hash it. */
async function readAndHash(directory: string): Promise<number> {
  const started = performance.now();
  const hash = createHash('sha256');
  for await (const { key } of new DirectorySource(directory).list()) {
    for await (const chunk of createReadStream(`${directory}/${key}`)) hash.update(chunk as Buffer);
  }
  hash.digest();
  return performance.now() - started;
}

interface Run {
  readonly milliseconds: number;
  /** Seconds of the processor, all threads together. Linux only. */
  readonly processor: number;
  /** The most memory that the process had, in MB. Linux only. */
  readonly peak: number;
}

/** Runs the program to its end, watched. */
async function watched(args: readonly string[]): Promise<Run> {
  const started = performance.now();
  const child = spawn(process.execPath, args, { env: cleanEnvironment(), stdio: 'ignore' });
  let peak = NaN;
  let processor = NaN;
  const watch = setInterval(() => {
    try {
      const [, kilobytes] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8')) ?? [];
      if (kilobytes !== undefined) peak = Number(kilobytes) / 1024;
      processor = processorSeconds(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
    } catch {
      // It has ended, or there is no /proc here.
    }
  }, 50);
  const [code] = await once(child, 'exit') as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${args.slice(1, 2).join()} ended with code ${code}`);
  return { milliseconds: performance.now() - started, processor, peak };
}

/** Of a process, in user and system mode: hundredths of a second behind its name in parentheses. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
function processorSeconds(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measure(format: OutputFormat, blocks: number): Promise<void> {
  await withDirectory(async (directory) => {
    const { digest, bytes } = await writeLongJournal(directory, blocks, format);
    const flags = [directory, '--digest', digest.toString('base64')];
    await readAndHash(directory);
    const floor = await readAndHash(directory);
    const show = (what: string, { milliseconds, processor, peak }: Run): void => {
      const seconds = milliseconds / 1000;
      console.log([
        `${what} ${format}, ${blocks} blocks`.padEnd(50), `${Math.round(blocks / seconds)}/s`.padStart(9), `${Math.round(blocks / processor)}/s`.padStart(15),
        `${(bytes / 1e6 / seconds).toFixed(1)} MB/s`.padStart(11), `${Math.round(peak)} MB`.padStart(9),
        `${(milliseconds / floor).toFixed(0)} x reading and hashing`.padStart(28),
      ].join(' '));
    };
    for (const program of PROGRAMS) {
      const name = program === OTHER ? ' (the other build)' : '';
      show(`verify${name}`, await watched([program, 'verify', ...flags]));
      const importing = [program, 'import', '--ledger', 'bench', ...flags];
      await withDirectory(async (data) => show(`import to PGlite${name}`, await watched([...importing, '--data', data])));
      await withPostgres(async (url) => show(`import to PostgreSQL${name}`, await watched([...importing, '--database-url', url])));
    }
  });
}

async function main(): Promise<void> {
  console.log([
    'the whole program, start-up included'.padEnd(50), 'blocks'.padStart(9), 'of a processor'.padStart(15), 'data'.padStart(11), 'peak'.padStart(9),
  ].join(' '));
  for (const blocks of SIZES) for (const format of FORMATS) await measure(format, blocks);
}

void main();
