import { buildUnit } from './compilation';
import { elementsOf } from './navigate';
import { findName } from './scope';
import type { Scope } from './scope';
import type { Statement } from './statement';
import { compileCollectionOperand, compileOperand } from './subquery';
import type { Unit } from './unit';
import { fieldOf } from '../../ion/value';
import type { StructValue, Value } from '../../ion/value';
import type { Expression, PathStep } from '../ast';
import type { Index, Table } from '../data-source';
import { canonicalBytes, isText, isUnknown } from '../values/equality';

/**
 * How a condition tells which rows of a table matter, so that the others need not be read: `v.VIN = ?` with an index on VIN,
 * `id IN (…)` with `BY id`.
 */
export interface Lookup {
  readonly by: { readonly kind: 'id' } | { readonly kind: 'index'; readonly index: Index };
  readonly values: Unit;
  /** The values are the elements of a collection (IN). */
  readonly many: boolean;
}

export interface LookupTarget {
  readonly view: 'user' | 'committed' | 'history';
  readonly table: Table;
  /** The source, by number. */
  readonly level: number;
}

/**
 * The best lookup among conditions that all must be true. By document id first, then by the equality of an indexed field, then by IN.
 * The value must not depend on the row that is looked up, nor on those of later sources.
 */
export function findLookup(terms: readonly Expression[], target: LookupTarget, statement: Statement, scope: Scope): Lookup | undefined {
  const lookups = terms.flatMap((term) => lookupsOf(term, target, statement, scope));
  return lookups.find(({ by }) => by.kind === 'id') ?? lookups.find(({ many }) => !many) ?? lookups[0];
}

function lookupsOf(term: Expression, target: LookupTarget, statement: Statement, scope: Scope): readonly Lookup[] {
  if (term.kind === 'in' && !term.negated) {
    return lookupOf(term.operand, term.collection, true, target, statement, scope);
  }
  if (term.kind !== 'binary' || term.operator !== '=') {
    return [];
  }
  return [
    ...lookupOf(term.left, term.right, false, target, statement, scope),
    ...lookupOf(term.right, term.left, false, target, statement, scope),
  ];
}

function lookupOf(
  field: Expression, value: Expression, many: boolean, target: LookupTarget, statement: Statement, scope: Scope,
): readonly Lookup[] {
  const by = fieldLookedUp(field, target, statement, scope);
  if (by === undefined) {
    return [];
  }
  const values = buildUnit(statement, scope, (compilation) => many
    ? compileCollectionOperand(value, compilation)
    : compileOperand(value, compilation));
  return (values.uses.get(scope) ?? -1) < target.level ? [{ by, values, many }] : [];
}

function fieldLookedUp(expression: Expression, target: LookupTarget, statement: Statement, scope: Scope): Lookup['by'] | undefined {
  const root = expression.kind === 'path' ? expression.root : expression;
  const steps = fieldNames(expression.kind === 'path' ? expression.steps : []);
  if (root.kind !== 'identifier' || steps === undefined) {
    return undefined;
  }
  const found = findName(scope, root.name);
  if (found === undefined) {
    return isImplicit(statement, scope) ? byField([root.name, ...steps], target) : undefined;
  }
  if (found.scope !== scope || found.source !== target.level) {
    return undefined;
  }
  if (found.kind === 'by') {
    return steps.length === 0 ? { kind: 'id' } : undefined;
  }
  return found.kind === 'as' ? byField(steps, target) : undefined;
}

/** A name without an alias is certainly a field of this source only where there is nothing else that it can mean (`names.ts`). */
function isImplicit(statement: Statement, scope: Scope): boolean {
  return scope.sources.length === 1 && statement.globals.size === 0;
}

function fieldNames(steps: readonly PathStep[]): readonly string[] | undefined {
  const names: string[] = [];
  for (const step of steps) {
    if (step.kind === 'field') {
      names.push(step.name);
    } else if (step.kind === 'index' && step.index.kind === 'literal' && isText(step.index.value)) {
      names.push(step.index.value.value);
    } else {
      return undefined;
    }
  }
  return names;
}

function byField(names: readonly string[], { view, table }: LookupTarget): Lookup['by'] | undefined {
  const [first, second, ...more] = names;
  if (view !== 'user' && first === 'metadata' && second === 'id' && more.length === 0) {
    return { kind: 'id' };
  }
  const path = view === 'user' ? names : view === 'committed' && first === 'data' ? names.slice(1) : [];
  const [field, ...deeper] = path;
  const index = deeper.length > 0 ? undefined : table.indexes.find((each) => each.field === field && each.status === 'ONLINE');
  return index && { kind: 'index', index };
}

/** The values that rows are looked up by. Unknown ones equal nothing. */
export function wantedValues({ many, by }: Lookup, value: Value): readonly Value[] {
  const isCollection = value.kind === 'list' || value.kind === 'bag' || value.kind === 'sexp';
  const values = many ? (isCollection ? elementsOf(value) : []) : [value];
  return values.filter((each) => !isUnknown(each) && (by.kind === 'index' || isText(each)));
}

/** The same for values that are equal, and only for those. */
export function keyOf({ by }: Lookup, value: Value): string {
  return by.kind === 'id' && isText(value) ? value.value : canonicalBytes(value).toString('latin1');
}

/** The key under which a document is found; an unknown field is under none. */
export function keyOfDocument({ by }: Lookup, document: { readonly documentId: string; readonly data: StructValue }): string | undefined {
  if (by.kind === 'id') {
    return document.documentId;
  }
  const value = fieldOf(document.data, by.index.field);
  return value === undefined || isUnknown(value) ? undefined : canonicalBytes(value).toString('latin1');
}
