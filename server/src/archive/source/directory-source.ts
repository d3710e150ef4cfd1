import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SourceError, type ArchiveSource, type ListedObject } from './archive-source';

/** A directory of the file system with everything below it, or a single file. */
export class DirectorySource implements ArchiveSource {
  private root: string;

  constructor(readonly name: string) {
    this.root = name;
  }

  async* list(): AsyncGenerator<ListedObject> {
    const found = await this.failing(this.name, stat(this.name));
    if (found.isFile()) {
      this.root = dirname(this.name);
      yield { key: basename(this.name), bytes: found.size };
      return;
    }
    yield* this.listBelow('');
  }

  async* read(key: string): AsyncGenerator<Buffer> {
    const path = this.path(key);
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) yield chunk as Buffer;
    } catch (error) {
      throw unreadable(path, error);
    }
  }

  close(): void {}

  private path(key: string): string {
    return join(this.root, ...key.split('/'));
  }

  private async* listBelow(folder: string): AsyncGenerator<ListedObject> {
    const path = this.path(folder);
    const entries = await this.failing(path, readdir(path, { withFileTypes: true }));
    for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
      const key = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        yield* this.listBelow(key);
      } else if (entry.isFile()) {
        const { size } = await this.failing(key, stat(this.path(key)));
        yield { key, bytes: size };
      }
    }
  }

  private async failing<T>(path: string, work: Promise<T>): Promise<T> {
    try {
      return await work;
    } catch (error) {
      throw unreadable(path, error);
    }
  }
}

function unreadable(path: string, error: unknown): SourceError {
  const { code, message } = error as NodeJS.ErrnoException;
  const what = code === 'ENOENT' ? 'there is no such file or directory' : code === 'EACCES' ? 'it may not be read' : message;
  return new SourceError(`'${path}' cannot be read: ${what}`, { cause: error });
}
