import { performance } from 'node:perf_hooks';
import type { ArchiveArguments } from './arguments';
import { Progress } from './progress';
import { requestedClaims } from './requested-claims';
import { readArchivedClaims } from '../../archive/claims/archived-claims';
import type { Claim } from '../../archive/claims/claim';
import { InputError } from '../../archive/input-error';
import type { Inventory } from '../../archive/inventory/inventory';
import { takeInventory } from '../../archive/inventory/take-inventory';
import { TypeRecovery } from '../../archive/json/type-recovery';
import type { VerificationReport } from '../../archive/report/report';
import { ReportBuilder } from '../../archive/report/report-builder';
import { SourceError, type ArchiveSource } from '../../archive/source/archive-source';
import { openSource } from '../../archive/source/open-source';
import { verifyArchive, type ArchiveEvent } from '../../archive/verify/verify-archive';
import { version } from '../../version';

/** An archive, and what it is to be compared with. */
export interface OpenArchive {
  readonly inventory: Inventory;
  /** Digests and proofs, of the command line and of the archive. */
  readonly claims: readonly Claim[];
  /** Goes over all of it once. Whoever is given every event may wait; the next one is read after that. */
  pass(onEvent?: (event: ArchiveEvent) => Promise<void>): Promise<VerificationReport>;
}

/**
 * Opens the archive of the command line and does something with it.
 *
 * @returns what `work` returns, or `undefined` where the archive cannot be used; that has been said on standard error
 * @throws UsageError
 */
export async function withArchive<T>(args: ArchiveArguments, work: (archive: OpenArchive) => Promise<T>): Promise<T | undefined> {
  const requested = requestedClaims(args);
  let source: ArchiveSource | undefined;
  try {
    source = openSource(args.source, process.env);
    return await work(await openArchive(source, args, requested));
  } catch (error) {
    if (!(error instanceof InputError || error instanceof SourceError)) throw error;
    process.stderr.write(`qldb-server: ${error.message}\n`);
    return undefined;
  } finally {
    source?.close();
  }
}

async function openArchive(source: ArchiveSource, args: ArchiveArguments, requested: readonly Claim[]): Promise<OpenArchive> {
  const taken = await takeInventory(source, args.strand);
  const archived = await readArchivedClaims(source, taken.proofs);
  const inventory = { ...taken, findings: [...taken.findings, ...archived.findings] };
  const claims = [...requested, ...archived.claims];
  return {
    inventory,
    claims,
    async pass(onEvent) {
      const builder = new ReportBuilder(inventory, { program: `qldb-server ${version}`, verifiedAt: new Date().toISOString(), source: source.name });
      const progress = process.stderr.isTTY
        ? new Progress(inventory, { write: (text) => process.stderr.write(text), now: () => performance.now() })
        : undefined;
      const recovery = new TypeRecovery({ maxCombinations: args['max-combinations'] });
      try {
        for await (const event of verifyArchive(source, inventory, { recovery, claims })) {
          builder.add(event);
          progress?.add(event);
          await onEvent?.(event);
        }
      } finally {
        progress?.end();
      }
      return builder.report();
    },
  };
}
