import { fieldOf, int, string, struct, structOf } from '../../src/ion/value';
import type { StructValue, Timestamp, Value } from '../../src/ion/value';
import type {
  DataSource, HistoryRange, HistoryRow, Index, RedactionTarget, RevisionReference, Row, Table,
} from '../../src/partiql/data-source';
import { canonicalBytes, isUnknown } from '../../src/partiql/values/equality';
import { instantOf } from '../../src/partiql/values/instant';

export interface MemoryTable {
  readonly name: string;
  readonly documents?: readonly StructValue[];
  /** Fields. @default - none */
  readonly indexes?: readonly string[];
  readonly status?: Table['status'];
}

interface Revision {
  readonly version: number;
  /** Seconds since the epoch. */
  readonly time: number;
  /** Absent: deleted. */
  readonly data?: StructValue;
}

interface StoredTable {
  table: Table;
  readonly documents: Map<string, Revision[]>;
}

/**
 * Tables in memory, for tests of the evaluator and of changes.
 *
 * As the contract says, changes show in the next statement: tests call `nextStatement` between two. Every revision gets a time of its own,
 * a second after the one before, from 2020-01-01T00:00:01Z.
 */
export class MemoryDataSource implements DataSource {
  /** What was asked for, in order. */
  readonly reads: string[] = [];
  /** Rows handed out by scans. */
  rowsScanned = 0;
  private readonly stored = new Map<string, StoredTable>();
  private readonly pending: Array<() => void> = [];
  private ids = 0;
  private seconds = Date.UTC(2020, 0, 1) / 1000;

  /** `batch`: rows in a batch of a scan. */
  constructor(tables: readonly MemoryTable[], private readonly batch = 2) {
    for (const { name, documents = [], indexes = [], status = 'ACTIVE' } of tables) {
      const id = this.newId('Table');
      this.stored.set(id, {
        table: { id, name, status, indexes: indexes.map((field) => ({ id: this.newId('Index'), field, status: 'ONLINE' })) },
        documents: new Map(documents.map((data) => [this.newId('Doc'), [{ version: 0, time: ++this.seconds, data }]])),
      });
    }
  }

  nextStatement(): void {
    this.pending.splice(0).forEach((change) => change());
  }

  /** What a statement did that failed. */
  forget(): void {
    this.pending.length = 0;
  }

  /** The live documents of a table, by id. */
  documents(name: string): ReadonlyMap<string, StructValue> {
    return new Map([...this.tableOf(name).documents].flatMap(([id, revisions]) => {
      const data = revisions.at(-1)?.data;
      return data === undefined ? [] : [[id, data] as const];
    }));
  }

  async table(name: string): Promise<Table | undefined> {
    this.reads.push(`table ${name}`);
    return this.active(name)?.table;
  }

  async tableById(id: string): Promise<Table | undefined> {
    this.reads.push(`table id ${id}`);
    return this.stored.get(id)?.table;
  }

  async tables(): Promise<readonly Table[]> {
    this.reads.push('tables');
    return [...this.stored.values()].map(({ table }) => table);
  }

  async* scan(table: Table): AsyncIterable<readonly Row[]> {
    this.reads.push(`scan ${table.name}`);
    const rows = this.rowsOf(table);
    for (let start = 0; start < rows.length; start += this.batch) {
      const batch = rows.slice(start, start + this.batch);
      this.rowsScanned += batch.length;
      yield batch;
    }
  }

  async lookupIds(table: Table, ids: readonly string[]): Promise<readonly Row[]> {
    this.reads.push(`ids ${table.name} ${ids.join(',')}`);
    return this.rowsOf(table).filter(({ documentId }) => ids.includes(documentId));
  }

  async lookupIndex(table: Table, index: Index, values: readonly Value[]): Promise<readonly Row[]> {
    this.reads.push(`index ${table.name}.${index.field} ${values.length}`);
    const keys = new Set(values.map((value) => canonicalBytes(value).toString('latin1')));
    return this.rowsOf(table).filter(({ data }) => {
      const value = fieldOf(data, index.field);
      return value !== undefined && !isUnknown(value) && keys.has(canonicalBytes(value).toString('latin1'));
    });
  }

