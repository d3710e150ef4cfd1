import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';

jest.setTimeout(300_000);

const REPOSITORY = join(__dirname, '..', '..');

interface Run {
  readonly code: number | null;
  readonly printed: string;
}

/** Runs what `npm start` runs after the set-up; `watch` sees the output grow and may send signals as a terminal does. */
function demo(args: readonly string[] = [], watch?: (printed: string, interrupt: () => void) => void): Promise<Run> {
  const child = spawn(process.execPath, [join(REPOSITORY, 'scripts', 'start.mjs'), ...args], { cwd: REPOSITORY, detached: true });
  let printed = '';
  const read = (chunk: Buffer) => {
    printed += chunk.toString();
    watch?.(printed, () => process.kill(-child.pid!, 'SIGINT'));
  };
  child.stdout.on('data', read);
  child.stderr.on('data', read);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, printed })));
}

async function answers(url: string): Promise<boolean> {
  return fetch(url, { signal: AbortSignal.timeout(2000) }).then(() => true, () => false);
}

describe('npm start', () => {
  it('deploys, streams, exports, changes and destroys a ledger, and says so', async () => {
    const { code, printed } = await demo();
    expect(printed).toContain('✓ cdk destroy');
    expect(code).toBe(0);
    expect(printed).toMatch(/permissions mode +ALLOW_ALL[^]*permissions mode +STANDARD/);
    expect(printed).toMatch(/data-class=internal[^]*data-class=confidential/);
    expect(printed).toContain('"State": "ACTIVE"');
    // Written by AWS's driver, proven, changed behind the server's back, and found out.
    const [, block] = /version 0 +Raul Lewis +block (\d+)\n +version 1 +Alexis Pena/.exec(printed) ?? [];
    expect(printed).toMatch(/the revision and \d+ hashes of its proof make the digest/);
    expect(printed).toContain(`block ${block} of strand `);
    expect(printed).toMatch(/is not intact: the hash of revision 0[^]*✓ verify the journal once more/);
    // What came out of Kinesis, and the exported journal, which is that of the digest.
    expect(printed).toMatch(/records of Kinesis hold \d+ of the journal: 1 CONTROL, \d+ BLOCK_SUMMARY, 3 REVISION_DETAILS/);
    expect(printed).toMatch(new RegExp(`VehicleRegistration +\\S+ +version 0 +Raul Lewis +block ${block}\n`));
    const [, kept] = /(\S{44}) at block \d+\n/.exec(printed) ?? [];
    expect(printed).toMatch(/s3:\/\/\S+\/vehicle-registration\/\S+\.1-\d+\.ion\n +blocks 1 to \d+: every hash follows/);
    expect(printed).toContain(`their hashes make ${kept}, the digest that was kept`);
    expect(printed).toMatch(/in all +\d+\.\d s/);
    const [aws, qldb] = endpoints(printed);
    expect(await answers(aws)).toBe(false);
    expect(await answers(qldb)).toBe(false);
  });

  it('brings the ledger back from its export with --restore, the same to the last byte', async () => {
    const { code, printed } = await demo(['--restore']);
    expect(printed).toMatch(/✓ cdk destroy [^]*✓ ask QLDB for the ledger: it is gone [^]*AS SIGNED OFF[^]*BROKEN: 1 thing is wrong\./);
    expect(printed).toMatch(/block \d+: revision 0 \(document \w{22}, version 0\) has the hash \S+, its content makes \S+/);
    const [, digest] = /(\S{44}) at block \d+\n/.exec(printed) ?? [];
    expect(printed).toMatch(/IMPORTED: the ledger 'vehicle-registration' is there, up to block \d+/);
    expect(printed).toContain(`${digest} at block`);
    expect(printed).toMatch(/, as before\n[^]*version 1 +Alexis Pena +block \d+\n[^]*✓ verify the receipt that was taken before/);
    expect(printed).toMatch(/version 2 +Melvin Parker +block \d+: the journal goes on/);
    expect(printed).toMatch(/create complete +Custom::QLDBLedger [^]*✓ cdk deploy of examples\/adopted-ledger, which adopts it/);
    expect(code).toBe(0);
  });

  it('takes another port where one is busy, and ends everything on Ctrl-C', async () => {
    const busy = await listen(4566);
    try {
      let interrupted = false;
      const { code, printed } = await demo([], (text, interrupt) => {
        if (!interrupted && text.includes('· cdk bootstrap')) {
          interrupted = true;
          interrupt();
        }
      });
      expect(printed).toContain('interrupted: ending everything that was started');
      expect(code).toBe(130);
      const [aws, qldb] = endpoints(printed);
      expect(aws).not.toContain(':4566');
      expect(await answers(aws)).toBe(false);
      expect(await answers(qldb)).toBe(false);
    } finally {
      busy?.close();
    }
  });

  it('explains its options and refuses others', async () => {
    expect(await demo(['--help'])).toEqual({ code: 0, printed: expect.stringContaining('--keep') });
    expect(await demo(['--kep'])).toEqual({ code: 2, printed: expect.stringContaining("Unknown option '--kep'") });
    expect(await demo(['--keep', '--restore'])).toEqual({ code: 2, printed: '--keep and --restore cannot both be given; keep one of them\n' });
  });
});

function endpoints(printed: string): [string, string] {
  const match = /AWS services (\S+), QLDB (\S+)/.exec(printed);
  expect(match).not.toBeNull();
  return [match![1]!, match![2]!];
}

/** Occupies a port; `undefined` when something else does so already. */
function listen(port: number): Promise<Server | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}
