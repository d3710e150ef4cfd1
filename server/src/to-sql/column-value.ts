import type { ColumnType } from './column-type';
import { jsonText } from './json-text';
import { bytesLiteral, textLiteral } from './literal';
import { numericText } from './numbers';
import { shiftFields } from '../ion/timestamp-offset';
import { timestampText } from '../ion/timestamp-text';
import type { Timestamp, Value } from '../ion/value';
import { writeText } from '../ion/write-text';

/**
 * A value as a literal for a column of that type.
 *
 * @throws Error when the type does not hold it: `columnType` chose another one
 */
export function columnValue(type: ColumnType, value: Value | undefined): string {
  if (value === undefined || value.kind === 'null' || value.kind === 'missing') return 'null';
  const literal = LITERALS[type](value);
  if (literal === undefined) throw new Error(`a value of type ${value.kind} is not one for a column of type ${type}`);
  return literal;
}

const LITERALS: Readonly<Record<ColumnType, (value: Value) => string | undefined>> = {
  'boolean': (value) => value.kind === 'bool' ? String(value.value) : undefined,
  'bigint': (value) => value.kind === 'int' ? value.value.toString() : undefined,
  'numeric': numericLiteral,
  'double precision': floatLiteral,
  'timestamptz': (value) => value.kind === 'timestamp' ? momentText(value.value) : undefined,
  'date': (value) => value.kind === 'timestamp' ? `'${timestampText(value.value)}'` : undefined,
  'text': (value) => plainText(value),
  'bytea': (value) => value.kind === 'blob' || value.kind === 'clob' ? bytesLiteral(value.value) : undefined,
  'jsonb': (value) => textLiteral(jsonText(value)),
};

function numericLiteral(value: Value): string | undefined {
  if (value.kind === 'int') return `'${value.value}'`;
  return value.kind === 'decimal' ? `'${numericText(value.value)}'` : undefined;
}

function floatLiteral(value: Value): string | undefined {
  if (value.kind === 'int') return `'${value.value}'`;
  if (value.kind !== 'float') return undefined;
  return Object.is(value.value, -0) ? "'-0'" : `'${value.value}'`;
}

/** In UTC, because PostgreSQL takes no offsets of 16 hours or more, and Ion has those. It keeps the moment, not the offset. */
function momentText(timestamp: Timestamp): string {
  const utc: Timestamp = { ...shiftFields(timestamp, -(timestamp.offset ?? 0)), offset: 0 };
  return `'${timestampText(utc).replace('T', ' ').replace('Z', '+00')}'`;
}

function plainText(value: Value): string | undefined {
  switch (value.kind) {
    case 'string':
    case 'symbol': return textLiteral(value.value);
    case 'timestamp':
    case 'int':
    case 'decimal':
    case 'float': return textLiteral(writeText({ ...value, annotations: [] }));
    default: return undefined;
  }
}
