import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Linux has a file system in memory here. https://docs.kernel.org/filesystems/tmpfs.html */
const IN_MEMORY = '/dev/shm';

/** Bytes: several times what the tests write at a time. Containers have 64 MB there unless told. */
const ENOUGH = 4 * 2 ** 30;

/**
 * A new folder for all that tests write.
 *
 * It is in memory where there is room: each PGlite database is a thousand files, which take ten times as long to copy on a disk. What
 * survives a killed process is the same there.
 */
export function makeScratchFolder(prefix: string): string {
  return mkdtempSync(join(hasRoomInMemory() ? IN_MEMORY : tmpdir(), prefix));
}

function hasRoomInMemory(): boolean {
  try {
    accessSync(IN_MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    return bavail * bsize >= ENOUGH;
  } catch {
    return false;
  }
}

/**
 * Removes them when this process has ended, however it ended: what a killed test run leaves in memory would stay there.
 *
 * `cat` ends when this process does. In a group of its own the shell outlives a Ctrl-C; what the tests started ends meanwhile too.
 */
export function removeAtTheEnd(folders: readonly string[]): void {
  const child = spawn('sh', ['-c', 'cat > /dev/null; sleep 2; rm -rf "$@"', 'sh', ...folders], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  (child.stdin as Socket).unref();
}
