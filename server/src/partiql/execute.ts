import type { Expression, Query, Statement as Syntax } from './ast';
import { runChange } from './change/run-change';
import { PartiqlError } from './error';
import { compilers } from './eval/compile';
import { evaluate, rootEnvironment } from './eval/environment';
import { EMPTY_FRAME } from './eval/frame';
import { Statement } from './eval/statement';
import { loadTables } from './eval/tables';
import type { Execution, ExecutionContext } from './execution';
import { fieldOf } from '../ion/value';
import type { StructValue, Value } from '../ion/value';

/**
 * Runs a statement. Nothing happens before the first row is asked for; what is wrong with the statement is thrown then.
 *
 * @throws PartiqlError, from `rows`
 */
export function execute(syntax: Syntax, context: ExecutionContext): Execution {
  const statement = new Statement(context);
  return {
    rows: closing(statement, rowsOf(syntax, statement)),
    readIos: () => statement.readIos,
    writeIos: () => statement.writeIos,
  };
}

/** The value of an expression that stands alone, with `globals` as its variables. */
export function evaluateExpression(expression: Expression, context: ExecutionContext, globals: StructValue): Promise<Value> {
  const values = new Map(globals.fields.map(({ name }) => [name, fieldOf(globals, name)] as const));
  const known = new Map([...values].flatMap(([name, value]) => value === undefined ? [] : [[name, value] as const]));
  const statement = new Statement(context, known);
  return evaluate(expression, rootEnvironment(statement)).finally(() => statement.close());
}

function rowsOf(syntax: Syntax, statement: Statement): AsyncGenerator<Value> {
  return syntax.kind === 'query' ? queryRows(syntax, statement) : changeRows(syntax, statement);
}

/** A change is made to its end before its first row is answered. */
async function* changeRows(syntax: Exclude<Syntax, Query>, statement: Statement): AsyncGenerator<Value> {
  yield* await runChange(syntax, statement);
}

async function* queryRows({ expression }: Query, statement: Statement): AsyncGenerator<Value> {
  if (expression.kind !== 'select') {
    throw new PartiqlError(
      'Semantic', 'expected a SELECT: an expression needs a FROM clause, as in SELECT VALUE 1 + 1 FROM << 0 >>', expression.at);
  }
  await loadTables(statement, { sources: [], others: [expression] });
  for await (const values of compilers.select(expression, statement, undefined).rows(EMPTY_FRAME)) {
    yield* values;
  }
}

async function* closing(statement: Statement, rows: AsyncGenerator<Value>): AsyncGenerator<Value> {
  try {
    yield* rows;
  } finally {
    await statement.close();
  }
}
