import type { ArchiveFormat, ReadValue } from './read-value';
import { IonFormatError } from '../../ion/ion-format-error';
import { fieldOf, type Value } from '../../ion/value';
import { addressFrom, AddressError } from '../../journal/address';
import type { BlockAddress } from '../../journal/journal';
import { decodeBlock, type DecodedBlock } from '../../journal/verifier/read-block';
import { VerificationError } from '../../journal/verifier/verification-error';
import { typeJsonBlock } from '../json/json-block';
import type { JsonValue } from '../json/json-value';

/** A block as it stands in an object; nothing is verified yet. */
export interface BlockRecord {
  readonly format: ArchiveFormat;
  /** Where it was written as JSON, its revisions are without data. */
  readonly block: DecodedBlock;
  /** Data of revisions that were written as JSON, by their index. */
  readonly jsonData: ReadonlyMap<number, JsonValue>;
}

/** Something that is a value, but no block. */
export interface NoBlock {
  readonly problem: string;
  /** Where at least that much could be read. */
  readonly address: BlockAddress | undefined;
}

export type RecordOrProblem = { readonly record: BlockRecord } | { readonly noBlock: NoBlock };

const NO_DATA: ReadonlyMap<number, JsonValue> = new Map();

export function readRecord(read: Exclude<ReadValue, { kind: 'unreadable' }>): RecordOrProblem {
  const { value, data } = read.kind === 'json' ? typeJsonBlock(read.value) : { value: read.value, data: NO_DATA };
  try {
    return { record: { format: read.kind === 'json' ? 'JSON' : read.format, block: decodeBlock(value), jsonData: data } };
  } catch (error) {
    if (!(error instanceof VerificationError || error instanceof IonFormatError)) throw error;
    return { noBlock: { problem: error.message, address: addressOf(value) } };
  }
}

function addressOf(value: Value): BlockAddress | undefined {
  try {
    const address = value.kind === 'struct' ? fieldOf(value, 'blockAddress') : undefined;
    return address && addressFrom(address);
  } catch (error) {
    if (error instanceof AddressError || error instanceof IonFormatError) return undefined;
    throw error;
  }
}
