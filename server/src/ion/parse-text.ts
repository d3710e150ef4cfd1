import { makeReader, type Reader } from 'ion-js';
import { checkDepth } from './depth';
import { IonFormatError } from './ion-format-error';
import { parseTimestamp } from './timestamp-text';
import { FALSE, TRUE, type Field, type IonType, type Value } from './value';

/**
 * Reads the one value that an Ion text holds.
 *
 * @throws IonFormatError where the text is not Ion, holds no value or several, or is nested more than 200 levels deep
 */
export function parseText(text: string): Value {
  try {
    const reader = makeReader(text);
    if (!reader.next()) throw new IonFormatError('an Ion value is expected, the text holds none');
    const value = readValue(reader, 0);
    if (reader.next()) throw new IonFormatError('one Ion value is expected, the text holds several');
    return value;
  } catch (error) {
    if (error instanceof IonFormatError) throw error;
    throw new IonFormatError(`not valid Ion text: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

function readValue(reader: Reader, depth: number): Value {
  const annotations = reader.annotations();
  const value = readPlain(reader, depth);
  return annotations.length > 0 ? { ...value, annotations } : value;
}

function readPlain(reader: Reader, depth: number): Value {
  const type = reader.type()!.name as IonType;
  if (reader.isNull()) return { kind: 'null', type };
  switch (type) {
    case 'null': return { kind: 'null', type };
    case 'bool': return reader.booleanValue() ? TRUE : FALSE;
    case 'int': return { kind: 'int', value: reader.bigIntValue()! };
    case 'float': return { kind: 'float', value: reader.numberValue()! };
    case 'decimal': return readDecimal(reader);
    case 'timestamp': return { kind: 'timestamp', value: parseTimestamp(reader.timestampValue()!.toString()) };
    case 'symbol': return { kind: 'symbol', value: knownText(reader.stringValue()) };
    case 'string': return { kind: 'string', value: reader.stringValue()! };
    case 'clob': return { kind: 'clob', value: reader.uInt8ArrayValue()! };
    case 'blob': return { kind: 'blob', value: reader.uInt8ArrayValue()! };
    case 'list':
    case 'sexp': return { kind: type, elements: readElements(reader, depth + 1) };
    case 'struct': return { kind: 'struct', fields: readFields(reader, depth + 1) };
  }
}

function readDecimal(reader: Reader): Value {
  const decimal = reader.decimalValue()!;
  const coefficient = decimal.getCoefficient();
  const value = { coefficient, exponent: decimal.getExponent() };
  return { kind: 'decimal', value: coefficient === 0n && decimal.isNegative() ? { ...value, negativeZero: true } : value };
}

function readElements(reader: Reader, depth: number): readonly Value[] {
  checkDepth(depth);
  const elements: Value[] = [];
  reader.stepIn();
  while (reader.next()) elements.push(readValue(reader, depth));
  reader.stepOut();
  return elements;
}

function readFields(reader: Reader, depth: number): readonly Field[] {
  checkDepth(depth);
  const fields: Field[] = [];
  reader.stepIn();
  while (reader.next()) fields.push({ name: knownText(reader.fieldName()), value: readValue(reader, depth) });
  reader.stepOut();
  return fields;
}

function knownText(text: string | null): string {
  if (text === null) throw new IonFormatError('symbols of unknown text are not supported: write the text instead of $0');
  return text;
}
