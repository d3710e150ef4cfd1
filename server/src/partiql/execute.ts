import type { Expression, Query, Statement as Syntax } from './ast';
import { runChange } from './change/run-change';
import { PartiqlError } from './error';
import { startStatement } from './eval/compile';
import { evaluate, rootEnvironment } from './eval/environment';
import { selectRows } from './eval/select';
import type { Statement } from './eval/statement';
import type { Execution, ExecutionContext } from './execution';
import type { StructValue, Value } from '../ion/value';

/**
 * Runs a statement. Nothing happens before the first row is asked for; what is wrong with the statement is thrown then.
 *
 * @throws PartiqlError, from `rows`
 */
export function execute(syntax: Syntax, context: ExecutionContext): Execution {
  const statement = startStatement(context);
  return {
    rows: closing(statement, rowsOf(syntax, statement)),
    readIos: () => statement.readIos,
    writeIos: () => statement.writeIos,
  };
}

/** The value of an expression that stands alone, with `globals` as its variables. */
export function evaluateExpression(expression: Expression, context: ExecutionContext, globals: StructValue): Promise<Value> {
  // Of fields with the same name the first counts, as everywhere.
  const variables = new Map(globals.fields.toReversed().map(({ name, value }) => [name, value]));
  const statement = startStatement(context, variables);
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
  yield* selectRows(expression, statement);
}

async function* closing(statement: Statement, rows: AsyncGenerator<Value>): AsyncGenerator<Value> {
  try {
    yield* rows;
  } finally {
    await statement.close();
  }
}
