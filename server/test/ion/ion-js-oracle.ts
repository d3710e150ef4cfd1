import { Decimal, IonTypes, makeBinaryWriter, makeReader, Timestamp, type Reader, type Writer } from 'ion-js';
import { parseTimestamp, timestampText } from '../../src/ion/timestamp-text';
import type { Field, IonType, Value } from '../../src/ion/value';

/** Writes with ion-js: into its binary writer, or any other that has its interface. */
export function writeWithIonJs(value: Value, writer: Writer): void {
  if (value.annotations) writer.setAnnotations([...value.annotations]);
  switch (value.kind) {
    case 'null': return writer.writeNull(ionJsType(value.type));
    case 'bool': return writer.writeBoolean(value.value);
    case 'int': return writer.writeInt(value.value);
    case 'float': return writer.writeFloat64(value.value);
    case 'decimal': return writer.writeDecimal(new Decimal(value.value.coefficient, value.value.exponent, value.value.negativeZero ?? value.value.coefficient < 0n));
    case 'timestamp': return writer.writeTimestamp(Timestamp.parse(timestampText(value.value)));
    case 'symbol': return writer.writeSymbol(value.value);
    case 'string': return writer.writeString(value.value);
    case 'clob': return writer.writeClob(value.value);
    case 'blob': return writer.writeBlob(value.value);
    case 'list':
    case 'sexp':
      writer.stepIn(ionJsType(value.kind));
      for (const element of value.elements) writeWithIonJs(element, writer);
      return writer.stepOut();
    case 'struct':
      writer.stepIn(IonTypes.STRUCT);
      for (const field of value.fields) {
        writer.writeFieldName(field.name);
        writeWithIonJs(field.value, writer);
      }
      return writer.stepOut();
    default: throw new Error(`${value.kind} is not Ion`);
  }
}

export function encodeWithIonJs(value: Value): Uint8Array {
  const writer = makeBinaryWriter();
  writeWithIonJs(value, writer);
  writer.close();
  return writer.getBytes();
}

export function decodeWithIonJs(bytes: Uint8Array): Value {
  const reader = makeReader(bytes);
  reader.next();
  return readWithIonJs(reader);
}

function ionJsType(type: IonType): (typeof IonTypes)[keyof typeof IonTypes] {
  return IonTypes[type.toUpperCase() as keyof typeof IonTypes];
}

function readWithIonJs(reader: Reader): Value {
  const annotations = reader.annotations();
  const value = readPlain(reader, reader.type()!.name as IonType);
  return annotations.length > 0 ? { ...value, annotations } : value;
}

function readPlain(reader: Reader, type: IonType): Value {
  if (reader.isNull() || type === 'null') return { kind: 'null', type };
  switch (type) {
    case 'bool': return { kind: type, value: reader.booleanValue()! };
    case 'int': return { kind: type, value: reader.bigIntValue()! };
    case 'float': return { kind: type, value: reader.numberValue()! };
    case 'decimal': {
      const decimal = reader.decimalValue()!;
      const value = { coefficient: decimal.getCoefficient(), exponent: decimal.getExponent() };
      return { kind: type, value: value.coefficient === 0n && decimal.isNegative() ? { ...value, negativeZero: true } : value };
    }
    case 'timestamp': return { kind: type, value: parseTimestamp(reader.timestampValue()!.toString()) };
    case 'symbol':
    case 'string': return { kind: type, value: reader.stringValue()! };
    case 'clob':
    case 'blob': return { kind: type, value: Buffer.from(reader.uInt8ArrayValue()!) };
    case 'list':
    case 'sexp': return { kind: type, elements: inside(reader, () => readWithIonJs(reader)) };
    case 'struct': return { kind: type, fields: inside(reader, (): Field => ({ name: reader.fieldName()!, value: readWithIonJs(reader) })) };
  }
}

function inside<Item>(reader: Reader, read: () => Item): Item[] {
  const items: Item[] = [];
  reader.stepIn();
  while (reader.next()) items.push(read());
  reader.stepOut();
  return items;
}

/** The one value of a text. @throws where ion-js finds none, several, or something that is not Ion */
export function parseWithIonJs(text: string): Value {
  const reader = makeReader(text);
  if (!reader.next()) throw new Error('no value');
  const value = readWithIonJs(reader);
  if (reader.next()) throw new Error('several values');
  return value;
}
