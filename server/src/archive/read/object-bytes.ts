import { createHash } from 'node:crypto';
import { createGunzip } from 'node:zlib';
import { SourceError } from '../source/archive-source';

/** What an object turned out to be, once all of it was read. */
export interface ObjectFacts {
  readonly bytes: number;
  readonly sha256: string;
  readonly gzip: boolean;
}

/** A zipped object that cannot be unzipped to its end. */
export class UnzipError extends Error {
  override readonly name = 'UnzipError';
  constructor(readonly truncated: boolean, options: ErrorOptions) {
    super(truncated ? 'its gzip data ends too early' : 'its gzip data is damaged', options);
  }
}

const NO_BYTES = Buffer.alloc(0);

/** An object's bytes: unzipped where they are zipped, counted and hashed as they lie there. */
export class ObjectBytes {
  private readonly hash = createHash('sha256');
  private bytes = 0;
  private gzip = false;
  private ended = false;

  constructor(private readonly source: AsyncIterable<Buffer>) {}

  /** @throws UnzipError, SourceError */
  async* read(): AsyncGenerator<Buffer> {
    const chunks = this.counted()[Symbol.asyncIterator]();
    let start = NO_BYTES;
    while (start.length < 2) {
      const { value, done } = await chunks.next();
      if (done) break;
      start = Buffer.concat([start, value]);
    }
    const all = prepended(start, chunks);
    this.gzip = start[0] === 0x1f && start[1] === 0x8b;
    if (this.gzip) yield* unzipped(all);
    else yield* all;
  }

  /** Of the whole object, or `undefined` where it was not read to its end. */
  facts(): ObjectFacts | undefined {
    return this.ended ? { bytes: this.bytes, sha256: this.hash.digest('hex'), gzip: this.gzip } : undefined;
  }

  private async* counted(): AsyncGenerator<Buffer> {
    for await (const chunk of this.source) {
      this.hash.update(chunk);
      this.bytes += chunk.length;
      yield chunk;
    }
    this.ended = true;
  }
}

async function* prepended(start: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  if (start.length > 0) yield start;
  yield* { [Symbol.asyncIterator]: () => rest };
}

async function* unzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: 256 * 1024 });
  const feed = (async () => {
    for await (const chunk of chunks) {
      if (!gunzip.write(chunk)) await new Promise<void>((resolve) => gunzip.once('drain', resolve).once('close', resolve));
      if (gunzip.destroyed) return;
    }
    gunzip.end();
  })();
  feed.catch((error: Error) => gunzip.destroy(error));
  try {
    for await (const chunk of gunzip) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof SourceError) throw error;
    throw new UnzipError((error as NodeJS.ErrnoException).code === 'Z_BUF_ERROR', { cause: error });
  } finally {
    gunzip.destroy();
  }
}
