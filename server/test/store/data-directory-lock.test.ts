import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { startQldbServer } from '../../src';
import { DataDirectoryLock } from '../../src/store/data-directory-lock';
import { newDataDirectory } from '../support/engines';
import { ServerProcess, storageFlags } from '../support/server-process';

const ignore = () => undefined;

describe('the lock of a data directory', () => {
  let directory: string;
  let file: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'qldb-server-lock-'));
    file = join(directory, 'qldb-server.lock');
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const holder = (fields: object) => writeFileSync(file, JSON.stringify({ pid: 1, host: hostname(), token: 'theirs', ...fields }));
  const setAge = (seconds: number) => utimesSync(file, new Date(), new Date(Date.now() - seconds * 1_000));
  const acquire = () => DataDirectoryLock.acquire(directory, ignore);

  test('is held by one, and free again after its release', () => {
    const lock = acquire();
    expect(acquire).toThrow(`the data directory '${directory}' is in use (process ${process.pid} on host '${hostname()}' holds`);
    lock.release();
    lock.release();
    expect(existsSync(file)).toBe(false);
    acquire().release();
  });

  test('of a process that is gone is taken over at once', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    holder({ pid });
    acquire().release();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('of a process whose id now belongs to another process is taken over', () => {
    holder({ pid: process.pid, startTime: 'before the last start of the machine' });
    acquire().release();
  });

  test('of another host is taken over once it has been silent', () => {
    holder({ host: 'container-1' });
    expect(acquire).toThrow("process 1 on host 'container-1' holds");
    setAge(60);
    acquire().release();
  });

  test('that cannot be read is respected while it is young: it may be just being written', () => {
    writeFileSync(file, '');
    expect(acquire).toThrow('an unknown process holds');
    setAge(60);
    acquire().release();
  });

  test('is not released by one who has lost it', () => {
    const lock = acquire();
    holder({ token: 'theirs' });
    lock.release();
    expect(existsSync(file)).toBe(true);
  });

  test('that was lost is reported', async () => {
    const lost = new Promise<Error>((resolve) => DataDirectoryLock.acquire(directory, resolve));
    rmSync(file);
    expect((await lost).message).toContain('the lock of the data directory is lost');
  });
});

describe('a data directory', () => {
  test('that a server has open is refused to a second one, and free after a kill', async () => {
    const storage = newDataDirectory();
    try {
      const running = await ServerProcess.start(storageFlags(storage));
      const refused = await ServerProcess.run(['--port', '0', ...storageFlags(storage)]);
      expect(refused.code).toBe(1);
      expect(refused.stdout).toBe('');
      expect(refused.stderr).toContain(`is in use (process ${running.child.pid} on host`);
      await running.stop('SIGKILL');
      await (await ServerProcess.start(storageFlags(storage))).stop();
    } finally {
      await storage.remove();
    }
  });

  test('whose making was cut short is made again', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'qldb-server-cut-'));
    mkdirSync(join(dataDir, 'database.new', 'base'), { recursive: true });
    const server = await startQldbServer({ dataDir });
    await server.close();
    expect(readdirSync(dataDir)).toEqual(['database']);
    rmSync(dataDir, { recursive: true });
  });

  test('that cannot be made is refused with its path', async () => {
    const file = join(mkdtempSync(join(tmpdir(), 'qldb-server-file-')), 'file');
    writeFileSync(file, '');
    await expect(startQldbServer({ dataDir: join(file, 'data') })).rejects.toThrow(`the data directory '${join(file, 'data')}' cannot be made`);
    rmSync(join(file, '..'), { recursive: true });
  });
});
