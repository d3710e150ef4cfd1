import type { Value } from '../../ion/value';
import type { Query, Statement as Syntax } from '../ast';
import { runTableStatement } from './ddl';
import { runExec } from './exec';
import { runInsert } from './insert';
import { runModify } from './modify';
import type { Statement } from '../eval/statement';

/**
 * Runs a statement that changes something, to its end. What it changes shows in the next statement.
 *
 * @returns its result
 * @throws PartiqlError; the data source then has to forget what the statement did before
 */
export function runChange(syntax: Exclude<Syntax, Query>, statement: Statement): Promise<readonly Value[]> {
  switch (syntax.kind) {
    case 'insert': return runInsert(syntax, statement);
    case 'modify': return runModify(syntax, statement);
    case 'exec': return runExec(syntax, statement);
    default: return runTableStatement(syntax, statement);
  }
}
