import { standUp, type ImportedJournal, type RestoredLedger } from './stand-up';
import { readBlock } from '../store/blocks';
import { insertPackedBlocks, type PackedBlocks } from '../store/imported-blocks';
import { discardImport, startImport, type ImportStart } from '../store/ledger-imports';
import type { Store } from '../store/store';

/** Where ledgers are imported to. Everything that goes in and comes out is plain data, so that the store may be in another thread. */
export interface ImportTarget {
  /** Gives up an import that was not finished. @returns whether there was one */
  discard(strandId: string): Promise<boolean>;

  start(name: string, strandId: string): Promise<ImportStart>;

  /** @returns `undefined` where the block is not there */
  blockHash(ledger: number, sequenceNo: number): Promise<Buffer | undefined>;

  /**
   * @param position the last block that is there
   * @returns false, having written nothing, where that is not so
   */
  write(ledger: number, position: number | undefined, blocks: PackedBlocks): Promise<boolean>;

  /** @throws InputError */
  standUp(journal: ImportedJournal): Promise<RestoredLedger>;
}

/** A store in this thread. */
export class StoreTarget implements ImportTarget {
  constructor(private readonly store: Store, private readonly account: number) {}

  async discard(strandId: string): Promise<boolean> {
    return discardImport(this.store.queries, this.account, strandId);
  }

  async start(name: string, strandId: string): Promise<ImportStart> {
    return this.store.transaction((tx) => startImport(tx, this.account, name, strandId));
  }

  async blockHash(ledger: number, sequenceNo: number): Promise<Buffer | undefined> {
    return (await readBlock(this.store, ledger, sequenceNo))?.hash;
  }

  async write(ledger: number, position: number | undefined, blocks: PackedBlocks): Promise<boolean> {
    return insertPackedBlocks(this.store, ledger, position, blocks);
  }

  async standUp(journal: ImportedJournal): Promise<RestoredLedger> {
    return standUp(this.store, journal);
  }
}
