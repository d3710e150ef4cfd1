import type { BlockAddress } from './journal';
import { IonFormatError } from '../ion/ion-format-error';
import { parseText, writeText } from '../ion/text';
import { int, string, structOf, type StructValue, type Value } from '../ion/value';

/** What was given as the address of a block is none. */
export class AddressError extends Error {
  override readonly name = 'AddressError';
}

/** `{strandId, sequenceNo}` */
export function addressValue({ strandId, sequenceNo }: BlockAddress): StructValue {
  return structOf({ strandId: string(strandId), sequenceNo: int(sequenceNo) });
}

/** For example `{strandId:"BlFTjlSXze9BIh1KOszcE3",sequenceNo:14}`. */
export function addressText(address: BlockAddress): string {
  return writeText(addressValue(address));
}

/**
 * Reads an address from Ion text, however it is spelled: whitespace, comments, quoted names, fields in any order, a symbol for the strand,
 * annotations.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/API_ValueHolder.html
 *
 * @throws AddressError
 */
export function parseAddress(ionText: string): BlockAddress {
  let value: Value;
  try {
    value = parseText(ionText);
  } catch (error) {
    if (!(error instanceof IonFormatError)) throw error;
    throw new AddressError(`a block address is expected, like ${EXAMPLE}: ${error.message}`, { cause: error });
  }
  return addressFrom(value);
}

/** @throws AddressError */
export function addressFrom(value: Value): BlockAddress {
  if (value.kind !== 'struct') throw new AddressError(`a block address is a struct, like ${EXAMPLE}: received a value of type ${value.kind}`);
  const fields = new Map<string, Value>();
  for (const field of value.fields) {
    if (field.name !== 'strandId' && field.name !== 'sequenceNo') {
      throw new AddressError(`a block address has the fields "strandId" and "sequenceNo" only, like ${EXAMPLE}: received "${field.name.slice(0, 60)}"`);
    }
    if (fields.has(field.name)) throw new AddressError(`a block address has "${field.name}" twice`);
    fields.set(field.name, field.value);
  }
  const strandId = fields.get('strandId');
  if (strandId?.kind !== 'string' && strandId?.kind !== 'symbol') {
    throw new AddressError(`"strandId" of a block address must be a string, ${received(strandId)}`);
  }
  const sequenceNo = fields.get('sequenceNo');
  if (sequenceNo?.kind !== 'int' || sequenceNo.value < 0n || sequenceNo.value > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new AddressError(`"sequenceNo" of a block address must be an integer of 0 or more, ${received(sequenceNo)}`);
  }
  return { strandId: strandId.value, sequenceNo: Number(sequenceNo.value) };
}

const EXAMPLE = '{strandId:"BlFTjlSXze9BIh1KOszcE3",sequenceNo:14}';

function received(value: Value | undefined): string {
  return value ? `received ${writeText(value).slice(0, 60)}` : 'it is missing';
}
