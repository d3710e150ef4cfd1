import { decode } from '../../src/ion/decode';
import { fieldOf, type StructValue } from '../../src/ion/value';
import { indexKey } from '../../src/transaction/index-key';
import type {
  CatalogueChange, CommitOutcome, HistoryQuery, LedgerStorage, PreparedTransaction, RevisionInBlock, StoredRevision, StoredTable,
} from '../../src/transaction/ledger-storage';

interface KeptRevision extends StoredRevision {
  readonly tableId: string;
  /** The block that replaced it. */
  until: number;
}

/** A ledger as simple as it can be, to compare with: everything is looked through for everything. Validates nothing. */
export class MemoryLedgerStorage implements LedgerStorage {
  readonly strandId = 'A'.repeat(22);
  readonly committed: PreparedTransaction[] = [];
  private readonly catalogues: Array<readonly StoredTable[]> = [[]];
  private readonly revisions: KeptRevision[] = [];

  async tip(): Promise<number> {
    return this.catalogues.length - 1;
  }

  async catalogue(snapshot: number): Promise<readonly StoredTable[]> {
    return this.catalogues[snapshot] ?? [];
  }

  async latest() {
    const snapshot = await this.tip();
    return { snapshot, tables: await this.catalogue(snapshot) };
  }

  async scan(snapshot: number, tableId: string, { after = '', limit }: { readonly after?: string; readonly limit: number }) {
    return this.live(snapshot, tableId).filter(({ documentId }) => documentId > after).slice(0, limit);
  }

  async liveByIds(snapshot: number, tableId: string, documentIds: readonly string[]) {
    return this.live(snapshot, tableId).filter(({ documentId }) => documentIds.includes(documentId));
  }

  async liveByKeys(snapshot: number, indexId: string, keys: readonly Buffer[]) {
    const tables = this.catalogues[snapshot] ?? [];
    const table = tables.find(({ indexes }) => indexes.some(({ id }) => id === indexId));
    const field = table?.indexes.find(({ id }) => id === indexId)?.field ?? '';
    return this.live(snapshot, table?.id ?? '').filter(({ data }) => {
      const value = fieldOf(decode(data ?? Buffer.alloc(0)) as StructValue, field);
      // As in the service: what is NULL equals nothing, so no index holds it.
      return value !== undefined && value.kind !== 'null' && keys.some((key) => key.equals(indexKey(value)));
    });
  }

  async history(snapshot: number, tableId: string, { documentIds, after, limit }: HistoryQuery) {
    return this.revisions
      .filter((each) => each.tableId === tableId && each.sequenceNo <= snapshot && (documentIds?.includes(each.documentId) ?? true))
      .sort((a, b) => a.documentId < b.documentId ? -1 : a.documentId > b.documentId ? 1 : a.version - b.version)
      .filter(({ documentId, version }) => !after || documentId > after.documentId || (documentId === after.documentId && version > after.version))
      .slice(0, limit);
  }

  async revisionInBlock(sequenceNo: number, documentId: string): Promise<RevisionInBlock | undefined> {
    const found = this.revisions.find((each) => each.sequenceNo === sequenceNo && each.documentId === documentId);
    return found && { ...found, live: found.until === Infinity && found.data !== undefined };
  }

  async findCommitted(): Promise<number | undefined> {
    return undefined;
  }

  async commit(transaction: PreparedTransaction): Promise<CommitOutcome> {
    this.committed.push(transaction);
    const sequenceNo = this.catalogues.length;
    this.catalogues.push(transaction.catalogue.reduce(changed, this.catalogues.at(-1) ?? []));
    for (const { tableId, documentId, version, data } of transaction.documents) {
      const former = this.revisions.find((each) => each.documentId === documentId && each.until === Infinity);
      if ((former?.version ?? -1) !== version - 1) {
        throw new Error(`version ${version} follows ${former?.version}`);
      }
      if (former) {
        former.until = sequenceNo;
      }
      this.revisions.push({
        tableId, documentId, version, sequenceNo, transactionId: transaction.transactionId, transactionTime: 0, hash: Buffer.alloc(32),
        ...(data && { data }), until: Infinity,
      });
    }
    return { kind: 'committed', sequenceNo };
  }

  private live(snapshot: number, tableId: string): readonly KeptRevision[] {
    return this.revisions
      .filter((each) => each.tableId === tableId && each.data && each.sequenceNo <= snapshot && each.until > snapshot)
      .sort((a, b) => a.documentId < b.documentId ? -1 : 1);
  }
}

function changed(tables: readonly StoredTable[], change: CatalogueChange): readonly StoredTable[] {
  if (change.kind === 'create-table') {
    return [...tables, { id: change.tableId, name: change.name, active: true, indexes: [] }];
  }
  return tables.map((table): StoredTable => {
    if (table.id !== change.tableId) {
      return table;
    }
    switch (change.kind) {
      case 'drop-table':
        return { ...table, active: false };
      case 'undrop-table':
        return { ...table, active: true };
      case 'create-index':
        return { ...table, indexes: [...table.indexes, { id: change.indexId, field: change.field, status: 'ONLINE' }] };
      case 'drop-index':
        return { ...table, indexes: table.indexes.filter(({ id }) => id !== change.indexId) };
    }
  });
}

