import { compileUnit } from './compilation';
import { EMPTY_FRAME } from './frame';
import type { Bound, Frame } from './frame';
import { findLookup, wantedValues } from './lookup';
import type { Lookup } from './lookup';
import { noSuchVariable } from './names';
import type { Reader } from './reader';
import { Replay } from './replay';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { boundRevision } from './stored-rows';
import { tableIdOf } from './tables';
import { evaluateUnit } from './unit';
import type { Unit } from './unit';
import type { Timestamp, Value } from '../../ion/value';
import type { Call, Expression } from '../ast';
import type { HistoryRange, Table } from '../data-source';
import { PartiqlError } from '../error';
import { isText } from '../values/equality';
import { compareInstants, instantOf } from '../values/instant';
import { typeName } from '../values/type-name';

/** `history(table | 'tableId' [, start [, end]])`. https://docs.aws.amazon.com/qldb/latest/developerguide/working.history.html */
export interface HistorySource {
  readonly table: Table;
  /** Start and end, where given. */
  readonly times: ReadonlyArray<{ readonly unit: Unit; readonly argument: Expression }>;
}

export function compileHistory(call: Call, statement: Statement, scope: Scope): HistorySource {
  const [named, ...times] = call.arguments;
  if (named === undefined || times.length > 2) {
    throw new PartiqlError('Semantic', 'Incorrect number of arguments to function call: history takes a table, and the start and end of a '
      + `time range if wanted, got ${call.arguments.length}`, call.at);
  }
  return { table: tableOf(named, statement), times: times.map((argument) => ({ unit: compileUnit(argument, statement, scope), argument })) };
}

function tableOf(named: Expression, statement: Statement): Table {
  const table = named.kind === 'identifier' ? statement.tables.get(named.name) : statement.tablesById.get(tableIdOf(named, statement) ?? '');
  if (table !== undefined) {
    return table;
  }
  if (named.kind === 'identifier') {
    throw noSuchVariable(named);
  }
  throw new PartiqlError('Semantic', 'No such table: history takes the name of an active table, or the id of any table in single quotes, '
    + "as in history('5PLf9SXwndd63lPaSIa0O6')", named.at);
}

export function historyReader(
  source: HistorySource, terms: readonly Expression[], level: number, repeated: boolean, statement: Statement, scope: Scope,
): Reader {
  const lookup = findLookup(terms, { view: 'history', table: source.table, level }, statement, scope);
  const isConstant = source.times.every(({ unit }) => unit.uses.size === 0);
  const read = (frame: Frame): AsyncIterable<readonly Bound[]> => readHistory(source, lookup, frame, statement);
  if (lookup === undefined && isConstant && repeated) {
    const replay = new Replay(statement, () => read(EMPTY_FRAME));
    return { stored: true, read: () => replay.read() };
  }
  return { stored: true, read };
}

async function* readHistory(
  source: HistorySource, lookup: Lookup | undefined, frame: Frame, statement: Statement,
): AsyncGenerator<readonly Bound[]> {
  const range = await rangeOf(source, frame, statement.context.now);
  const ids = lookup && await idsOf(lookup, frame);
  if (ids?.length === 0) {
    return;
  }
  for await (const rows of statement.context.data.history(source.table, range, ids)) {
    yield rows.map(boundRevision);
  }
}

async function idsOf(lookup: Lookup, frame: Frame): Promise<readonly string[] | undefined> {
  try {
    const ids = wantedValues(lookup, await evaluateUnit(lookup.values, frame)).filter(isText).map(({ value }) => value);
    return [...new Set(ids)];
  } catch (error) {
    // The condition says it again, if there is a row.
    if (error instanceof PartiqlError) {
      return undefined;
    }
    throw error;
  }
}

async function rangeOf({ times: [first, second] }: HistorySource, frame: Frame, now: Timestamp): Promise<HistoryRange> {
  const start = first && timeOf(await evaluateUnit(first.unit, frame), first.argument, 'start', now);
  const end = second && timeOf(await evaluateUnit(second.unit, frame), second.argument, 'end', now);
  if (first !== undefined && start !== undefined && end !== undefined && compareInstants(instantOf(start), instantOf(end)) > 0) {
    throw new PartiqlError('Evaluator', 'the start time of history() must not be after its end time', first.argument.at);
  }
  return { ...(start && { start }), ...(end && { end }) };
}

function timeOf(value: Value, { at }: Expression, which: 'start' | 'end', now: Timestamp): Timestamp {
  if (value.kind !== 'timestamp') {
    throw new PartiqlError(
      'Evaluator', `the ${which} time of history() must be a timestamp such as \`2019-06-05T00:00:00Z\`, got ${typeName(value)}`, at);
  }
  if (compareInstants(instantOf(value.value), instantOf(now)) > 0) {
    throw new PartiqlError('Evaluator', `the ${which} time of history() must not be in the future`, at);
  }
  return value.value;
}
