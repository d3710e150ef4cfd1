import { accessSync, constants, mkdtempSync, rmSync, statfsSync } from 'node:fs';
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

export function removeFolders(folders: readonly string[]): void {
  for (const folder of folders) {
    rmSync(folder, { recursive: true, force: true });
  }
}
