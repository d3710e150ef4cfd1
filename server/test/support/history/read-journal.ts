import { documentOf } from './statements';
import type { RecordedBlock } from './history';
import type { WrittenRevision } from './ledger-model';
import { parseText } from '../../../src/ion/text';
import { fieldOf, type StructValue, type Value } from '../../../src/ion/value';
import { send } from '../clients';

const READERS = 4;

/** A block as GetBlock answers with it. */
export interface PublicBlock {
  readonly sequenceNo: number;
  readonly block: StructValue;
}

/** Sequence number of the latest block, and the digest there. */
export async function journalTip(endpoint: string, ledger: string): Promise<{ readonly sequenceNo: number; readonly strandId: string; readonly digest: Buffer }> {
  const { Digest, DigestTipAddress } = await call(endpoint, `/ledgers/${ledger}/digest`, undefined);
  const tip = asStruct(parseText(textOf(DigestTipAddress)));
  return { sequenceNo: integer(tip, 'sequenceNo'), strandId: text(tip, 'strandId'), digest: Buffer.from(String(Digest), 'base64') };
}

/** The blocks of that range through the public API, both ends included. */
export async function readBlocks(endpoint: string, ledger: string, strandId: string, from: number, to: number): Promise<readonly PublicBlock[]> {
  const blocks: PublicBlock[] = [];
  let next = from;
  const read = async () => {
    while (next <= to) {
      const sequenceNo = next;
      next += 1;
      const { Block } = await call(endpoint, `/ledgers/${ledger}/block`, { BlockAddress: { IonText: `{strandId:"${strandId}",sequenceNo:${sequenceNo}}` } });
      blocks[sequenceNo - from] = { sequenceNo, block: asStruct(parseText(textOf(Block))) };
    }
  };
  await Promise.all(Array.from({ length: READERS }, read));
  return blocks;
}

/** What the checker needs to know of a block. */
export function recordedBlock({ block }: PublicBlock): RecordedBlock {
  const info = asStruct(member(block, 'transactionInfo'));
  const documents = fieldOf(info, 'documents');
  const tableOf = (documentId: string) => text(asStruct(member(asStruct(documents ?? info), documentId)), 'tableId');
  const revisions = (fieldOf(block, 'revisions') as { readonly elements?: readonly Value[] } | undefined)?.elements ?? [];
  return {
    sequenceNo: integer(asStruct(member(block, 'blockAddress')), 'sequenceNo'),
    transactionId: text(block, 'transactionId'),
    revisions: revisions.map(asStruct).flatMap((revision): WrittenRevision[] => {
      const metadata = fieldOf(revision, 'metadata');
      if (!metadata) {
        return [];
      }
      const documentId = text(asStruct(metadata), 'id');
      const data = fieldOf(revision, 'data');
      const version = integer(asStruct(metadata), 'version');
      return [{ tableId: tableOf(documentId), documentId, version, ...(data && { document: documentOf(data) }) }];
    }),
  };
}

/** The blocks of transactions: all but block 0. */
export async function readJournal(endpoint: string, ledger: string): Promise<readonly RecordedBlock[]> {
  const { strandId, sequenceNo } = await journalTip(endpoint, ledger);
  return (await readBlocks(endpoint, ledger, strandId, 1, sequenceNo)).map(recordedBlock);
}

async function call(endpoint: string, path: string, body: object | undefined): Promise<Readonly<Record<string, unknown>>> {
  const { status, json, text: answer } = await send(endpoint, 'POST', path, body);
  if (status !== 200 || !json) {
    throw new Error(`POST ${path} was answered with ${status} ${answer}`);
  }
  return json;
}

const textOf = (holder: unknown) => String((holder as { readonly IonText?: string }).IonText);

function asStruct(value: Value): StructValue {
  if (value.kind !== 'struct') {
    throw new Error(`expected a struct; received ${value.kind}`);
  }
  return value;
}

function member(value: StructValue, name: string): Value {
  const found = fieldOf(value, name);
  if (!found) {
    throw new Error(`there is no '${name}' among ${value.fields.map((field) => field.name).join(', ')}`);
  }
  return found;
}

function text(value: StructValue, name: string): string {
  const found = member(value, name);
  if (found.kind !== 'string') {
    throw new Error(`'${name}' must be a string; received ${found.kind}`);
  }
  return found.value;
}

function integer(value: StructValue, name: string): number {
  const found = member(value, name);
  if (found.kind !== 'int') {
    throw new Error(`'${name}' must be an int; received ${found.kind}`);
  }
  return Number(found.value);
}
