import { BlockWriter } from './block-writer';
import { CatalogueHistory } from './catalogue/catalogue-history';
import { ImportedTree } from './imported-tree';
import { restoreBlock } from './restore-block';
import { standUp, type RestoredLedger } from './stand-up';
import { InputError } from '../archive/input-error';
import type { ArchiveEvent, VerifiedBlock } from '../archive/verify/verify-archive';
import { readBlock } from '../store/blocks';
import { startImport, type ImportStart } from '../store/ledger-imports';
import type { PermissionsMode } from '../store/ledgers';
import type { Store } from '../store/store';

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

type Started = Exclude<ImportStart, { readonly kind: 'refused' }>;

/**
 * Writes the blocks of an archive into the store while it is verified, and makes a ledger of them in the end. Before that nobody sees any of it.
 *
 * An import that was broken off is continued: all of the archive is verified again, and blocks that are there are compared instead of written.
 */
export class LedgerImporter {
  /** @throws InputError where there is such a ledger already */
  static async start(store: Store, account: number, options: ImportOptions): Promise<LedgerImporter> {
    const started = await store.transaction((tx) => startImport(tx, account, options.name, options.strandId));
    if (started.kind === 'refused') throw new InputError(started.reason);
    return new LedgerImporter(store, options, started);
  }

  private readonly catalogue: CatalogueHistory;
  private readonly writer: BlockWriter;
  private readonly tree = new ImportedTree();
  private first: number | undefined;
  private last: number | undefined;
  private foreignSeq = -1;
  private unproven = 0;
  private broken = false;

  private constructor(private readonly store: Store, private readonly options: ImportOptions, private readonly started: Started) {
    this.catalogue = new CatalogueHistory(options.strandId);
    this.writer = new BlockWriter(store, started.ledger, started.position);
  }

  /** How many blocks, and of what, are there from before: in words. */
  get beginning(): string {
    const { kind, position } = this.started;
    if (kind === 'finished') return `the ledger '${this.options.name}' was imported already, up to block ${position}: the archive is compared with it`;
    return position === undefined ? 'a new ledger' : `an import that was broken off is continued: blocks up to ${position} are there`;
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
    const { store, options, started, last, tree } = this;
    await this.writer.end();
    if (last === undefined || last < (started.position ?? -1)) {
      throw new InputError(`blocks up to ${started.position ?? 0} are there from before, the archive ends with ${last ?? 'none'}; ${HOW_ON}`);
    }
    if (started.kind !== 'finished' && !tree.isKnown && !options.historyOnly) throw beginsLater(this.first!);
    return standUp(store, {
      ledger: started.ledger, name: options.name, strandId: options.strandId, permissionsMode: options.permissionsMode,
      isThere: started.kind === 'finished', position: last, foreignSeq: this.foreignSeq, tree, catalogue: this.catalogue.end(), unproven: this.unproven,
    });
  }

  /** Sequence number of the last block that is in the store, after an import that is not finished. */
  async breakOff(): Promise<number | undefined> {
    await this.writer.end();
    const written = this.last === undefined ? -1 : this.last;
    const there = Math.max(written, this.started.position ?? -1);
    return there < 0 ? undefined : there;
  }

  private async block(event: VerifiedBlock): Promise<void> {
    const { block, origin } = event;
    const { sequenceNo } = block.address;
    if (this.first === undefined) await this.begin(event);
    this.catalogue.add(block);
    this.tree.add(event);
    if (origin === 'aws') this.foreignSeq = sequenceNo;
    for (const revision of block.revisions) this.unproven += revision.kind === 'user' && revision.unproven ? 1 : 0;
    const { position = -1, kind } = this.started;
    if (sequenceNo > position) {
      if (kind === 'finished') throw new InputError(`the ledger '${this.options.name}' was imported up to block ${position} and is in use; the archive goes on with block ${sequenceNo}`);
      await this.writer.add(restoreBlock(event));
    } else if (sequenceNo === position) {
      await this.compare(event);
    }
    this.last = sequenceNo;
  }

  private async begin({ block: { address: { sequenceNo } }, before }: VerifiedBlock): Promise<void> {
    const { historyOnly, hasProof } = this.options;
    this.first = sequenceNo;
    if (!before && !historyOnly && !hasProof) throw beginsLater(sequenceNo);
    const { position, ledger } = this.started;
    if (position === undefined) return;
    const there = await readBlock(this.store, ledger, sequenceNo);
    const earlier = sequenceNo === 0 ? undefined : await readBlock(this.store, ledger, sequenceNo - 1);
    if (!there || earlier) throw new InputError(`the blocks that are there from before do not begin with ${sequenceNo}, as the archive does; ${HOW_ON}`);
  }

  /** The same hash is the same chain before it. */
  private async compare({ block }: VerifiedBlock): Promise<void> {
    const { sequenceNo } = block.address;
    const there = await readBlock(this.store, this.started.ledger, sequenceNo);
    if (there?.hash.equals(block.blockHash)) return;
    const [found, expected] = [block.blockHash, there?.hash].map((hash) => hash?.toString('base64'));
    throw new InputError(`block ${sequenceNo} has the hash ${found}, the one that is there from before ${expected}; ${HOW_ON}`);
  }
}

const HOW_ON = 'give the archive that was given before, or --discard to begin anew';

function beginsLater(first: number): InputError {
  return new InputError(
    `the archive begins with block ${first}: without the blocks before it its digest is not known. Give a proof of one of its blocks with --digest and --proof, or --history-only`
    + ' for a ledger without digests and proofs',
  );
}
