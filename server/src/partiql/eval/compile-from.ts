import { buildUnit, compileIn } from './compilation';
import { compileCondition, termsOf } from './conditions';
import type { Condition } from './conditions';
import { compileHistory, historyReader } from './history-source';
import { findLookup } from './lookup';
import { queryReader, userTablesReader, valueReader } from './other-readers';
import type { Reader } from './reader';
import { addSource } from './scope';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { TableLookup, tableScan } from './table-reader';
import { isHistory, isUserTables, tableNamed } from './tables';
import type { Uses } from './unit';
import { fromSteps } from './walk';
import type { Expression, From, FromSource } from '../ast';

/** One source of a FROM clause: its rows, and the conditions that can be decided once it is bound. */
export interface Level {
  readonly reader: Reader;
  readonly conditions: readonly Condition[];
}

/** FROM and WHERE, ready to run: nested loops from left to right. */
export interface FromPlan {
  readonly levels: readonly Level[];
  /** Conditions that need no row. */
  readonly before: readonly Condition[];
  readonly uses: readonly Uses[];
}

/** A source before it is known how it will be read: conditions that come later may tell. */
interface Draft {
  readonly uses: readonly Uses[];
  reader(terms: readonly Expression[]): Reader;
}

/** Adds the names of the sources to `scope`. */
export function compileFrom(from: From | undefined, where: Expression | undefined, statement: Statement, scope: Scope): FromPlan {
  const drafts: Draft[] = [];
  const terms: Expression[] = [];
  const conditions: Condition[] = [];
  const addConditions = (expression: Expression): void => {
    for (const term of termsOf(expression)) {
      terms.push(term);
      conditions.push(compileCondition(term, statement, scope));
    }
  };
  for (const step of from === undefined ? [] : fromSteps(from)) {
    if (step.kind === 'on') {
      addConditions(step.condition);
    } else {
      const { source } = step;
      drafts.push(draftOf(source, drafts.length, statement, scope));
      addSource(scope, {
        as: source.as ?? `_${drafts.length}`,
        ...(source.index !== undefined && { index: source.index }),
        ...(source.by !== undefined && { by: source.by }),
      }, source.at);
    }
  }
  if (where !== undefined) {
    addConditions(where);
  }
  return {
    levels: drafts.map((draft, level) => ({
      reader: draft.reader(terms),
      conditions: conditions.filter((condition) => condition.level === level),
    })),
    before: conditions.filter((condition) => condition.level < 0),
    uses: [...drafts.flatMap(({ uses }) => uses), ...conditions.map(({ unit }) => unit.uses)],
  };
}

function draftOf(source: FromSource, level: number, statement: Statement, scope: Scope): Draft {
  const { expression, unpivot } = source;
  const repeated = level > 0 || scope.outer !== undefined;
  if (!unpivot && expression.kind === 'identifier' && !expression.lexical) {
    const table = tableNamed(statement, expression.name);
    if (table !== undefined) {
      return {
        uses: [],
        reader(terms) {
          const lookup = findLookup(terms, { ...table, level }, statement, scope);
          const scan = tableScan(statement, table, repeated);
          return lookup === undefined ? scan : new TableLookup(statement, table, lookup, scan);
        },
      };
    }
  }
  if (!unpivot && isHistory(expression)) {
    const history = compileHistory(expression, statement, scope);
    return {
      uses: history.times.map(({ unit }) => unit.uses),
      reader: (terms) => historyReader(history, terms, level, repeated, statement, scope),
    };
  }
  if (!unpivot && isUserTables(expression)) {
    return { uses: [], reader: () => userTablesReader(statement) };
  }
  if (!unpivot && expression.kind === 'select' && expression.projection.kind !== 'pivot') {
    const query = statement.compilers.select(expression, statement, scope);
    return { uses: [query.uses], reader: () => queryReader(query, statement, repeated) };
  }
  const unit = buildUnit(statement, scope, (compilation) => compileIn({ ...compilation, inFrom: true }, expression));
  return { uses: [unit.uses], reader: () => valueReader(unit, unpivot) };
}
