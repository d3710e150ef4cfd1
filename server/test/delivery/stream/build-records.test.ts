import { dumpText } from 'ion-js';
import { UnreadableBlockError } from '../../../src/delivery/damaged-block';
import { blockRecords, controlRecord } from '../../../src/delivery/stream/build-records';
import { decode } from '../../../src/ion/decode';
import { encode } from '../../../src/ion/encode';
import { hashIon } from '../../../src/ion/hash';
import { writeText } from '../../../src/ion/text';
import { int, string, structOf } from '../../../src/ion/value';
import { blockValue } from '../../../src/journal/block-value';
import { dot, merkleRoot } from '../../../src/journal/hash';
import type { Block, Revision } from '../../../src/journal/journal';
import { encodeRedactionInfo } from '../../../src/journal/redaction-info';
import { revisionHash } from '../../../src/journal/revision';
import { encodeTransactionInfo } from '../../../src/journal/transaction-info';
import { blocksOf } from '../../support/read-stream';
import { decoded, summaryOf, text } from '../../support/stream-records';

const ARN = 'arn:aws:qldb:us-east-1:123456789012:stream/exampleLedger/IiPT4brpZCqCq3f4MTHbYy';
const STRAND = 'KmA3ZZca7vAIiJAK9S5Iwl';
const [INSERTED, DELETED, REDACTED] = ['DocumentThatIsInserted', 'DocumentThatIsDeleted0', 'DocumentThatIsRedacted'];
const DATA = encode(structOf({ FirstName: string('Nova'), Age: int(42) }));
const H = (character: string) => Buffer.alloc(32, character);

function revision(id: string, parts: { readonly data?: Buffer; readonly dataHash?: Buffer }): Revision {
  const metadata = { id, version: 3, txTime: 1_560_461_794_344, txId: 'D35qctdJRU1L1N2VhxbwSn' };
  return { kind: 'user', metadata, hash: revisionHash(metadata, parts.dataHash ?? (parts.data ? hashIon(parts.data) : Buffer.alloc(0))), ...parts };
}

function block(revisions: readonly Revision[], redacts = false): Block {
  const table = { tableName: 'Person', tableId: 'TableOfTheDocuments000' };
  const documents = [INSERTED, DELETED, REDACTED].map((documentId) => ({ documentId, ...table, statements: [0] }));
  const statements = [{ statement: 'INSERT INTO Person ?', startTime: 1_560_461_794_300, digest: H('s') }];
  const redaction = { address: { strandId: STRAND, sequenceNo: 3 }, tableId: table.tableId, documentId: REDACTED, version: 0 };
  const entriesHashList = [H('a'), merkleRoot(revisions.map(({ hash }) => hash)), H('b'), H('c')];
  const entriesHash = merkleRoot(entriesHashList);
  return {
    address: { strandId: STRAND, sequenceNo: 7 }, transactionId: 'D35qctdJRU1L1N2VhxbwSn', timestamp: 1_560_461_794_360, entriesHash, entriesHashList,
    previousBlockHash: H('p'), blockHash: dot(entriesHash, H('p')), revisions,
    transactionInfo: encodeTransactionInfo({ statements, documents }),
    ...(redacts && { redactionInfo: encodeRedactionInfo([redaction]) }),
  };
}

const recordsOf = (made: Block) => blockRecords(ARN, made).map(decoded);

test.each(['CREATED', 'COMPLETED'] as const)('the control record %s is as the developer guide shows it', (type) => {
  expect(writeText(decode(controlRecord(ARN, type)))).toBe(`{qldbStreamArn:"${ARN}",recordType:"CONTROL",payload:{controlRecordType:"${type}"}}`);
});

describe('the records of a block', () => {
  const revisions: readonly Revision[] = [
    revision(INSERTED, { data: DATA }), { kind: 'internal', hash: H('i') }, revision(DELETED, {}), revision(REDACTED, { dataHash: H('d') }),
  ];

  test('are its summary and the details of each document, in the order of the block', () => {
    expect(recordsOf(block(revisions)).map(summaryOf)).toEqual(['block 7', `revision 7 ${INSERTED}`, `revision 7 ${DELETED}`, `revision 7 ${REDACTED}`]);
  });

  test('have the members of the developer guide in its order', () => {
    const [summary, inserted, deleted, redacted] = recordsOf(block(revisions, true)).map(({ payload }) => payload);
    expect(summary?.fieldNames()).toEqual([
      'blockAddress', 'transactionId', 'blockTimestamp', 'blockHash', 'entriesHash', 'previousBlockHash', 'entriesHashList', 'transactionInfo', 'redactionInfo',
      'revisionSummaries',
    ]);
    expect(summary?.get('revisionSummaries')?.elements().map((each) => each.fieldNames())).toEqual([
      ['hash', 'documentId'], ['hash'], ['hash', 'documentId'], ['hash', 'documentId'],
    ]);
    expect(inserted?.fieldNames()).toEqual(['tableInfo', 'revision']);
    expect(inserted?.get('tableInfo')?.fieldNames()).toEqual(['tableId', 'tableName']);
    expect(text(inserted?.get('tableInfo', 'tableName'))).toBe('Person');
    expect(inserted?.get('revision')?.fieldNames()).toEqual(['blockAddress', 'hash', 'data', 'metadata']);
    expect(dumpText(inserted?.get('revision', 'data'))).toBe('{FirstName:"Nova",Age:42}');
    expect(deleted?.get('revision')?.fieldNames()).toEqual(['blockAddress', 'hash', 'metadata']);
    expect(redacted?.get('revision')?.fieldNames()).toEqual(['blockAddress', 'hash', 'dataHash', 'metadata']);
  });

  test.each([['with revisions', revisions], ['without revisions', []]])('make the block that GetBlock shows, %s', (_what, of) => {
    const made = block(of, true);
    expect(blocksOf(recordsOf(made)).map(writeText)).toEqual([writeText(blockValue(made))]);
  });

  test('of a block without revisions have an empty list of summaries', () => {
    expect(recordsOf(block([])).map(({ payload }) => payload.get('revisionSummaries')?.elements().length)).toEqual([0]);
  });

  test.each([
    ['whose data is no Ion', { ...revision(INSERTED, { data: DATA }), data: Buffer.from('no Ion') } as Revision],
    ['with a document of which it does not say the table', revision('DocumentOfNoTable00000', { data: DATA })],
  ])('cannot be made of one %s', (_what, damaged) => {
    expect(() => blockRecords(ARN, block([damaged]))).toThrow(UnreadableBlockError);
    expect(() => blockRecords(ARN, block([damaged]))).toThrow('block 7 is damaged and cannot be delivered');
  });
});
