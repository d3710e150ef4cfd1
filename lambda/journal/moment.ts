import { DEPLOYMENT, LEDGER_CREATION } from '../../src/private/contract';
import { parseIsoTime } from '../../src/private/iso-time';
import type { PropertyReader } from '../custom-resource/property-reader';

/** A moment in a ledger's journal as a template names it. */
export type Moment =
  | { readonly kind: 'fixed'; readonly time: number }
  | { readonly kind: 'ledger-creation' }
  /** When it is asked for. */
  | { readonly kind: 'request' };

/** Reads a time property; `undefined` where the template has none. */
export function readMoment(reader: PropertyReader, properties: Readonly<Record<string, unknown>>, member: string): Moment | undefined {
  const value = properties[member];
  if (value === undefined) {
    return undefined;
  }
  if (value === LEDGER_CREATION) {
    return { kind: 'ledger-creation' };
  }
  if (value === DEPLOYMENT) {
    return { kind: 'request' };
  }
  const time = typeof value === 'string' ? parseIsoTime(value) : undefined;
  if (time === undefined) {
    reader.problem(`"${member}" must be a date, or a date and time with a zone, in ISO 8601, got ${JSON.stringify(value)}`);
  }
  return { kind: 'fixed', time: time ?? 0 };
}
