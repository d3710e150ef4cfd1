import type { StructValue, Value } from '../../ion/value';
import { EvaluationError, PartiqlError, type Position } from '../error';
import { insertAt, listPosition, removeAt, setAt, valueAt } from './document-path';
import { Places } from './places';
import type { DocumentPath } from '../eval/target-rows';

/** Where a change applies: an alias of the statement, and steps from there. Without alias the steps begin at the document. */
export interface ChangeTarget {
  readonly alias?: string;
  readonly steps: DocumentPath;
}

/** One modification of one row, its expressions evaluated. */
export type Change =
  | { readonly kind: 'set'; readonly target: ChangeTarget; readonly value: Value; readonly at: Position }
  | { readonly kind: 'insert'; readonly target: ChangeTarget; readonly value: Value; readonly position?: Value; readonly at: Position }
  | { readonly kind: 'remove'; readonly target: ChangeTarget; readonly at: Position };

/** All changes of one row that the statement found. */
export interface RowChanges {
  /** Where in the document its aliases are, before anything has changed. */
  readonly places: ReadonlyMap<string, DocumentPath>;
  readonly changes: readonly Change[];
}

/**
 * A document after the changes of all rows that are about it, in their order, each made to what the one before it left.
 *
 * @returns `undefined` if it is to be deleted
 * @throws PartiqlError where a change cannot be made
 */
export function changeDocument(document: StructValue, rows: readonly RowChanges[]): StructValue | undefined {
  const draft = new Draft(document, new Places(rows.map(({ places }) => places)));
  for (const [row, { changes }] of rows.entries()) {
    for (const change of changes) {
      try {
        draft.apply(change, row);
      } catch (error) {
        throw error instanceof EvaluationError ? new PartiqlError('Evaluator', error.message, change.at) : error;
      }
    }
  }
  return draft.document;
}

class Draft {
  constructor(public document: StructValue | undefined, private readonly places: Places) {}

  apply(change: Change, row: number): void {
    const { alias, steps } = change.target;
    const place = alias === undefined ? [] : this.places.of(row, alias);
    if (this.document === undefined || place === undefined) {
      // Several rows may lead to the same part of a document: that it is gone already is what REMOVE wants, and nothing else.
      if (change.kind !== 'remove') {
        throw new EvaluationError(`${alias === undefined ? 'the document' : `'${alias}'`} has been removed by this statement and cannot be changed any more`);
      }
      return;
    }
    const path = [...place, ...steps];
    switch (change.kind) {
      case 'set': return this.set(this.document, path, change.value, row);
      case 'insert': return this.insert(this.document, path, change, row);
      case 'remove': return this.remove(this.document, path, row);
    }
  }

  private set(document: StructValue, path: DocumentPath, value: Value, row: number): void {
    if (value.kind !== 'missing') {
      this.document = asDocument(setAt(document, path, value));
    } else if (typeof path.at(-1) === 'string') {
      // What is MISSING is left out, here as in a struct that is written down.
      this.remove(document, path, row);
    } else {
      throw new EvaluationError(`${path.length === 0 ? 'a document' : 'an element of a list'} cannot be set to MISSING: write REMOVE`);
    }
  }

  private insert(document: StructValue, path: DocumentPath, { value, position }: Extract<Change, { kind: 'insert' }>, row: number): void {
    if (value.kind === 'missing') {
      throw new EvaluationError('MISSING cannot be inserted: there is no value');
    }
    this.document = asDocument(insertAt(document, path, value, position));
    const container = valueAt(document, path);
    if (container?.kind === 'list' || container?.kind === 'sexp') {
      this.places.inserted(path, listPosition(container, position), row);
    }
  }

  private remove(document: StructValue, path: DocumentPath, row: number): void {
    if (path.length === 0) {
      this.document = undefined;
    } else if (valueAt(document, path) !== undefined) {
      this.document = asDocument(removeAt(document, path));
      this.places.removed(path, row);
    }
  }
}

function asDocument(value: Value): StructValue {
  if (value.kind === 'struct') {
    return value;
  }
  throw new EvaluationError(`a document must be a struct; received a value of type ${value.kind}`);
}
