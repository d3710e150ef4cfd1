/** `Symbol.for`, so that constructs are recognised across copies of the library that one app loads. */
export const LEDGER = Symbol.for('cdk-qldb.Ledger');
export const CONTROL_PLANE = Symbol.for('cdk-qldb.ControlPlane');
/** On a scope: the properties given to `ControlPlane.configure`. */
export const CONFIGURATION = Symbol.for('cdk-qldb.ControlPlane.configuration');
/** On a scope: path of the first control plane at or below it. */
export const FIRST_USE = Symbol.for('cdk-qldb.ControlPlane.firstUse');
/** On the root of a construct tree: all its ledgers. */
export const LEDGERS = Symbol.for('cdk-qldb.Ledgers');
/** On the root of a construct tree: how many exports its ledgers have. */
export const JOURNAL_EXPORTS = Symbol.for('cdk-qldb.JournalExports');
/** On the root of a construct tree: how many streams its ledgers have. */
export const JOURNAL_STREAMS = Symbol.for('cdk-qldb.JournalStreams');

/** Reads and writes values that are attached to constructs under a symbol. */
export function attached<T>(construct: object, key: symbol): T | undefined {
  return (construct as Record<symbol, T | undefined>)[key];
}

export function attach<T>(construct: object, key: symbol, value: T): void {
  Object.defineProperty(construct, key, { value, writable: true, configurable: true, enumerable: false });
}
