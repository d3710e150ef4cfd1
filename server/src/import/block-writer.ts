import type { ImportedBlock } from '../store/imported-blocks';

/** What is written at a time: this many blocks, or fewer where they are large. */
const MAX_BLOCKS = 500;
const MAX_BYTES = 2_000_000;
/** What may wait for the database. */
const MAX_WAITING_BYTES = 32_000_000;

interface Batch {
  readonly blocks: ImportedBlock[];
  bytes: number;
}

/** Writes blocks in their order, many at a time, while the next ones are read. */
export class BlockWriter {
  private batch: Batch = { blocks: [], bytes: 0 };
  private readonly waiting: Array<{ readonly bytes: number; readonly written: Promise<void> }> = [];
  private waitingBytes = 0;
  private last: Promise<void> = Promise.resolve();
  private hasFailed = false;

  constructor(private readonly write: (blocks: readonly ImportedBlock[]) => Promise<void>) {}

  /** Waits where the database is slower. @throws what writing an earlier block has thrown */
  async add(block: ImportedBlock): Promise<void> {
    const { batch } = this;
    batch.blocks.push(block);
    batch.bytes += sizeOf(block);
    if (batch.blocks.length >= MAX_BLOCKS || batch.bytes >= MAX_BYTES) this.queue();
    while (this.hasFailed || this.waitingBytes > MAX_WAITING_BYTES) await this.waiting[0]!.written;
  }

  /** Everything that was added is there afterwards. @throws what writing a block has thrown */
  async end(): Promise<void> {
    if (this.batch.blocks.length > 0) this.queue();
    await this.last;
  }

  private queue(): void {
    const { blocks, bytes } = this.batch;
    this.batch = { blocks: [], bytes: 0 };
    // After one that has failed none is written.
    const written = this.last.then(() => this.write(blocks)).then(() => {
      this.waiting.shift();
      this.waitingBytes -= bytes;
    });
    // What goes wrong is thrown when the next block is added, or at the end.
    written.catch(() => {
      this.hasFailed = true;
    });
    this.waiting.push({ bytes, written });
    this.waitingBytes += bytes;
    this.last = written;
  }
}

function sizeOf({ transactionInfo, revisions }: ImportedBlock): number {
  return revisions.reduce((sum, { data }) => sum + 100 + (data?.length ?? 0), 500 + transactionInfo.length);
}
