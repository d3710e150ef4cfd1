import { readArchivedClaims } from './claims/archived-claims';
import type { Claim } from './claims/claim';
import type { Inventory } from './inventory/inventory';
import { takeInventory } from './inventory/take-inventory';
import { TypeRecovery, type TypeRecoveryOptions } from './json/type-recovery';
import type { VerificationReport } from './report/report';
import { ReportBuilder } from './report/report-builder';
import type { ArchiveSource } from './source/archive-source';
import { verifyArchive, type ArchiveEvent } from './verify/verify-archive';

export interface OpenArchiveOptions {
  /** Strand to read, where there are several. @default - there is one */
  readonly strandId?: string;
  /** What it is to be compared with, besides what lies with it. @default - nothing */
  readonly claims?: readonly Claim[];
  /** Of types that JSON has lost. @default - as many as TypeRecovery tries */
  readonly recovery?: TypeRecoveryOptions;
  /** Names the program in the report. */
  readonly program: string;
  readonly verifiedAt: Date;
}

/** An archive of which it is known what there is and what it is to be compared with. */
export interface OpenArchive {
  readonly inventory: Inventory;
  readonly claims: readonly Claim[];
  /** Goes over all of it, once. Whoever is given the events may wait: the next one is read after that. */
  pass(onEvent?: (event: ArchiveEvent) => Promise<void> | void): Promise<VerificationReport>;
}

/** @throws InputError, SourceError */
export async function openArchive(source: ArchiveSource, options: OpenArchiveOptions): Promise<OpenArchive> {
  const taken = await takeInventory(source, options.strandId);
  const archived = await readArchivedClaims(source, taken.proofs);
  const inventory = { ...taken, findings: [...taken.findings, ...archived.findings] };
  const claims = [...options.claims ?? [], ...archived.claims];
  return {
    inventory,
    claims,
    async pass(onEvent) {
      const builder = new ReportBuilder(inventory, {
        program: options.program, verifiedAt: options.verifiedAt.toISOString(), source: source.name,
      });
      for await (const event of verifyArchive(source, inventory, { recovery: new TypeRecovery(options.recovery), claims })) {
        builder.add(event);
        await onEvent?.(event);
      }
      return builder.report();
    },
  };
}
