import { Chain } from './chain';
import { checkBlock, type BlockCheck } from './check-block';
import { Redactions } from './redactions';
import { IonFormatError } from '../../ion/ion-format-error';
import type { BlockHeader } from '../../journal/journal';
import type { Frontier, TreeNode } from '../../journal/tree';
import type { Claim, ClaimOutcome } from '../claims/claim';
import { Claims } from '../claims/claims';
import type { DataObject, Inventory } from '../inventory/inventory';
import type { TypeRecovery } from '../json/type-recovery';
import type { BlockRecord } from '../read/block-record';
import { mergeObjects } from '../read/merge-objects';
import type { ReadObject } from '../read/read-object';
import type { ArchiveFormat } from '../read/read-value';
import type { Finding } from '../report/finding';
import type { ArchiveSource } from '../source/archive-source';

/** What happens while an archive is verified, in its order. */
export type ArchiveEvent =
  | VerifiedBlock
  /** The same block as one that was there: it was checked, and counts no more. */
  | { readonly kind: 'copy'; readonly object: DataObject; readonly sequenceNo: number }
  | { readonly kind: 'finding'; readonly finding: Finding }
  /** All of an object was read. */
  | { readonly kind: 'object'; readonly object: ReadObject }
  | ArchiveEnd;

/** A block in its place. Nothing is wrong with it unless there are findings. Whoever imports blocks takes them from here. */
export interface VerifiedBlock extends BlockCheck {
  readonly kind: 'block';
  readonly object: DataObject;
  readonly format: ArchiveFormat;
  /** Older than the block before it, by its own time. */
  readonly isOlder: boolean;
  /** The tree over the blocks before this one, where it is known. */
  readonly before: Frontier | undefined;
  /** The nodes of the tree that the block completes, where that is known. */
  readonly completed: readonly TreeNode[];
}

export interface ArchiveEnd {
  readonly kind: 'end';
  /** At the last block, where it is determined. */
  readonly digest: Buffer | undefined;
  readonly claims: readonly ClaimOutcome[];
  /** Redacted revisions for which no block records a redaction. */
  readonly unrecordedRedactions: number;
}

export interface VerifyArchiveOptions {
  readonly recovery: TypeRecovery;
  readonly claims: readonly Claim[];
}

/**
 * Verifies the blocks of an archive in one pass over its objects. Memory does not grow with their number.
 *
 * @throws InputError, SourceError
 */
export async function* verifyArchive(source: ArchiveSource, inventory: Inventory, options: VerifyArchiveOptions): AsyncGenerator<ArchiveEvent> {
  const pass = new Pass(inventory, options);
  for (const finding of inventory.findings) yield { kind: 'finding', finding };
  for await (const group of mergeObjects(source, inventory.objects)) {
    for (const item of group) {
      if (item.kind === 'block') for (const event of pass.block(item.object, item.record)) yield event;
      else if (item.kind === 'object') yield item;
      else yield { kind: 'finding', finding: item.finding };
    }
  }
  yield pass.end();
}

class Pass {
  private readonly chain = new Chain();
  private readonly redactions = new Redactions();
  private readonly claims: Claims;

  constructor({ strandId }: Inventory, private readonly options: VerifyArchiveOptions) {
    this.claims = new Claims(options.claims, strandId);
  }

  block(object: DataObject, record: BlockRecord): readonly ArchiveEvent[] {
    const { chain } = this;
    const inObject = (finding: Finding): Finding => ({ ...finding, object: object.key });
    const check = this.check(record);
    if (!('verdicts' in check)) return [{ kind: 'finding', finding: inObject(check) }];
    const step = chain.add(check.block, check.origin);
    if (step.kind !== 'next') {
      const repeats = record.format === 'JSON' ? check.findings.filter(({ code }) => code !== 'revision hash') : check.findings;
      return [
        ...repeats.map((finding): ArchiveEvent => ({ kind: 'finding', finding: inObject(finding) })),
        step.kind === 'copy'
          ? { kind: 'copy', object, sequenceNo: record.block.address.sequenceNo }
          : { kind: 'finding', finding: inObject(step.finding) },
      ];
    }
    this.redactions.add(check.block);
    const shown = this.claims.add({ block: check.block, before: step.before, after: step.after });
    if (shown) chain.learn(shown);
    return [{
      kind: 'block', object, format: record.format, ...check, isOlder: step.isOlder, before: shown ?? step.before,
      completed: shown?.append(check.block.blockHash).completed ?? step.completed,
      findings: [...step.findings, ...check.findings, ...outsideWindow(object, check.block)].map(inObject),
    }];
  }

  /** A finding where the block cannot even be hashed. */
  private check(record: BlockRecord): BlockCheck | Finding {
    const { chain, options: { recovery } } = this;
    try {
      // What JSON lost is not looked for twice.
      return checkBlock(chain.isNext(record.block) ? record : { ...record, jsonData: new Map() }, chain.isOwn, recovery);
    } catch (error) {
      if (!(error instanceof IonFormatError)) throw error;
      const { sequenceNo } = record.block.address;
      return { code: 'block form', sequenceNo, message: `block ${sequenceNo} cannot be hashed: ${error.message}` };
    }
  }

  end(): ArchiveEnd {
    return { kind: 'end', digest: this.chain.tree?.digest(), claims: this.claims.end(), unrecordedRedactions: this.redactions.unrecorded };
  }
}

/** A block belongs to the time that the manifest says was exported. */
function outsideWindow({ window }: DataObject, { address: { sequenceNo }, timestamp }: BlockHeader): readonly Finding[] {
  if (!window || (timestamp >= window.start && timestamp < window.end)) return [];
  const [start, end, found] = [window.start, window.end, timestamp].map((time) => new Date(time).toISOString());
  return [{
    code: 'manifest', sequenceNo, field: 'blockTimestamp', expected: `from ${start} to before ${end}`, found: found!,
    message: `block ${sequenceNo} is of ${found}, but its export says that it has the blocks from ${start} to before ${end}`,
  }];
}
