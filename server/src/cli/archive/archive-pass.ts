import { performance } from 'node:perf_hooks';
import type { ArchiveArguments } from './arguments';
import { Progress } from './progress';
import { requestedClaims } from './requested-claims';
import { InputError } from '../../archive/input-error';
import { openArchive, type OpenArchive } from '../../archive/open-archive';
import { SourceError, type ArchiveSource } from '../../archive/source/archive-source';
import { openSource } from '../../archive/source/open-source';
import { version } from '../../version';

/**
 * Opens the archive of the command line and does something with it. On a terminal a line says how far the pass over it has got.
 *
 * @returns what `work` returns, or `undefined` where the archive cannot be used; that has been said on standard error
 * @throws UsageError
 */
export async function withArchive<T>(args: ArchiveArguments, work: (archive: OpenArchive) => Promise<T>): Promise<T | undefined> {
  const claims = requestedClaims(args);
  let source: ArchiveSource | undefined;
  try {
    source = openSource(args.source, process.env);
    return await work(showingProgress(await openArchive(source, {
      ...args.strand !== undefined && { strandId: args.strand }, claims, recovery: { maxCombinations: args['max-combinations'] },
      program: `qldb-server ${version}`, verifiedAt: new Date(),
    })));
  } catch (error) {
    if (!(error instanceof InputError || error instanceof SourceError)) throw error;
    process.stderr.write(`qldb-server: ${error.message}\n`);
    return undefined;
  } finally {
    source?.close();
  }
}

function showingProgress(archive: OpenArchive): OpenArchive {
  if (!process.stderr.isTTY) return archive;
  return {
    ...archive,
    async pass(onEvent) {
      const progress = new Progress(archive.inventory, { write: (text) => process.stderr.write(text), now: () => performance.now() });
      try {
        return await archive.pass((event) => {
          progress.add(event);
          return onEvent?.(event);
        });
      } finally {
        progress.end();
      }
    },
  };
}
