import { CatalogueHistory } from '../../../src/import/catalogue/catalogue-history';
import type { RestoredCatalogue } from '../../../src/import/catalogue/restored-catalogue';
import type { Block } from '../../../src/journal/journal';
import { encodeTransactionInfo, type WrittenDocument } from '../../../src/journal/transaction-info';

export const STRAND = 'KmA3ZZca7vAIiJAK9S5Iwl';

/** A statement, and the tables of the documents that it wrote, as `[name, id]`. */
export type Told = string | { readonly statement: string; readonly wrote: ReadonlyArray<readonly [name: string, id: string]> };

/** An insert into a table whose id is then in the block. */
export const insert = (name: string, id: string): Told => ({ statement: `INSERT INTO ${name} ?`, wrote: [[name, id]] });

/** A block of which only the parts that tell of tables are like those of a journal. */
export function blockOf(sequenceNo: number, transactionInfo: Buffer): Block {
  const hash = Buffer.alloc(32);
  return {
    address: { strandId: STRAND, sequenceNo }, transactionId: '', timestamp: 0, blockHash: hash, entriesHash: hash, previousBlockHash: hash,
    entriesHashList: [], transactionInfo, revisions: [],
  };
}

/** One block for each list of statements. */
export function toldBlocks(transactions: ReadonlyArray<readonly Told[]>, first = 1): readonly Block[] {
  return transactions.map((told, index) => blockOf(first + index, encodeTransactionInfo({
    statements: told.map((one) => ({ statement: typeof one === 'string' ? one : one.statement, startTime: 0, digest: Buffer.alloc(32) })),
    documents: told.flatMap((one, statement) => typeof one === 'string' ? [] : one.wrote.map(([tableName, tableId], n): WrittenDocument => ({
      documentId: `document${index}-${statement}-${n}`, tableName, tableId, statements: [statement],
    }))),
  })));
}

export function catalogueOf(blocks: readonly Block[]): RestoredCatalogue {
  const history = new CatalogueHistory(STRAND);
  blocks.forEach((block) => history.add(block.address.sequenceNo, block.transactionInfo));
  return history.end();
}

/** Of a journal that begins with block 1, each statement in a block of its own. */
export const told = (...statements: readonly Told[]): RestoredCatalogue => catalogueOf(toldBlocks(statements.map((one) => [one])));

/** The same of one that begins with block 100. */
export const toldLate = (...statements: readonly Told[]): RestoredCatalogue => catalogueOf(toldBlocks(statements.map((one) => [one]), 100));

/** Tables in few words: `+Person=id(field,field)`, `-` for dropped ones, `?` in place of an id that no block has. */
export function inBrief({ tables }: RestoredCatalogue): readonly string[] {
  return tables.map(({ id, idIsDerived, name, active, indexes }) =>
    `${active ? '+' : '-'}${name}=${idIsDerived ? '?' : id}(${indexes.map(({ field }) => field).join(',')})`);
}
