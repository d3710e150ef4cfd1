import { BlockWriter } from './block-writer';
import { CatalogueHistory } from './catalogue/catalogue-history';
import type { ImportTarget } from './import-target';
import { ImportedTree } from './imported-tree';
import { restoreBlock } from './restore-block';
import type { RestoredLedger } from './stand-up';
import { InputError } from '../archive/input-error';
import type { ArchiveEvent, VerifiedBlock } from '../archive/verify/verify-archive';
import { packBlocks, type ImportedBlock } from '../store/imported-blocks';
import type { ImportStart, StartedImport } from '../store/ledger-imports';
import type { PermissionsMode } from '../store/ledgers';

export interface ImportOptions {
  /** Of the ledger that comes out of it. */
  readonly name: string;
  readonly strandId: string;
  readonly permissionsMode: PermissionsMode;
  /** Import blocks that do not begin with the journal, although nothing shows the tree over those before them: without digests and proofs. */
  readonly historyOnly: boolean;
  /** A proof was given, which may show the tree before the first block. */
  readonly hasProof: boolean;
}

/**
 * Writes the blocks of an archive where ledgers are kept while it is verified, and makes a ledger of them in the end. Before that nobody sees any of
 * it.
 *
 * An import that was broken off is continued: all of the archive is verified again, and blocks that are there are compared instead of written.
 */
export class LedgerImporter {
  private readonly catalogue: CatalogueHistory;
  private readonly writer = new BlockWriter((blocks) => this.write(blocks));
  private readonly tree = new ImportedTree();
  private first: number | undefined;
  private last: number | undefined;
  private foreignSeq = -1;
  private unproven = 0;
  private broken = false;
  /** Of the last block that was written. */
  private written: number | undefined;

  /** @param starting how the target answers to the start: blocks are taken while it does not yet */
  constructor(private readonly target: ImportTarget, private readonly options: ImportOptions, private readonly starting: Promise<ImportStart>) {
    this.catalogue = new CatalogueHistory(options.strandId);
  }

  /**
   * After the first thing that is wrong nothing more is written.
   *
   * @throws InputError where the archive cannot be imported, or not upon what is there
   */
  async add(event: ArchiveEvent): Promise<void> {
    if (event.kind === 'finding' || (event.kind === 'block' && event.findings.length > 0)) this.broken = true;
    if (event.kind === 'block' && !this.broken) await this.block(event);
  }

  /**
   * Makes the ledger.
   *
   * @throws InputError
   */
  async finish(): Promise<RestoredLedger> {
    const { target, options, last } = this;
    await this.writer.end();
    const { kind, ledger, position } = await this.started();
    if (last === undefined || last < (position ?? -1)) {
      throw new InputError(`blocks up to ${position ?? 0} are there from before, the archive ends with ${last ?? 'none'}; ${HOW_ON}`);
    }
    const tree = this.tree.known();
    if (kind !== 'finished' && !tree && !options.historyOnly) throw beginsLater(this.first!);
    return target.standUp({
      ledger, name: options.name, strandId: options.strandId, permissionsMode: options.permissionsMode,
      isThere: kind === 'finished', position: last, foreignSeq: this.foreignSeq, tree, catalogue: this.catalogue.end(), unproven: this.unproven,
    });
  }

  /** Sequence number of the last block that is there, after an import that is not finished. */
  async breakOff(): Promise<number | undefined> {
    await this.writer.end();
    return this.written ?? (await this.started()).position;
  }

  private async block(event: VerifiedBlock): Promise<void> {
    const { block, before, origin } = event;
    const { historyOnly, hasProof } = this.options;
    const { sequenceNo } = block.address;
    if (this.first === undefined && !before && !historyOnly && !hasProof) throw beginsLater(sequenceNo);
    this.first ??= sequenceNo;
    this.catalogue.add(sequenceNo, block.transactionInfo);
    this.tree.add(event);
    if (origin === 'aws') this.foreignSeq = sequenceNo;
    for (const revision of block.revisions) this.unproven += revision.kind === 'user' && revision.unproven && revision.data ? 1 : 0;
    await this.writer.add(restoreBlock(event));
    this.last = sequenceNo;
  }

  private async write(blocks: readonly ImportedBlock[]): Promise<void> {
    const { kind, ledger, position } = await this.started();
    if (position !== undefined) await this.compare(blocks, ledger, position);
    const more = blocks.filter(({ sequenceNo }) => sequenceNo > (position ?? -1));
    if (more.length === 0) return;
    if (kind === 'finished') {
      throw new InputError(`the ledger '${this.options.name}' was imported up to block ${position} and is in use; the archive goes on with block ${more[0]!.sequenceNo}`);
    }
    if (!await this.target.write(ledger, this.written ?? position, packBlocks(more))) {
      throw new InputError('another process has continued or discarded this import meanwhile; wait until it has ended, then run this one again');
    }
    this.written = more.at(-1)!.sequenceNo;
  }

  private async started(): Promise<StartedImport> {
    const start = await this.starting;
    if (start.kind === 'refused') throw new InputError(start.reason);
    return start;
  }

  /** The same first block, and the same hash of the last one that is there: that is the same chain between them. */
  private async compare(blocks: readonly ImportedBlock[], ledger: number, position: number): Promise<void> {
    const first = blocks.find(({ sequenceNo }) => sequenceNo === this.first);
    if (first) {
      const there = await this.target.blockHash(ledger, first.sequenceNo);
      const earlier = first.sequenceNo === 0 ? undefined : await this.target.blockHash(ledger, first.sequenceNo - 1);
      if (!there || earlier) throw new InputError(`the blocks that are there from before do not begin with ${first.sequenceNo}, as the archive does; ${HOW_ON}`);
    }
    const last = blocks.find(({ sequenceNo }) => sequenceNo === position);
    if (!last) return;
    const there = await this.target.blockHash(ledger, position);
    if (there?.equals(last.hash)) return;
    const [found, expected] = [last.hash, there].map((hash) => hash?.toString('base64'));
    throw new InputError(`block ${position} has the hash ${found}, the one that is there from before ${expected}; ${HOW_ON}`);
  }
}

const HOW_ON = 'give the archive that was given before, or --discard to begin anew';

function beginsLater(first: number): InputError {
  return new InputError(
    `the archive begins with block ${first}: without the blocks before it its digest is not known. Give a proof of one of its blocks with --digest and --proof, or --history-only`
    + ' for a ledger without digests and proofs',
  );
}
