import { COUNTED, hasAggregates } from './aggregate';
import type { AggregateSink, RowAggregate } from './aggregate';
import { buildUnit, compileUnit } from './compilation';
import { compileFrom } from './compile-from';
import type { Frame } from './frame';
import { framesOf } from './pipeline';
import { compileItems, compileStar } from './project';
import type { Query } from './query';
import { groupedScope, innerScope } from './scope';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { UnitBuilder, evaluateUnit, locate } from './unit';
import type { Unit, Uses } from './unit';
import { projectionExpressions } from './walk';
import { bag, struct } from '../../ion/value';
import type { Field, Value } from '../../ion/value';
import type { Projection, Select } from '../ast';
import { canonicalBytes, isText } from '../values/equality';

type Rows = AsyncIterable<readonly Value[]>;

/** Makes rows of what passes FROM and WHERE. */
interface Projector {
  readonly uses: readonly Uses[];
  project(frames: AsyncIterable<readonly Frame[]>, outer: Frame): Rows;
}

export function compileSelect(select: Select, statement: Statement, outer: Scope | undefined): Query {
  const scope = innerScope(outer);
  const plan = compileFrom(select.from, select.where, statement, scope);
  const projector = compileProjection(select.projection, statement, scope);
  const used = new UnitBuilder(statement);
  for (const uses of [...plan.uses, ...projector.uses]) {
    used.useAll(uses, scope);
  }
  const rows = (frame: Frame): Rows => {
    const projected = projector.project(framesOf(plan, frame, statement), frame);
    return select.distinct ? distinct(projected) : projected;
  };
  return {
    uses: used.used,
    rows,
    async value(frame, limit) {
      const values = await firstOf(rows(frame), limit);
      return select.projection.kind === 'pivot' ? values[0] ?? struct([]) : bag(values);
    },
  };
}

function compileProjection(projection: Projection, statement: Statement, scope: Scope): Projector {
  switch (projection.kind) {
    case 'star':
      return eachRow(buildUnit(statement, scope, (compilation) => compileStar(scope, compilation)));
    case 'value':
      return eachRow(compileUnit(projection.expression, statement, scope));
    case 'pivot':
      return pivot(compileUnit(projection.name, statement, scope), compileUnit(projection.value, statement, scope));
    case 'items':
      return hasAggregates(projectionExpressions(projection))
        ? compileAggregation(projection, statement, scope)
        : eachRow(buildUnit(statement, scope, (compilation) => compileItems(projection.items, compilation)));
  }
}

function eachRow(unit: Unit): Projector {
  return {
    uses: [unit.uses],
    async* project(frames) {
      for await (const batch of frames) {
        const values: Value[] = [];
        for (const frame of batch) {
          const value = evaluateUnit(unit, frame);
          values.push(value instanceof Promise ? await value : value);
        }
        yield values;
      }
    },
  };
}

/** `PIVOT value AT name`: one struct of all rows. Names that are no text are left out. */
function pivot(name: Unit, value: Unit): Projector {
  return {
    uses: [name.uses, value.uses],
    async* project(frames) {
      const fields: Field[] = [];
      for await (const batch of frames) {
        for (const frame of batch) {
          const field = { name: await evaluateUnit(name, frame), value: await evaluateUnit(value, frame) };
          if (isText(field.name) && field.value.kind !== 'missing') {
            fields.push({ name: field.name.value, value: field.value });
          }
        }
      }
      yield [struct(fields)];
    },
  };
}

/** A list with aggregate functions: one row of all, even of none. */
function compileAggregation(projection: Extract<Projection, { kind: 'items' }>, statement: Statement, scope: Scope): Projector {
  const sink: AggregateSink = { scope, found: [] };
  const unit = buildUnit(statement, groupedScope(scope), (compilation) =>
    compileItems(projection.items, { ...compilation, aggregates: sink }));
  return {
    uses: [unit.uses, ...sink.found.map(({ argument }) => argument?.uses ?? new Map<Scope, number>())],
    async* project(frames, outer) {
      const running = sink.found.map(({ create }) => create());
      for await (const batch of frames) {
        for (const frame of batch) {
          for (const [index, aggregate] of sink.found.entries()) {
            const value = aggregate.argument === undefined ? COUNTED : evaluateUnit(aggregate.argument, frame);
            addTo(running[index], aggregate, value instanceof Promise ? await value : value);
          }
        }
      }
      const aggregates = running.map((each, index) => resultOf(each, sink.found[index]));
      yield [await evaluateUnit(unit, { outer, rows: [], aggregates })];
    },
  };
}

type Running = ReturnType<RowAggregate['create']>;

function addTo(running: Running | undefined, { at }: RowAggregate, value: Value): void {
  try {
    running?.add(value);
  } catch (error) {
    throw locate(error, at);
  }
}

function resultOf(running: Running, aggregate: RowAggregate | undefined): Value {
  try {
    return running.result();
  } catch (error) {
    throw aggregate === undefined ? error : locate(error, aggregate.at);
  }
}

async function* distinct(rows: Rows): AsyncGenerator<readonly Value[]> {
  const seen = new Set<string>();
  for await (const batch of rows) {
    const fresh = batch.filter((value) => {
      const key = canonicalBytes(value).toString('latin1');
      return seen.has(key) ? false : seen.add(key);
    });
    if (fresh.length > 0) {
      yield fresh;
    }
  }
}

async function firstOf(rows: Rows, limit: number): Promise<readonly Value[]> {
  const values: Value[] = [];
  for await (const batch of rows) {
    for (const value of batch) {
      values.push(value);
      if (values.length >= limit) {
        return values;
      }
    }
  }
  return values;
}