  async* history(table: Table, range: HistoryRange, ids?: readonly string[]): AsyncIterable<readonly HistoryRow[]> {
    this.reads.push(`history ${table.name} ${ids?.join(',') ?? '*'}`);
    const start = range.start === undefined ? -Infinity : instantOf(range.start).seconds;
    const end = range.end === undefined ? Infinity : instantOf(range.end).seconds;
    for (const [documentId, revisions] of this.stored.get(table.id)?.documents ?? []) {
      const active = revisions.filter(({ time }, index) => time <= end && (revisions[index + 1]?.time ?? Infinity) > start);
      if (ids === undefined || ids.includes(documentId)) {
        yield active.map((revision) => ({ documentId, committed: committedView(documentId, revision) }));
      }
    }
  }

  async insert(table: Table, document: StructValue): Promise<string> {
    const id = this.newId('Doc');
    this.pending.push(() => this.tableOf(table.name).documents.set(id, [{ version: 0, time: ++this.seconds, data: document }]));
    return id;
  }

  async replace(table: Table, documentId: string, document: StructValue): Promise<void> {
    this.pending.push(() => this.revise(table, documentId, document));
  }

  async remove(table: Table, documentId: string): Promise<void> {
    this.pending.push(() => this.revise(table, documentId, undefined));
  }

  async createTable(name: string): Promise<string> {
    const id = this.newId('Table');
    this.pending.push(() => this.stored.set(id, { table: { id, name, status: 'ACTIVE', indexes: [] }, documents: new Map() }));
    return id;
  }

  async dropTable(name: string): Promise<string> {
    const { table } = this.tableOf(name);
    this.pending.push(() => this.change(table.id, { status: 'INACTIVE' }));
    return table.id;
  }

  async undropTable(tableId: string): Promise<string> {
    this.pending.push(() => this.change(tableId, { status: 'ACTIVE' }));
    return tableId;
  }

  async createIndex(name: string, field: string): Promise<string> {
    const { table } = this.tableOf(name);
    this.pending.push(() => this.change(table.id, { indexes: [...table.indexes, { id: this.newId('Index'), field, status: 'ONLINE' }] }));
    return table.id;
  }

  async dropIndex(name: string, indexId: string): Promise<string> {
    const { table } = this.tableOf(name);
    this.pending.push(() => this.change(table.id, { indexes: table.indexes.filter(({ id }) => id !== indexId) }));
    return table.id;
  }

  async redact(revision: RevisionReference): Promise<RedactionTarget> {
    return { ...revision, version: 0 };
  }

  private newId(prefix: string): string {
    return prefix + String(++this.ids).padStart(22 - prefix.length, '0');
  }

  private active(name: string): StoredTable | undefined {
    return [...this.stored.values()].find(({ table }) => table.name === name && table.status === 'ACTIVE');
  }

  private tableOf(name: string): StoredTable {
    const table = this.active(name);
    if (table === undefined) {
      throw new Error(`no table ${name}`);
    }
    return table;
  }

  private rowsOf(table: Table): readonly Row[] {
    return [...this.stored.get(table.id)?.documents ?? []].flatMap(([documentId, revisions]) => {
      const revision = revisions.at(-1);
      return revision?.data === undefined ? [] : [{ documentId, data: revision.data, committed: committedView(documentId, revision) }];
    });
  }

  private revise(table: Table, documentId: string, data: StructValue | undefined): void {
    const revisions = this.tableOf(table.name).documents.get(documentId);
    if (revisions === undefined) {
      throw new Error(`no document ${documentId}`);
    }
    revisions.push({ version: revisions.length, time: ++this.seconds, ...(data && { data }) });
  }

  private change(id: string, change: Partial<Table>): void {
    const stored = this.stored.get(id);
    if (stored === undefined) {
      throw new Error(`no table with id ${id}`);
    }
    stored.table = { ...stored.table, ...change };
  }
}

function committedView(documentId: string, { version, time, data }: Revision): StructValue {
  const metadata = structOf({ id: string(documentId), version: int(version), txTime: { kind: 'timestamp', value: secondsToTimestamp(time) } });
  return struct([...(data === undefined ? [] : [{ name: 'data', value: data }]), { name: 'metadata', value: metadata }]);
}

function secondsToTimestamp(seconds: number): Timestamp {
  const date = new Date(seconds * 1000);
  return {
    precision: 'second',
    offset: 0,
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: '',
  };
}
