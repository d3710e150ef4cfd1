import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { isRunning, processStartTime } from './process-identity';

const FILE_NAME = 'qldb-server.lock';

/** How often the holder shows that it is alive. */
const HEARTBEAT_MILLISECONDS = 2_000;

/** A holder on another host, whose processes cannot be looked up from here, is dead when it was silent for so long. */
const SILENCE_MILLISECONDS = 15_000;

const Holder = z.object({ pid: z.number(), startTime: z.string().optional(), host: z.string(), token: z.string() });
type Holder = z.infer<typeof Holder>;

/**
 * Keeps a second process off a data directory. PGlite itself does not: two processes on one directory both acknowledge writes and one
 * of them loses its own.
 *
 * Node has no file locks that the kernel releases with the process. A lock file of a process that is gone is therefore taken over: on the
 * same host when no process has that id and start time, from another host (a container that was replaced) when its heartbeat has stopped.
 */
export class DataDirectoryLock {
  /** @throws Error when a living process holds the lock */
  static acquire(directory: string, onLost: (error: Error) => void): DataDirectoryLock {
    const path = join(directory, FILE_NAME);
    const own: Holder = { pid: process.pid, startTime: processStartTime(process.pid), host: hostname(), token: randomUUID() };
    // Twice: the second time after a dead process's lock was removed.
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      try {
        writeFileSync(path, JSON.stringify(own), { flag: 'wx', mode: 0o600 });
        return new DataDirectoryLock(path, own, onLost);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') {
          throw error;
        }
      }
      removeIfStale(path, directory);
    }
    throw inUse(directory, 'another process took its lock just now');
  }

  private readonly heartbeat: NodeJS.Timeout;
  private released = false;

  private constructor(private readonly path: string, private readonly own: Holder, private readonly onLost: (error: Error) => void) {
    this.heartbeat = setInterval(() => this.beat(), HEARTBEAT_MILLISECONDS).unref();
  }

  release(): void {
    if (this.released) {
      return;
    }
    this.released = true;
    clearInterval(this.heartbeat);
    if (readHolder(this.path)?.token === this.own.token) {
      unlinkSync(this.path);
    }
  }

  private beat(): void {
    try {
      if (readHolder(this.path)?.token !== this.own.token) {
        throw new Error('its lock file was removed or replaced');
      }
      const now = new Date();
      utimesSync(this.path, now, now);
    } catch (error) {
      clearInterval(this.heartbeat);
      this.onLost(new Error(`the lock of the data directory is lost (${(error as Error).message}): '${this.path}'`));
    }
  }
}

/** @throws Error when the holder is alive */
function removeIfStale(path: string, directory: string): void {
  const holder = readHolder(path);
  const age = ageOf(path);
  if (age === undefined) {
    return;
  }
  if (holder?.host === hostname() ? isRunning(holder.pid, holder.startTime) : age < SILENCE_MILLISECONDS) {
    const who = holder ? `process ${holder.pid} on host '${holder.host}'` : 'an unknown process';
    throw inUse(directory, `${who} holds '${path}'`);
  }
  // Renaming is atomic, so of two processes that both found the lock stale one gets it; the other may catch the winner's new lock and
  // has to put it back.
  const aside = `${path}.${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (readHolder(aside)?.token !== holder?.token) {
      linkSync(aside, path);
    }
  } finally {
    unlinkSync(aside);
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

function ageOf(path: string): number | undefined {
  const stat = statSync(path, { throwIfNoEntry: false });
  return stat && Date.now() - stat.mtimeMs;
}

function inUse(directory: string, reason: string): Error {
  return new Error(
    `the data directory '${directory}' is in use (${reason}); stop that process, give another directory, or use PostgreSQL, which several processes can share`,
  );
}
