import { PartiqlError } from '../error';
import type { Position } from '../error';

/** The names that one source of a FROM clause binds. */
export interface SourceNames {
  readonly as: string;
  readonly index?: string;
  readonly by?: string;
}

/** The names of one SELECT. Sources join from left to right while it is compiled. */
export interface Scope {
  readonly outer: Scope | undefined;
  readonly sources: SourceNames[];
  /** The select list of an aggregation sees no single row any more. */
  readonly grouped: boolean;
}

export type NameKind = 'as' | 'index' | 'by';

export interface FoundName {
  readonly scope: Scope;
  /** How many SELECTs out. */
  readonly depth: number;
  readonly source: number;
  readonly kind: NameKind;
}

export function innerScope(outer: Scope | undefined): Scope {
  return { outer, sources: [], grouped: false };
}

/** The same names for expressions that are evaluated once for all rows. */
export function groupedScope(scope: Scope): Scope {
  return { outer: scope.outer, sources: scope.sources, grouped: true };
}

export function addSource(scope: Scope, names: SourceNames, at: Position): void {
  const given = [names.as, names.index, names.by].filter((name) => name !== undefined);
  const twice = given.find((name, index) => given.indexOf(name) !== index || nameIn(scope, name) !== undefined);
  if (twice !== undefined) {
    throw new PartiqlError('Semantic', `A variable named '${twice}' was already defined in this scope`, at);
  }
  scope.sources.push(names);
}

/** The nearest source that binds the name. */
export function findName(scope: Scope | undefined, name: string): FoundName | undefined {
  let depth = 0;
  for (let at = scope; at !== undefined; at = at.outer) {
    const found = nameIn(at, name);
    if (found !== undefined) {
      return { scope: at, depth, ...found };
    }
    depth++;
  }
  return undefined;
}

/** The nearest scope that has a row to look for a field in. */
export function nearestRows(scope: Scope | undefined): { readonly scope: Scope; readonly depth: number } | undefined {
  let depth = 0;
  for (let at = scope; at !== undefined; at = at.outer) {
    if (at.sources.length > 0) {
      return { scope: at, depth };
    }
    depth++;
  }
  return undefined;
}

function nameIn(scope: Scope, name: string): { readonly source: number; readonly kind: NameKind } | undefined {
  for (const [source, names] of scope.sources.entries()) {
    const kind = names.as === name ? 'as' : names.index === name ? 'index' : names.by === name ? 'by' : undefined;
    if (kind !== undefined) {
      return { source, kind };
    }
  }
  return undefined;
}
