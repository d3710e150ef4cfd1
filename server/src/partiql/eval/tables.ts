import type { Statement } from './statement';
import { descendants, partsOf } from './walk';
import type { Call, Expression } from '../ast';
import type { Table } from '../data-source';
import { isText } from '../values/equality';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/working.metadata.html */
const COMMITTED_VIEW = '_ql_committed_';

export interface TableView {
  readonly table: Table;
  readonly view: 'user' | 'committed';
}

/** What a name in a FROM clause means, if it means a table. */
export function tableNamed(statement: Statement, name: string): TableView | undefined {
  const table = statement.tables.get(tableOf(name));
  return table === undefined ? undefined : { table, view: name.startsWith(COMMITTED_VIEW) ? 'committed' : 'user' };
}

/** Expressions, told apart by whether the names in them can be tables. */
export interface Parts {
  /** Sources of FROM clauses. */
  readonly sources: readonly Expression[];
  readonly others: readonly Expression[];
}

/**
 * Looks up the tables that expressions name, before anything of them is compiled or read. Only names in FROM clauses can be tables:
 * elsewhere an unknown name is a field.
 */
export async function loadTables(statement: Statement, parts: Parts): Promise<void> {
  const { data } = statement.context;
  for (const expression of sourceExpressions(parts)) {
    const id = isHistory(expression) ? tableIdOf(expression.arguments[0], statement) : undefined;
    if (id !== undefined) {
      await remember(statement.tablesById, id, () => data.tableById(id));
    } else if (expression.kind === 'identifier' && !expression.lexical && !isSchema(expression)) {
      const name = tableOf(expression.name);
      await remember(statement.tables, name, () => data.table(name));
    }
  }
}

async function remember(tables: Map<string, Table | undefined>, key: string, find: () => Promise<Table | undefined>): Promise<void> {
  if (!tables.has(key)) {
    tables.set(key, await find());
  }
}

/** All that stands in FROM clauses, at any depth. */
function* sourceExpressions(parts: Parts): Generator<Expression> {
  const pending = [parts];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    for (const source of next.sources) {
      for (const expression of descendants(source)) {
        if (expression.kind === 'select') {
          pending.push(partsOf(expression));
        } else {
          yield expression;
        }
      }
    }
    for (const other of next.others) {
      for (const expression of descendants(other)) {
        if (expression.kind === 'select') {
          pending.push(partsOf(expression));
        }
      }
    }
  }
}

/** `history(…)`, which only a FROM clause can hold. */
export function isHistory(expression: Expression): expression is Call {
  return expression.kind === 'call' && expression.name === 'history';
}

/** The id in `history('id')` and `history(?)`. */
export function tableIdOf(named: Expression | undefined, statement: Statement): string | undefined {
  const value = named?.kind === 'literal' ? named.value : named?.kind === 'parameter' ? statement.context.parameters[named.index] : undefined;
  return value !== undefined && isText(value) ? value.value : undefined;
}

function isSchema(expression: Expression): boolean {
  return expression.kind === 'identifier' && expression.name === 'information_schema';
}

function tableOf(name: string): string {
  return name.startsWith(COMMITTED_VIEW) ? name.slice(COMMITTED_VIEW.length) : name;
}

/** `information_schema.user_tables`: https://docs.aws.amazon.com/qldb/latest/developerguide/working.catalog.html */
export function isUserTables(expression: Expression): boolean {
  if (expression.kind !== 'path' || !isSchema(expression.root) || expression.steps.length !== 1) {
    return false;
  }
  const [step] = expression.steps;
  return step?.kind === 'field' && step.name === 'user_tables';
}
