import type { Step } from './step';

/** What JSON does not have, in JSON: bytes, 64-bit keys and maps. Steps hold documents as bytes, so no name in them is a user's. */
type Tagged = { readonly $bytes: string } | { readonly $key: string } | { readonly $map: ReadonlyArray<readonly [unknown, unknown]> };

/** A step as text, for the database: every version of Node.js reads it alike. */
export function stepText(step: Step): string {
  return JSON.stringify(step, function replace(this: Readonly<Record<string, unknown>>, name: string, value: unknown): unknown {
    // Not `value`: a Buffer has turned itself into an object of numbers by now.
    const original = this[name];
    return Buffer.isBuffer(original) ? { $bytes: original.toString('base64') }
      : typeof original === 'bigint' ? { $key: String(original) }
        : original instanceof Map ? { $map: [...original] }
          : value;
  });
}

export function parseStep(text: string): Step {
  return JSON.parse(text, (_name, value: unknown) => isTagged(value) ? untagged(value) : value) as Step;
}

function isTagged(value: unknown): value is Tagged {
  return typeof value === 'object' && value !== null && ('$bytes' in value || '$key' in value || '$map' in value);
}

function untagged(value: Tagged): unknown {
  return '$bytes' in value ? Buffer.from(value.$bytes, 'base64')
    : '$key' in value ? BigInt(value.$key)
      : new Map(value.$map);
}
