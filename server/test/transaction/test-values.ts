import { writeText } from '../../src/ion/text';
import { struct, type DecimalValue, type StructValue, type Value } from '../../src/ion/value';
import type { Index, Table } from '../../src/partiql/data-source';
import type { TransactionData } from '../../src/transaction/transaction-data';

export const decimal = (coefficient: bigint, exponent: number): DecimalValue => ({ kind: 'decimal', value: { coefficient, exponent } });

/** Fields that are undefined are left out. */
export function document(fields: Readonly<Record<string, Value | undefined>>): StructValue {
  return struct(Object.entries(fields).flatMap(([name, value]) => value ? [{ name, value }] : []));
}

export async function tableNamed(data: TransactionData, name: string): Promise<Table> {
  const table = await data.table(name);
  if (!table) {
    throw new Error(`there is no table ${name}`);
  }
  return table;
}

export function indexOf({ indexes }: Table, field: string): Index {
  const index = indexes.find((each) => each.field === field);
  if (!index) {
    throw new Error(`there is no index on ${field}`);
  }
  return index;
}

/** A row as something to compare. */
export function show({ documentId, committed }: { readonly documentId: string; readonly committed: StructValue }): readonly [string, string] {
  return [documentId, writeText(committed)];
}
