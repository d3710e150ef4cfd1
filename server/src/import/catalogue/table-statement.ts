import type { CatalogueEvent, Place, TableStatement } from './catalogue-event';
import { PartiqlError } from '../../partiql/error';
import { parse } from '../../partiql/syntax/parse';

/** The first word, behind blanks and comments. No text matches in two ways, so that the time is in proportion to its length. */
const BEGINNING = /(?:[\t\n\v\f\r ]|--[^\r\n]*(?:[\r\n]|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*(?:create|drop|undrop)(?![A-Za-z0-9_$])/iy;

/** Whether a statement begins like one about tables and indexes. Costs next to nothing for those that do not, which are nearly all. */
export function isTableStatement(text: string): boolean {
  BEGINNING.lastIndex = 0;
  return BEGINNING.test(text);
}

/** Of a statement that begins like one about tables and indexes. Whatever it is, there is an answer. */
export function readTableStatement(text: string, at: Place): Exclude<CatalogueEvent, { kind: 'written' }> {
  try {
    // No other statement begins with these words.
    const statement = parse(text) as TableStatement;
    return statement.kind === 'undrop-table' ? { kind: 'undrop', at, statement } : { kind: 'statement', at, statement };
  } catch (error) {
    if (!(error instanceof PartiqlError)) {
      throw error;
    }
    return { kind: 'unread', at, text: text.slice(0, KEPT), problem: error.message };
  }
}

/** Characters of a statement that is not understood: more than the longest name of a table takes. */
const KEPT = 400;

/** For notes: as it could have been written. */
export function describe(statement: TableStatement): string {
  switch (statement.kind) {
    case 'create-table': return `CREATE TABLE ${statement.name}`;
    case 'drop-table': return `DROP TABLE ${statement.name}`;
    case 'undrop-table': return `UNDROP TABLE "${statement.tableId}"`;
    case 'create-index': return `CREATE INDEX ON ${statement.table} (${statement.field})`;
    case 'drop-index': return `DROP INDEX "${statement.indexId}" ON ${statement.table}`;
  }
}
