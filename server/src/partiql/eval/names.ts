import type { Compilation } from './compilation';
import { documentIdOf, frameAt, positionOf } from './frame';
import type { Frame } from './frame';
import { fieldNamed } from './navigate';
import { findName, nearestRows } from './scope';
import type { FoundName } from './scope';
import { tableValue } from './stored-rows';
import { tableNamed } from './tables';
import type { Evaluate } from './unit';
import { MISSING } from '../../ion/value';
import type { Value } from '../../ion/value';
import type { Identifier } from '../ast';
import { PartiqlError } from '../error';

/**
 * A name: a variable of this SELECT or one around it, else a field of a row, which is where its alias has been left out.
 *
 * In FROM clauses tables come first, elsewhere they do not count: `SELECT Owner FROM Vehicle` means the field in every ledger, whether or
 * not it has a table named Owner. Names are case sensitive.
 * (The rules of the Kotlin implementation's `StaticTypeRewriter`, from which QLDB's "No such variable named" comes.)
 */
export function compileIdentifier(identifier: Identifier, compilation: Compilation): Evaluate {
  const { statement, scope } = compilation;
  if (compilation.inFrom && !identifier.lexical) {
    const table = tableNamed(statement, identifier.name);
    if (table !== undefined) {
      return compilation.unit.hoist(identifier, () => tableValue(statement, table), new Map());
    }
    const value = statement.globals.get(identifier.name);
    if (value !== undefined) {
      return () => value;
    }
  }
  const found = findName(scope, identifier.name);
  return found === undefined ? compileField(identifier, compilation) : compileVariable(identifier, found, compilation);
}

function compileVariable(identifier: Identifier, found: FoundName, compilation: Compilation): Evaluate {
  if (found.scope.grouped) {
    throw notGrouped(identifier);
  }
  compilation.unit.use(found.scope, found.source);
  const { depth, source } = found;
  switch (found.kind) {
    case 'as':
      return (frame) => frameAt(frame, depth).rows[source]?.value ?? MISSING;
    case 'index':
      return (frame) => positionOf(frameAt(frame, depth).rows[source]);
    case 'by':
      return (frame) => documentIdOf(frameAt(frame, depth).rows[source]);
  }
}

/**
 * A name that is no variable: a field of a row of this SELECT. Where there is one source it is that source's, and MISSING if the row does
 * not have it; among several sources one must have it. Not a field of SELECTs around this one, for which an alias is needed, and not in
 * FROM clauses, where it is a table that does not exist.
 */
function compileField(identifier: Identifier, compilation: Compilation): Evaluate {
  const { name, at } = identifier;
  const global = compilation.statement.globals.get(name);
  const rows = compilation.inFrom ? undefined : nearestRows(compilation.scope);
  if (rows === undefined) {
    if (global !== undefined) {
      return () => global;
    }
    throw noSuchVariable(identifier);
  }
  const { scope, depth } = rows;
  if (scope.grouped) {
    throw notGrouped(identifier);
  }
  compilation.unit.use(scope, scope.sources.length - 1);
  const otherwise = global ?? (scope.sources.length === 1 ? MISSING : undefined);
  return (frame) => {
    const value = fieldInRows(frameAt(frame, depth), name) ?? otherwise;
    if (value === undefined) {
      throw noSuchVariable({ name, at });
    }
    return value;
  };
}

function fieldInRows({ rows }: Frame, name: string): Value | undefined {
  for (const row of rows) {
    const value = fieldNamed(row.value, name);
    if (value !== undefined) {
      return value;
    }
  }
  return undefined;
}

/** An aggregation makes one row of all, so that a name in its list would mean any of them. */
function notGrouped({ name, at }: Identifier): PartiqlError {
  return new PartiqlError('Semantic', `Variable not in GROUP BY or aggregation function: ${name}`, at);
}

/** Drivers and users look for this text. */
export function noSuchVariable({ name, at }: Pick<Identifier, 'name' | 'at'>): PartiqlError {
  return new PartiqlError('Semantic', `No such variable named '${name}'`, at);
}
