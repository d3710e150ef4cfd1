import { createWriteStream, existsSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

/**
 * Writes pieces of text to a file, or to standard output where none is named.
 *
 * A file gets its name when all is written: what was there before stays until then. What is no regular file (a pipe, a device) is written to
 * as it is.
 *
 * @returns what the pieces return at their end
 * @throws Error when it cannot be written
 */
export async function writeOutput<T>(path: string | undefined, pieces: AsyncGenerator<string, T>): Promise<T> {
  if (path === undefined) return writeTo(process.stdout, pieces);
  const isFile = !existsSync(path) || statSync(path).isFile();
  const target = isFile ? `${path}.unfinished` : path;
  try {
    const stream = createWriteStream(target);
    const result = await writeTo(stream, pieces);
    stream.end();
    await finished(stream);
    if (isFile) await rename(target, path);
    return result;
  } catch (error) {
    if (isFile) await rm(target, { force: true });
    throw error;
  }
}

async function writeTo<T>(stream: Writable, pieces: AsyncGenerator<string, T>): Promise<T> {
  // What goes wrong is told to the write that it meets; without a listener it would end the process as well.
  stream.on('error', () => undefined);
  for (;;) {
    const next = await pieces.next();
    if (next.done) return next.value;
    await writeAll(stream, next.value);
  }
}

/** Waits until the text is on its way: memory holds one piece. */
async function writeAll(stream: Writable, text: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    stream.write(text, (error) => error ? reject(new Error(`the output cannot be written: ${error.message}`, { cause: error })) : resolve());
  });
}
