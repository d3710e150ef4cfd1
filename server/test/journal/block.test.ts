import { randomJournal } from './random-journal';
import { decode } from '../../src/ion/decode';
import { encode } from '../../src/ion/encode';
import { hashIon, hashString, hashValue } from '../../src/ion/hash';
import { parseText, writeText } from '../../src/ion/text';
import { structOf, int } from '../../src/ion/value';
import { blockValue, checkBlock, sealBlock } from '../../src/journal/block';
import { dot, EMPTY_HASH, merkleRoot } from '../../src/journal/hash';
import type { Block } from '../../src/journal/journal';
import { encodeRedactionInfo } from '../../src/journal/redaction-info';
import { committedView, metadataValue, revisionHash } from '../../src/journal/revision';
import { encodeTransactionInfo } from '../../src/journal/transaction-info';

const address = { strandId: 'KmA3ZZca7vAIiJAK9S5Iwl', sequenceNo: 1 };
const metadata = { id: 'JUJgkIcNbhS2goq8RqLuZ4', version: 3, txTime: 1_568_662_625_344, txId: 'FnQeJBAicTX0Ah32ZnVtSX' };
const data = encode(structOf({ a: int(1) }));
const hash = revisionHash(metadata, hashIon(data));
const transactionInfo = encodeTransactionInfo({
  statements: [{ statement: 'INSERT INTO t ?', startTime: 1_568_662_625_302, digest: hashString('x') }],
  documents: [{ documentId: metadata.id, tableName: 'T', tableId: 'BFJKdXgzt9oF4wjMbuxy4G', statements: [0] }],
});
const content = { address, transactionId: metadata.txId, timestamp: 1_568_662_625_360, previousBlockHash: hashString('previous'), transactionInfo };
const hashText = (text: string): Buffer => hashValue(parseText(text));

describe('a revision', () => {
  test('has the hash of metadata and data, of metadata alone where it has none', () => {
    expect(hash).toEqual(dot(hashValue(metadataValue(metadata)), hashText('{a:1}')));
    expect(revisionHash(metadata, EMPTY_HASH)).toEqual(hashValue(metadataValue(metadata)));
    expect(hashValue(metadataValue(metadata))).toEqual(hashText(
      '{id:"JUJgkIcNbhS2goq8RqLuZ4",version:3,txTime:2019-09-16T19:37:05.344Z,txId:"FnQeJBAicTX0Ah32ZnVtSX"}',
    ));
  });

  test('is shown with its data, with what stands in its place, or without', () => {
    const view = { address, hash: Buffer.from([1]), metadata };
    const rest = 'metadata:{id:"JUJgkIcNbhS2goq8RqLuZ4",version:3,txTime:2019-09-16T19:37:05.344Z,txId:"FnQeJBAicTX0Ah32ZnVtSX"}}';
    const begin = '{blockAddress:{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:1},hash:{{AQ==}},';
    expect(writeText(committedView({ ...view, data: structOf({ a: int(1) }) }))).toBe(`${begin}data:{a:1},${rest}`);
    expect(writeText(committedView({ ...view, dataHash: Buffer.from([2]) }))).toBe(`${begin}dataHash:{{Ag==}},${rest}`);
    expect(writeText(committedView(view))).toBe(`${begin}${rest}`);
  });
});

describe('sealing', () => {
  test('lists what a block consists of in the order of AWS', () => {
    const redactionInfo = encodeRedactionInfo([{ address, tableId: 't', documentId: 'd', version: 0 }]);
    const sealed = sealBlock({ ...content, redactionInfo, revisionHashes: [hash, hashString('internal')] });
    expect(sealed.entriesHashList).toEqual([
      hashText('{blockAddress:{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:1},transactionId:"FnQeJBAicTX0Ah32ZnVtSX"}'),
      merkleRoot([hash, hashString('internal')]),
      hashText('{blockTimestamp:2019-09-16T19:37:05.360Z}'),
      hashIon(transactionInfo),
      hashText('{revisions:[{blockAddress:{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:1},tableId:"t",documentId:"d",version:0}]}'),
    ]);
    expect(sealed.entriesHash).toEqual(merkleRoot(sealed.entriesHashList));
    expect(sealed.blockHash).toEqual(dot(sealed.entriesHash, content.previousBlockHash));
  });

  test('leaves out revisions and redactions where there are none', () => {
    const sealed = sealBlock({ ...content, revisionHashes: [] });
    expect(sealed.entriesHashList).toHaveLength(3);
    expect(sealed.entriesHashList[2]).toEqual(hashIon(transactionInfo));
    expect(blockValue({ ...content, ...sealed, revisions: [] }).fields.map(({ name }) => name)).not.toContain('revisions');
  });

  test('makes the hash of block 0 of its entries alone', () => {
    const sealed = sealBlock({ ...content, address: { ...address, sequenceNo: 0 }, previousBlockHash: EMPTY_HASH, revisionHashes: [] });
    expect(sealed.blockHash).toEqual(sealed.entriesHash);
  });
});

