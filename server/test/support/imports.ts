import { openTestArchive } from './test-archive';
import type { Claim } from '../../src/archive/claims/claim';
import type { ArchiveSource } from '../../src/archive/source/archive-source';
import { importArchive, type ImportArchiveOptions } from '../../src/import/import-archive';
import type { ImportReport } from '../../src/import/import-report';
import { StoreTarget } from '../../src/import/import-target';
import { blockProof, digestFrom, nodesForDigest, nodesForProof } from '../../src/journal/tree';
import { openAccount } from '../../src/store/ledgers';
import { readNodeHashes } from '../../src/store/nodes';
import type { Store } from '../../src/store/store';

/** A store to which archives are imported as the command does it, but for reading files and printing. */
export class Imports {
  static async on(store: Store): Promise<Imports> {
    return new Imports(store, await openAccount(store.queries, '000000000000', 'us-east-1'));
  }

  /** What the last import has said of where it begins. */
  beginning = '';

  private constructor(readonly store: Store, readonly account: number) {}

  async run(source: ArchiveSource, options: Partial<ImportArchiveOptions> & { readonly claims?: readonly Claim[] } = {}): Promise<ImportReport> {
    const { claims = [], ...rest } = options;
    return importArchive(new StoreTarget(this.store, this.account), await openTestArchive(source, claims), {
      name: 'restored', onStart: (beginning) => { this.beginning = beginning; }, ...rest,
    });
  }

  async ledgers(): Promise<readonly string[]> {
    return (await this.store.queries.selectFrom('ledger').select('name').execute()).map(({ name }) => name);
  }

  async ledger(name = 'restored') {
    return this.store.queries.selectFrom('ledger').selectAll().where('name', '=', name).executeTakeFirstOrThrow();
  }

  /** The digest at a tip, from what is stored. */
  async digest(ledger: number, tip: number): Promise<Buffer> {
    return digestFrom(tip, await readNodeHashes(this.store, ledger, nodesForDigest(tip)));
  }

  async proof(ledger: number, sequenceNo: number, tip: number): Promise<readonly Buffer[]> {
    return blockProof(sequenceNo, tip, await readNodeHashes(this.store, ledger, nodesForProof(sequenceNo, tip)));
  }

  /** As if nothing had ever been imported, but for rows that nobody sees. */
  async forgetAll(): Promise<void> {
    await this.store.queries.deleteFrom('ledger').execute();
    await this.store.run({ name: '', text: 'delete from ledger_import' });
  }
}
