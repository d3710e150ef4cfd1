import { compileUnit } from './compilation';
import { compileFrom } from './compile-from';
import type { Environment } from './environment';
import { EMPTY_FRAME } from './frame';
import type { Frame } from './frame';
import { noSuchVariable } from './names';
import { framesOf } from './pipeline';
import { findName, innerScope } from './scope';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { loadTables, tableNamed } from './tables';
import { evaluateUnit } from './unit';
import type { Unit } from './unit';
import { fromSteps } from './walk';
import type { Expression, From, FromSource } from '../ast';
import type { Row, Table } from '../data-source';
import { PartiqlError } from '../error';
import { isText } from '../values/equality';

/** Where something is in a document: names of fields and places in lists. Empty: the document itself. */
export type DocumentPath = ReadonlyArray<string | number>;

/** A row that a change applies to. The same document may come more than once, as in `FROM t AS v, v.list AS x`. */
export interface TargetRow {
  readonly environment: Environment;
  readonly row: Row;
  readonly table: Table;
  /** Where in the document the alias of each source is. Aliases of values that are no part of the document are not in it. */
  readonly places: ReadonlyMap<string, DocumentPath>;
}

/**
 * The rows that UPDATE, DELETE and FROM … SET work on, as they are read.
 *
 * The first source of the FROM clause must be a table in its default view; others may be parts of its documents, or anything to join with.
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-reference.from.html
 */
export async function* targetRows(from: From, where: Expression | undefined, statement: Statement): AsyncGenerator<TargetRow> {
  const steps = fromSteps(from);
  const sources = steps.flatMap((step) => step.kind === 'source' ? [step.source] : []);
  await loadTables(statement, {
    sources: sources.map(({ expression }) => expression),
    others: [...steps.flatMap((step) => step.kind === 'on' ? [step.condition] : []), ...(where === undefined ? [] : [where])],
  });
  const table = targetTable(sources[0], statement);
  const scope = innerScope(undefined);
  const plan = compileFrom(from, where, statement, scope);
  const placements = sources.map((source, level) => compilePlacement(source, level, statement, scope));
  for await (const frames of framesOf(plan, EMPTY_FRAME, statement)) {
    for (const frame of frames) {
      const row = frame.rows[0]?.row;
      if (row !== undefined && 'data' in row) {
        yield { environment: { statement, scope, frame }, row, table, places: await placesIn(frame, placements, scope) };
      }
    }
  }
}

function targetTable(source: FromSource | undefined, statement: Statement): Table {
  const { expression } = source ?? {};
  const found = expression?.kind === 'identifier' ? tableNamed(statement, expression.name) : undefined;
  if (found?.view === 'user') {
    return found.table;
  }
  if (expression?.kind === 'identifier' && found === undefined) {
    throw noSuchVariable(expression);
  }
  throw new PartiqlError(
    'Semantic', 'only the documents of a table can be changed: name the table first in the FROM clause, and not its committed view',
    expression?.at ?? { line: 1, column: 1 });
}

/** How the place of an alias follows from that of another: `v.list[0].items AS x`. */
interface Placement {
  /** The source that it is a part of, by number. */
  readonly within: number;
  readonly steps: ReadonlyArray<string | Unit>;
}

/** `undefined`: it is no part of a document, or the way there is lost, as with `[*]`. */
function compilePlacement(source: FromSource, level: number, statement: Statement, scope: Scope): Placement | undefined {
  const { expression } = source;
  const root = expression.kind === 'path' ? expression.root : expression;
  if (root.kind !== 'identifier' || (!root.lexical && tableNamed(statement, root.name) !== undefined)) {
    return undefined;
  }
  const found = findName(scope, root.name);
  if (found === undefined || found.kind !== 'as' || found.source >= level) {
    return undefined;
  }
  const steps: Array<string | Unit> = [];
  for (const step of expression.kind === 'path' ? expression.steps : []) {
    if (step.kind === 'elements' || step.kind === 'fields') {
      return undefined;
    }
    steps.push(step.kind === 'field' ? step.name : compileUnit(step.index, statement, scope));
  }
  return { within: found.source, steps };
}

async function placesIn(
  frame: Frame, placements: ReadonlyArray<Placement | undefined>, scope: Scope,
): Promise<ReadonlyMap<string, DocumentPath>> {
  const paths: Array<DocumentPath | undefined> = [[]];
  for (const [level, placement] of placements.entries()) {
    const within = placement && paths[placement.within];
    if (level > 0) {
      paths.push(within && placement && await placeIn(frame, within, placement, level));
    }
  }
  return new Map(scope.sources.flatMap(({ as }, level) => {
    const path = paths[level];
    return path === undefined ? [] : [[as, path] as const];
  }));
}

async function placeIn(frame: Frame, within: DocumentPath, { steps }: Placement, level: number): Promise<DocumentPath | undefined> {
  const path = [...within];
  for (const step of steps) {
    const value = typeof step === 'string' ? undefined : await evaluateUnit(step, frame);
    if (typeof step === 'string') {
      path.push(step);
    } else if (value?.kind === 'int') {
      path.push(Number(value.value));
    } else if (value !== undefined && isText(value)) {
      path.push(value.value);
    } else {
      return undefined;
    }
  }
  const position = frame.rows[level]?.position;
  return position === undefined ? path : [...path, position];
}
