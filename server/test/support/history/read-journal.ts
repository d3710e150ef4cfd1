import type { RecordedBlock } from './history';
import type { WrittenRevision } from './ledger-model';
import { documentOf } from './statements';
import { parseText } from '../../../src/ion/text';
import { fieldOf, type StructValue } from '../../../src/ion/value';
import { send } from '../clients';
import { asStruct, elements, integer, member, text } from './struct-members';
import { verifyJournal } from './verify-journal';

const READERS = 4;

/** A block as GetBlock answers with it. */
export interface PublicBlock {
  readonly sequenceNo: number;
  readonly block: StructValue;
}

export interface JournalTip {
  readonly strandId: string;
  /** Of the latest block. */
  readonly sequenceNo: number;
  readonly digest: Buffer;
}

export async function journalTip(endpoint: string, ledger: string): Promise<JournalTip> {
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
  return {
    sequenceNo: integer(asStruct(member(block, 'blockAddress')), 'sequenceNo'),
    transactionId: text(block, 'transactionId'),
    revisions: elements(block, 'revisions').map(asStruct).flatMap((revision): WrittenRevision[] => {
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

/** The blocks of transactions, which are all but block 0, of a journal of which every block, the chain and the digest have been verified. */
export async function readVerifiedJournal(endpoint: string, ledger: string): Promise<readonly RecordedBlock[]> {
  const { strandId, sequenceNo, digest } = await journalTip(endpoint, ledger);
  const blocks = await readBlocks(endpoint, ledger, strandId, 0, sequenceNo);
  verifyJournal(blocks.map(({ block }) => block), digest);
  return blocks.slice(1).map(recordedBlock);
}

async function call(endpoint: string, path: string, body: object | undefined): Promise<Readonly<Record<string, unknown>>> {
  const { status, json, text: answer } = await send(endpoint, 'POST', path, body);
  if (status !== 200 || !json) {
    throw new Error(`POST ${path} was answered with ${status} ${answer}`);
  }
  return json;
}

const textOf = (holder: unknown) => String((holder as { readonly IonText?: string }).IonText);
