import * as fc from 'fast-check';
import type { EngineLedger } from './engine-ledger';
import type { Table } from '../../../src/partiql/data-source';

export type Command =
  | { readonly kind: 'create-table' | 'create-index'; readonly pick: number; readonly other: number }
  | { readonly kind: 'insert' | 'update' | 'delete' | 'drop-table' | 'undrop-table' | 'drop-index' | 'renew-index' | 'drop-indexes'; readonly pick: number }
  | { readonly kind: 'fail'; readonly pick: number; readonly other: number }
  | { readonly kind: 'commit' };

const NAMES = ['A', 'B', 'a', 'C_1'];
const FIELDS = ['f', 'F', 'g', 'h'];
const TAGS = ['', " WITH (aws_tags = `{'stage': 'test'}`)", " WITH (aws_tags = `{'a b': 'c', 'owner': ''}`)"];

const number = fc.nat(1000);
const one = (...kinds: ReadonlyArray<Exclude<Command, { kind: 'commit' }>['kind']>) => fc.record({ kind: fc.constantFrom(...kinds), pick: number, other: number });

/** Tables are dropped and brought back again and again, under few names. */
export const anyCommands = fc.array(fc.oneof(
  { weight: 6, arbitrary: one('create-table') },
  { weight: 4, arbitrary: one('drop-table') },
  { weight: 4, arbitrary: one('undrop-table') },
  { weight: 5, arbitrary: one('create-index') },
  { weight: 3, arbitrary: one('drop-index', 'renew-index', 'drop-indexes') },
  { weight: 2, arbitrary: one('insert', 'update', 'delete') },
  { weight: 1, arbitrary: one('fail') },
  { weight: 4, arbitrary: fc.constant({ kind: 'commit' } as const) },
), { minLength: 20, maxLength: 60, size: 'max' });

/** Runs commands of which each one does what is possible at its place. */
export class RandomClient {
  /** Ids of tables that documents were written to which are left at the commit. */
  private readonly written = new Set<string>();

  /** @param decidable only what the blocks say enough of to know what it did */
  constructor(private readonly ledger: EngineLedger, private readonly decidable: boolean) {}

  async run(commands: readonly Command[]): Promise<void> {
    for (const command of commands) {
      await this.execute(command);
    }
    await this.ledger.commit();
  }

  private async execute(command: Command): Promise<void> {
    if (command.kind === 'commit') {
      return this.ledger.commit();
    }
    const tables = await this.ledger.tables();
    const active = picked(tables.filter(({ status }) => status === 'ACTIVE'), command.pick);
    if (command.kind === 'create-table' && 'other' in command) {
      const name = picked(NAMES.filter((free) => !tables.some((table) => table.name === free && table.status === 'ACTIVE')), command.pick);
      return name === undefined ? undefined : this.succeed(`CREATE TABLE ${name}${picked(TAGS, command.other)}`);
    }
    if (command.kind === 'fail' && 'other' in command) {
      return this.fail(tables, command.pick, command.other);
    }
    if (command.kind === 'undrop-table') {
      return this.undrop(tables, command.pick);
    }
    if (active) {
      await this.change(active, command);
    }
  }

  private async change(table: Table, command: Exclude<Command, { readonly kind: 'commit' }>): Promise<void> {
    const { name, indexes } = table;
    switch (command.kind) {
      case 'insert': return this.insert(table);
      // The transaction's own documents may be gone again when it commits, which the blocks then do not tell of.
      case 'update': return this.succeed(`UPDATE ${name} SET n = 2`);
      case 'delete': return this.decidable ? undefined : this.succeed(`DELETE FROM ${name}`);
      case 'drop-table': return this.succeed(`DROP TABLE ${name}`);
      case 'create-index': {
        const field = 'other' in command ? picked(FIELDS.filter((free) => !indexes.some((index) => index.field === free)), command.other) : undefined;
        return field === undefined ? undefined : this.succeed(`CREATE INDEX ON ${name} (${field})`);
      }
      case 'drop-index': return this.decidable && indexes.length > 1 ? undefined : this.dropIndex(table, command.pick);
      case 'renew-index': return this.renewIndex(table, command.pick);
      case 'drop-indexes':
        for (const [index] of indexes.entries()) {
          await this.dropIndex(table, index);
        }
    }
  }

  private async insert({ id, name }: Table): Promise<void> {
    this.written.add(id);
    await this.succeed(`INSERT INTO ${name} ?`);
  }

  private async dropIndex({ name, indexes }: Table, pick: number): Promise<void> {
    const index = picked(indexes, pick);
    if (index) {
      await this.succeed(`DROP INDEX "${index.id}" ON ${name} WITH (purge = true)`);
    }
  }

  private async renewIndex(table: Table, pick: number): Promise<void> {
    const index = picked(table.indexes, pick);
    if (index) {
      await this.dropIndex(table, pick);
      await this.succeed(`CREATE INDEX ON ${table.name} (${index.field})`);
    }
  }

  private async undrop(tables: readonly Table[], pick: number): Promise<void> {
    const dropped = tables.filter(({ status }) => status === 'INACTIVE');
    const table = picked(dropped.filter(({ name }) => !tables.some((other) => other.name === name && other.status === 'ACTIVE')), pick);
    if (!table) {
      return;
    }
    const unknown = dropped.filter(({ id, name }) => !this.written.has(id) && name === table.name);
    if (this.decidable && !this.written.has(table.id) && unknown.length > 1) {
      return;
    }
    await this.succeed(`UNDROP TABLE "${table.id}"`);
    if (this.decidable && !this.written.has(table.id)) {
      await this.insert(table);
    }
  }

  /**
   * Statements of which anybody can see that they fail; those that cannot be understood, too, where it need not be certain what they did: of a table
   * that one of them names nobody knows from then on whether it is there.
   */
  private async fail(tables: readonly Table[], pick: number, other: number): Promise<void> {
    const name = picked(NAMES, pick)!;
    const table = tables.find((there) => there.name === name && there.status === 'ACTIVE');
    const statements = !table ? [`DROP TABLE ${name}`, `CREATE INDEX ON ${name} (f)`, `DROP INDEX "x" ON ${name} WITH (purge = true)`] : [
      `CREATE TABLE ${name}`, ...table.indexes.map(({ field }) => `CREATE INDEX ON ${name} (${field})`), ...this.decidable ? [] : [`CREATE TABLE ${name} (a)`],
      ...this.written.has(table.id) ? [`UNDROP TABLE "${table.id}"`] : [], ...table.indexes.length === 0 ? [`DROP INDEX "x" ON ${name} WITH (purge = true)`] : [],
    ];
    const statement = picked(statements, other)!;
    if (await this.ledger.run(statement)) {
      throw new Error(`did not fail: ${statement}`);
    }
  }

  private async succeed(statement: string): Promise<void> {
    if (!await this.ledger.run(statement)) {
      throw new Error(`failed: ${statement}`);
    }
  }
}

function picked<T>(list: readonly T[], pick: number): T | undefined {
  return list.length === 0 ? undefined : list[pick % list.length];
}
