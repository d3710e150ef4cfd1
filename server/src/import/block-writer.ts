import { InputError } from '../archive/input-error';
import { insertImportedBlocks, type ImportedBlock } from '../store/imported-blocks';
import type { Store } from '../store/store';

/** What is written at a time: this many blocks, or fewer where they are large. */
const MAX_BLOCKS = 500;
const MAX_BYTES = 2_000_000;

/** Writes blocks in their order, many at a time, while the next ones are read. */
export class BlockWriter {
  private batch: ImportedBlock[] = [];
  private bytes = 0;
  private writing: Promise<void> = Promise.resolve();

  /** @param position the last block that is there */
  constructor(private readonly store: Store, private readonly ledger: number, private position: number | undefined) {}

  /** Waits where the database is slower. */
  async add(block: ImportedBlock): Promise<void> {
    this.batch.push(block);
    this.bytes += sizeOf(block);
    if (this.batch.length >= MAX_BLOCKS || this.bytes >= MAX_BYTES) await this.writeBatch();
  }

  /** Everything that was added is there afterwards. */
  async end(): Promise<void> {
    if (this.batch.length > 0) await this.writeBatch();
    await this.writing;
  }

  private async writeBatch(): Promise<void> {
    const { batch } = this;
    this.batch = [];
    this.bytes = 0;
    await this.writing;
    this.writing = this.write(batch);
    // What goes wrong is thrown when the next one is written.
    this.writing.catch(() => undefined);
  }

  private async write(batch: readonly ImportedBlock[]): Promise<void> {
    if (!await insertImportedBlocks(this.store, this.ledger, this.position, batch)) {
      throw new InputError('another process has continued or discarded this import meanwhile; wait until it has ended, then run this one again');
    }
    this.position = batch.at(-1)!.sequenceNo;
  }
}

function sizeOf({ transactionInfo, revisions }: ImportedBlock): number {
  return revisions.reduce((sum, { data }) => sum + 100 + (data?.length ?? 0), 500 + transactionInfo.length);
}
