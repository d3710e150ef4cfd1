import type { SqlLedgerStorage } from '../../../src/commit/sql-ledger-storage';
import { readExecuted } from '../../../src/import/catalogue/executed';
import { decode } from '../../../src/ion/decode';
import { encode } from '../../../src/ion/encode';
import { hashString } from '../../../src/ion/hash';
import { fieldOf, int, list, structOf, type StructValue } from '../../../src/ion/value';
import type { Block } from '../../../src/journal/journal';
import { encodeTransactionInfo } from '../../../src/journal/transaction-info';
import type { Table } from '../../../src/partiql/data-source';
import type { LedgerRecord } from '../../../src/store/ledgers';
import { readJournalBlocks } from '../../../src/store/read-journal-blocks';
import { Catalogue } from '../../../src/transaction/catalogue';
import type { StoredTable } from '../../../src/transaction/ledger-storage';
import { AWS_LIMITS } from '../../../src/transaction/limits';
import { prepare } from '../../../src/transaction/prepare';
import { runStatement } from '../../../src/transaction/run-statement';
import { Transaction } from '../../../src/transaction/transaction';
import { id, TestLedgers } from '../../support/test-ledgers';

const LIMITS = { ...AWS_LIMITS, activeTables: 1000, tables: 1000, indexesPerTable: 1000 };

/** What a ledger itself says of a table at its end. */
export interface TrueTable {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly tags: Readonly<Record<string, string>>;
  /** Fields of its indexes, sorted. */
  readonly fields: readonly string[];
}

/** A new ledger of the server's engine, and a client of it that runs one transaction after the other. */
export class EngineLedger {
  static async create(ledgers: TestLedgers): Promise<EngineLedger> {
    const record = await ledgers.create();
    return new EngineLedger(ledgers, record, ledgers.storages.open(record));
  }

  private transaction = newTransaction();
  /** At the latest block. */
  private stored: readonly StoredTable[] | undefined;
  /** By the id of their transaction: the statements that were sent, and whether they failed. */
  private readonly sent = new Map<string, Array<{ readonly text: string; readonly failed: boolean }>>();

  private constructor(private readonly ledgers: TestLedgers, private readonly record: LedgerRecord, private readonly storage: SqlLedgerStorage) {}

  /** As the transaction that is open sees them. */
  async tables(): Promise<readonly Table[]> {
    this.stored ??= await this.storage.catalogue(await this.storage.tip());
    return Catalogue.of(this.stored, this.transaction.own.catalogue).tables();
  }

  /** @returns whether it did not fail */
  async run(text: string): Promise<boolean> {
    const { transaction } = this;
    const parameters = text.includes('?') ? [encode(structOf({ n: int(1) }))] : [];
    const context = { storage: this.storage, limits: LIMITS, tableTags: true, newId: id };
    const { step, outcome } = await runStatement(transaction, context, { statement: text, parameters }, Date.now);
    transaction.apply(step);
    const failed = 'error' in outcome;
    this.sent.set(transaction.id, [...this.sent.get(transaction.id) ?? [], { text, failed }]);
    return !failed;
  }

  async commit(): Promise<void> {
    const { transaction } = this;
    this.transaction = newTransaction();
    this.stored = undefined;
    const outcome = await this.storage.commit(await prepare(transaction, this.storage, Date.now()));
    if (outcome.kind !== 'committed') {
      throw new Error('a client that is alone had a conflict');
    }
  }

  /** The journal. The server keeps no statements that failed; here they stand in its blocks, as they may in AWS's. */
  async blocks(): Promise<readonly Block[]> {
    const blocks: Block[] = [];
    const { ledger, strand } = this.record;
    for await (const block of readJournalBlocks(this.ledgers.store, ledger, strand, 0, await this.storage.tip())) {
      blocks.push(withFailed(block, this.sent.get(block.transactionId) ?? []));
    }
    return blocks;
  }

  async delete(): Promise<void> {
    await this.ledgers.delete(this.record.name);
  }

  async truth(): Promise<readonly TrueTable[]> {
    const rows = await this.ledgers.sql<{ readonly id: string; readonly tags: Readonly<Record<string, string>> }>(
      'select distinct id, tags from user_table where ledger = $1', this.record.ledger);
    const tags = new Map(rows.map((row) => [row.id, row.tags]));
    return (await this.storage.catalogue(await this.storage.tip())).map((table) => ({
      id: table.id, name: table.name, active: table.active, tags: tags.get(table.id) ?? {}, fields: table.indexes.map(({ field }) => field).sort(),
    }));
  }
}

const newTransaction = () => new Transaction({ id: id(), deadline: Infinity });

/** The same block with all statements that were sent, and the numbers of those that wrote documents changed accordingly. */
function withFailed(block: Block, sent: ReadonlyArray<{ readonly text: string; readonly failed: boolean }>): Block {
  if (!sent.some(({ failed }) => failed)) {
    return block;
  }
  const numbers = sent.flatMap(({ failed }, number) => failed ? [] : [number]);
  const info = decode(block.transactionInfo);
  expect(readExecuted(info).statements).toEqual(sent.filter(({ failed }) => !failed).map(({ text }) => text));
  const documents = fieldOf(info as StructValue, 'documents') as StructValue;
  const all = encodeTransactionInfo({
    statements: sent.map(({ text }) => ({ statement: text, startTime: block.timestamp, digest: hashString(text) })),
    documents: documents.fields.map(({ name, value }) => {
      const text = (member: string) => (fieldOf(value as StructValue, member) as { readonly value: string }).value;
      const statements = fieldOf(value as StructValue, 'statements') as ReturnType<typeof list>;
      return {
        documentId: name, tableName: text('tableName'), tableId: text('tableId'),
        statements: statements.elements.map((element) => numbers[Number((element as ReturnType<typeof int>).value)]!),
      };
    }),
  });
  return { ...block, transactionInfo: all };
}