describe('checking', () => {
  const block: Block = { ...content, ...sealBlock({ ...content, revisionHashes: [hash] }), revisions: [{ kind: 'user', hash, metadata, data }] };
  const [revision] = block.revisions as [Block['revisions'][number] & { kind: 'user' }];
  const other = hashString('other');

  test('passes every block that was sealed', () => {
    randomJournal(40, 5).blocks.forEach((sealed) => expect(() => checkBlock(sealed)).not.toThrow());
    randomJournal(40, 5).blocks.forEach((sealed) => expect(() => checkBlock(sealed, 'aws')).not.toThrow());
  });

  test.each<[string, Block, string]>([
    ['blockHash', { ...block, blockHash: other }, 'blockHash is'],
    ['entriesHash', { ...block, entriesHash: other }, 'entriesHash is'],
    ['entriesHashList', { ...block, entriesHashList: block.entriesHashList.slice(1) }, 'entriesHashList has 3 hashes, its parts make 4'],
    ['address', { ...block, address: { ...address, sequenceNo: 2 } }, 'entriesHashList[0], the hash of address and transactionId, is'],
    ['time', { ...block, timestamp: 0 }, 'entriesHashList[2], the hash of blockTimestamp, is'],
    ['transactionInfo', { ...block, transactionInfo: data }, 'entriesHashList[3], the hash of transactionInfo, is'],
    ['redactionInfo', { ...block, redactionInfo: data }, 'entriesHashList has 4 hashes, its parts make 5'],
    ['previous hash', { ...block, previousBlockHash: EMPTY_HASH }, 'previousBlockHash has 0 bytes, expected are 32'],
    ['revisions', { ...block, revisions: [revision, { kind: 'internal', hash: other }] }, 'entriesHashList[1], the hash of revisions, is'],
    ['hash of a revision', { ...block, revisions: [{ ...revision, hash: other }] }, 'the hash of revision 0 (document JUJgkIcNbhS2goq8RqLuZ4) is'],
    ['data', { ...block, revisions: [{ ...revision, data: encode(structOf({ a: int(2) })) }] }, 'the hash of revision 0'],
    ['data and its hash', { ...block, revisions: [{ ...revision, dataHash: other }] }, 'has both data and dataHash'],
    ['transaction', { ...block, transactionId: 'another' }, 'revision 0 (document JUJgkIcNbhS2goq8RqLuZ4) is of transaction FnQeJBAicTX0Ah32ZnVtSX, the block of another'],
    ['internal revision', { ...block, revisions: [{ kind: 'internal', hash: EMPTY_HASH }] }, 'revision 0 has a hash of 0 bytes'],
  ])('names a wrong %s', (_name, broken, message) => {
    expect(() => checkBlock(broken)).toThrow(`block ${broken.address.sequenceNo} of strand KmA3ZZca7vAIiJAK9S5Iwl is not intact: `);
    expect(() => checkBlock(broken)).toThrow(message);
  });

  test('gives what it expected and what it found', () => {
    expect(() => checkBlock({ ...block, blockHash: other }))
      .toThrow(`blockHash is ${other.toString('base64')}, its parts make ${block.blockHash.toString('base64')}`);
  });

  test('of a block of AWS finds documented parts anywhere in the list', () => {
    const entriesHashList = [other, ...block.entriesHashList.slice(1), EMPTY_HASH];
    const entriesHash = merkleRoot(entriesHashList);
    const fromAws = { ...block, entriesHashList, entriesHash, blockHash: dot(entriesHash, block.previousBlockHash) };
    expect(() => checkBlock(fromAws, 'aws')).not.toThrow();
    expect(() => checkBlock({ ...fromAws, transactionInfo: data }, 'aws')).toThrow('entriesHashList does not have the hash of transactionInfo');
    expect(() => checkBlock({ ...fromAws, redactionInfo: data }, 'aws')).toThrow('entriesHashList does not have the hash of redactionInfo');
    expect(() => checkBlock({ ...fromAws, revisions: [] }, 'aws')).not.toThrow();
    expect(() => checkBlock({ ...fromAws, revisions: [...fromAws.revisions, { kind: 'internal', hash: other }] }, 'aws'))
      .toThrow('entriesHashList does not have the hash of revisions');
  });
});

test('a block is shown in the order of AWS, and has the same hash after it went through text', () => {
  for (const block of randomJournal(20, 3).blocks) {
    const value = blockValue(block);
    expect(hashValue(parseText(writeText(value)))).toEqual(hashValue(decode(encode(value))));
    expect(value.fields.map(({ name }) => name)).toEqual([
      'blockAddress', 'transactionId', 'blockTimestamp', 'blockHash', 'entriesHash', 'previousBlockHash', 'entriesHashList', 'transactionInfo',
      ...block.redactionInfo ? ['redactionInfo'] : [], ...block.revisions.length > 0 ? ['revisions'] : [],
    ]);
  }
});
