import { bestReading } from './best-reading';
import type { CatalogueEvent } from './catalogue-event';
import { readExecuted, type DocumentTable, type Executed } from './executed';
import { restoreCatalogue } from './restore-catalogue';
import type { RestoredCatalogue } from './restored-catalogue';
import { isTableStatement, readTableStatement } from './table-statement';
import { WrittenTables } from './written-tables';
import { decode } from '../../ion/decode';
import { IonFormatError } from '../../ion/ion-format-error';
import type { Value } from '../../ion/value';

/**
 * The tables and indexes of a ledger, from the blocks of its journal.
 *
 * Blocks have the text of every statement, and the table of every document that was written; of nothing else they have the id. What a
 * block says is often only understood by a later one, so everything is kept that tells of tables and decided at the end. Memory grows with
 * the number of tables and of statements about them, not with that of blocks.
 */
export class CatalogueHistory {
  private readonly events: CatalogueEvent[] = [];
  private readonly written = new WrittenTables();
  private first: number | undefined;
  private oddBlocks = 0;
  private firstOddBlock = 0;

  constructor(private readonly strandId: string) {}

  /**
   * The journal's next block. Nothing in it is an error.
   *
   * @param transactionInfo of the block: decoded, or as Ion binary
   */
  add(sequenceNo: number, transactionInfo: Value | Buffer): void {
    this.first ??= sequenceNo;
    const executed = executedIn(transactionInfo);
    if (executed.odd) {
      this.firstOddBlock = this.oddBlocks === 0 ? sequenceNo : this.firstOddBlock;
      this.oddBlocks += 1;
    }
    if (executed.changesTables) {
      this.addStatements(sequenceNo, executed);
    } else {
      executed.documents.forEach((document) => this.addDocument(sequenceNo, 0, document));
    }
  }

  /** What the blocks so far say. Changes nothing. */
  end(): RestoredCatalogue {
    const { strandId, events, first = 0 } = this;
    const restored = restoreCatalogue(strandId, events, bestReading(events, first));
    return this.oddBlocks === 0 ? restored : { ...restored, notes: [this.oddNote(), ...restored.notes] };
  }

  /** Of a block that changes tables: statements and the documents that they wrote, in order. */
  private addStatements(block: number, { statements, documents }: Executed): void {
    const byStatement = documents.flatMap((document) => {
      // One that no statement is named for counts at the end: it has been there when the block was made.
      return (document.statements.length > 0 ? document.statements : [statements.length]).map((statement) => ({ statement, document }));
    }).sort((a, b) => a.statement - b.statement);
    let next = 0;
    const writtenUpTo = (statement: number) => {
      for (let entry = byStatement[next]; entry && entry.statement <= statement; entry = byStatement[next]) {
        this.addDocument(block, entry.statement, entry.document);
        next += 1;
      }
    };
    statements.forEach((text, statement) => {
      if (isTableStatement(text)) {
        const event = readTableStatement(text, { block, statement });
        this.written.addStatement(event);
        this.events.push(event);
      }
      writtenUpTo(statement);
    });
    writtenUpTo(Infinity);
  }

  private addDocument(block: number, statement: number, { table, tableId }: DocumentTable): void {
    if (this.written.isNews(table, tableId)) {
      this.events.push({ kind: 'written', at: { block, statement }, table, tableId });
    }
  }

  private oddNote(): string {
    const more = this.oddBlocks === 1 ? '' : `, and that of ${this.oddBlocks - 1} later blocks,`;
    return `block ${this.firstOddBlock}: its transactionInfo${more} has not the form of a journal's; what could be read of it was used`;
  }
}

const NOTHING: Executed = { statements: [], changesTables: false, documents: [], odd: true };

function executedIn(transactionInfo: Value | Buffer): Executed {
  try {
    return readExecuted(Buffer.isBuffer(transactionInfo) ? decode(transactionInfo) : transactionInfo);
  } catch (error) {
    if (error instanceof IonFormatError) {
      return NOTHING;
    }
    throw error;
  }
}
