import { IonFormatError } from './ion-format-error';

/**
 * How deep lists, s-expressions and structs may be nested in each other.
 *
 * Code that walks values is recursive, and a stack that overflows is not an error one can answer: ion-js's does at 5,000 levels, which 15 KB
 * of binary can ask for.
 */
export const MAX_DEPTH = 200;

/** @throws IonFormatError where a value stands inside more than 200 containers */
export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) {
    throw new IonFormatError(`a value is nested more than ${MAX_DEPTH} levels deep: flatten the document`);
  }
}
