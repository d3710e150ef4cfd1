import { base64From, timestampFrom } from './json-block';
import type { JsonValue } from './json-value';
import type { Decimal, IonType, Value } from '../../ion/value';

/** A type of Ion that a value of JSON may have had. Floats that are no numbers have become null. */
export type LostType = IonType | `null.${IonType}` | 'nan' | '+inf' | '-inf';

export interface Candidate {
  readonly type: LostType;
  readonly value: Value;
}

/** Of a number: QLDB's have 38. What many more would cost grows with their square. */
const MAX_DIGITS = 10_000;

type JsonScalar = Exclude<JsonValue, { kind: 'array' | 'object' }>;

/**
 * What a scalar may have been before it became JSON: the likeliest first.
 *
 * https://amazon-ion.github.io/ion-docs/guides/cookbook.html#down-converting-to-json
 */
export function candidatesOf(json: JsonScalar): readonly Candidate[] {
  switch (json.kind) {
    case 'null': return NULLS;
    case 'bool': return [{ type: 'bool', value: { kind: 'bool', value: json.value } }];
    case 'number': return numbers(json.text);
    case 'string': return strings(json.value);
  }
}

const TYPED_NULLS: readonly IonType[] = [
  'null', 'string', 'timestamp', 'decimal', 'int', 'bool', 'float', 'symbol', 'struct', 'list', 'blob', 'clob', 'sexp',
];
const NULLS: readonly Candidate[] = [
  ...TYPED_NULLS.map((type): Candidate => ({ type: `null.${type}`, value: { kind: 'null', type } })),
  { type: 'nan', value: { kind: 'float', value: NaN } },
  { type: '+inf', value: { kind: 'float', value: Infinity } },
  { type: '-inf', value: { kind: 'float', value: -Infinity } },
];

function strings(text: string): readonly Candidate[] {
  const candidates: Candidate[] = [];
  const timestamp = timestampFrom(text);
  if (timestamp) candidates.push({ type: 'timestamp', value: timestamp });
  const asString: Candidate = { type: 'string', value: { kind: 'string', value: text } };
  const bytes = base64From(text);
  const asBlob: readonly Candidate[] = bytes ? [{ type: 'blob', value: { kind: 'blob', value: bytes } }] : [];
  // Many words are Base64 as well; few end as Base64 does.
  candidates.push(...text.length >= 8 && text.endsWith('=') ? [...asBlob, asString] : [asString, ...asBlob]);
  candidates.push({ type: 'symbol', value: { kind: 'symbol', value: text } });
  // Each byte of a clob has become the character of that number.
  // eslint-disable-next-line no-control-regex -- control characters are bytes like others
  if (/^[\u0000-\u00ff]*$/.test(text)) candidates.push({ type: 'clob', value: { kind: 'clob', value: Buffer.from(text, 'latin1') } });
  return candidates;
}

function numbers(text: string): readonly Candidate[] {
  if (text.length > MAX_DIGITS) return [{ type: 'float', value: { kind: 'float', value: Number(text) } }];
  const decimal = decimalFrom(text);
  const asDecimal: readonly Candidate[] = decimal ? [{ type: 'decimal', value: { kind: 'decimal', value: decimal } }] : [];
  const asFloat: Candidate = { type: 'float', value: { kind: 'float', value: Number(text) } };
  if (/^-?\d+$/.test(text)) {
    const isMinusZero = text === '-0';
    return [...isMinusZero ? [] : [{ type: 'int', value: { kind: 'int', value: BigInt(text) } } as const], ...asDecimal, asFloat];
  }
  return /[eE]/.test(text) ? [asFloat, ...asDecimal] : [...asDecimal, asFloat];
}

/** With exactly the digits that are written. */
function decimalFrom(text: string): Decimal | undefined {
  const [, sign = '', whole = '', fraction = '', power = '0'] = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const exponent = Number(power) - fraction.length;
  if (whole === '' || Math.abs(exponent) > 2 ** 31 - 1) return undefined;
  const magnitude = BigInt(whole + fraction);
  if (magnitude === 0n && sign === '-') return { coefficient: 0n, exponent, negativeZero: true };
  return { coefficient: sign === '-' ? -magnitude : magnitude, exponent };
}
