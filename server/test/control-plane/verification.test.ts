import { getBlock, getDigest, getRevision } from '../../src/control-plane/verification';
import { parseText } from '../../src/ion/text';
import { fieldOf, type Value } from '../../src/ion/value';
import { dot, EMPTY_HASH, merkleRoot, merkleSiblings } from '../../src/journal/hash';
import { blockProof, nodesForProof } from '../../src/journal/tree';
import type { LedgerRecord } from '../../src/store/ledgers';
import { readNodeHashes } from '../../src/store/nodes';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';
import { id, TestLedgers, type TestTable } from '../support/test-ledgers';
import { change, committed, createTable, transaction, writing } from '../support/transactions';

const BLOCKS = 70;

/** Of every tip the proofs are compared; at these also as the operation shows them. */
const TIPS_THROUGH_API = [0, 1, 2, 6, 7, 8, 16, 20, BLOCKS - 1];

interface IonHolder {
  readonly IonText: string;
}

describe.each(ENGINES)('GetDigest, GetBlock and GetRevision on %s', (engine) => {
  let ledgers: TestLedgers;
  let ledger: LedgerRecord;
  let table: TestTable;
  const documents: string[] = [];
  const digests: string[] = [];

  const digest = async () => await ledgers.call(getDigest, ledger.name) as { readonly Digest: string; readonly DigestTipAddress: IonHolder };
  const address = (sequenceNo: number, strandId = ledger.strand) => ({ IonText: `{strandId:"${strandId}",sequenceNo:${sequenceNo}}` });
  const block = async (sequenceNo: number, tip?: number) => await ledgers.call(getBlock, ledger.name, {
    BlockAddress: address(sequenceNo), ...(tip !== undefined && { DigestTipAddress: address(tip) }),
  }) as { readonly Block: IonHolder; readonly Proof?: IonHolder };
  const revision = async (sequenceNo: number, DocumentId: string, tip?: number) => await ledgers.call(getRevision, ledger.name, {
    BlockAddress: address(sequenceNo), DocumentId, ...(tip !== undefined && { DigestTipAddress: address(tip) }),
  }) as { readonly Revision: IonHolder; readonly Proof?: IonHolder };

  beforeAll(async () => {
    ledgers = await TestLedgers.open(engine);
    ledger = await ledgers.create();
    const storage = ledgers.storages.open(ledger);
    table = await createTable(storage, 'people');
    digests.push(...await Promise.all([digest()]).then(([{ Digest }]) => ['', Digest]));
    for (let n = 2; n < BLOCKS; n += 1) {
      // Blocks of one to three revisions, so that proofs within blocks have odd shapes too.
      const own = Array.from({ length: 1 + n % 3 }, () => id());
      await committed(storage.commit(writing(own.map((each) => change(table, each, 0, { n })))));
      documents[n] = own[n % own.length] ?? '';
      digests.push((await digest()).Digest);
    }
  });
  afterAll(() => ledgers.close());

  test(`prove every block and revision against every later tip, for 1 to ${BLOCKS} blocks`, async () => {
    const leaves: Buffer[] = [];
    for (let sequenceNo = 0; sequenceNo < BLOCKS; sequenceNo += 1) {
      leaves.push(blobOf((await block(sequenceNo)).Block, 'blockHash'));
    }
    for (let tip = 1; tip < BLOCKS; tip += 1) {
      expect(merkleRoot(leaves.slice(0, tip + 1)).toString('base64')).toBe(digests[tip]);
    }
    for (let tip = 0; tip < BLOCKS; tip += 1) {
      for (let sequenceNo = 0; sequenceNo <= tip; sequenceNo += 1) {
        const naive = merkleSiblings(leaves.slice(0, tip + 1), sequenceNo);
        expect(blockProof(sequenceNo, tip, await readNodeHashes(ledgers.store, ledger.ledger, nodesForProof(sequenceNo, tip)))).toEqual(naive);
        if (TIPS_THROUGH_API.includes(tip)) {
          expect(proofOf((await block(sequenceNo, tip)).Proof)).toEqual(naive);
        }
      }
    }
    for (const tip of [2, 3, 8, 17, BLOCKS - 1]) {
      for (let sequenceNo = 2; sequenceNo <= tip; sequenceNo += 1) {
        const { Revision, Proof } = await revision(sequenceNo, documents[sequenceNo] ?? '', tip);
        const proof = proofOf(Proof);
        expect(fold(blobOf(Revision, 'hash'), proof)).toBe(digests[tip]);
        const siblings = merkleSiblings(leaves.slice(0, tip + 1), sequenceNo);
        expect(proof.slice(proof.length - siblings.length)).toEqual(siblings);
      }
    }
  }, 300_000);

  test('answer compact Ion, a proof only to who gives a tip', async () => {
    const { Block, Proof } = await block(0);
    expect(Proof).toBeUndefined();
    expect(Block.IonText).toMatch(new RegExp(`^\\{blockAddress:\\{strandId:"${ledger.strand}",sequenceNo:0\\},transactionId:"[0-9A-Za-z]{22}",blockTimestamp:`));
    expect(await block(0, 0)).toEqual({ Block, Proof: { IonText: '[]' } });
    expect((await digest()).DigestTipAddress).toEqual(address(BLOCKS - 1));
    const found = await revision(5, documents[5] ?? '');
    expect(found).toEqual({ Revision: { IonText: expect.stringMatching(/^\{blockAddress:\{.*\},hash:\{\{.*\}\},data:\{n:5\},metadata:\{id:".*",version:0,txTime:.*Z,txId:".*"\}\}$/) } });
  });

  test('read addresses in any spelling of Ion', async () => {
    const expected = await block(3);
    for (const text of [`{ sequenceNo: 3 , 'strandId' : "${ledger.strand}" }`, `/* the third */ {strandId:'${ledger.strand}',\n "sequenceNo":0x3}`]) {
      expect(await ledgers.call(getBlock, ledger.name, { BlockAddress: { IonText: text } })).toEqual(expected);
    }
  });

  const wrong: ReadonlyArray<readonly [string, string, () => object]> = [
    ['a block beyond the latest', 'BlockAddress', () => ({ BlockAddress: address(BLOCKS) })],
    ['a block of another strand', 'BlockAddress', () => ({ BlockAddress: address(1, id()) })],
    ['an address that is no Ion', 'BlockAddress', () => ({ BlockAddress: { IonText: '{strandId:' } })],
    ['an address without number', 'BlockAddress', () => ({ BlockAddress: { IonText: `{strandId:"${ledger.strand}"}` } })],
    ['a text in place of an address', 'BlockAddress', () => ({ BlockAddress: 'text' })],
    ['no address', 'BlockAddress', () => ({})],
    ['a tip beyond the latest block', 'DigestTipAddress', () => ({ BlockAddress: address(1), DigestTipAddress: address(BLOCKS) })],
    ['a tip before the block', 'DigestTipAddress', () => ({ BlockAddress: address(2), DigestTipAddress: address(1) })],
    ['a tip of another strand', 'DigestTipAddress', () => ({ BlockAddress: address(1), DigestTipAddress: address(1, id()) })],
  ];
  test.each(wrong)('refuse %s', async (_what, parameter, body) => {
    const expected = { name: 'InvalidParameterException', status: 400, members: { ParameterName: parameter } };
    expect(await failure(ledgers.call(getBlock, ledger.name, body()))).toMatchObject(expected);
    expect(await failure(ledgers.call(getRevision, ledger.name, { ...body(), DocumentId: documents[2] }))).toMatchObject(expected);
  });

  test('refuse a document that is not in the block, or is none', async () => {
    for (const DocumentId of [documents[3], 'short', undefined]) {
      expect(await failure(ledgers.call(getRevision, ledger.name, { BlockAddress: address(2), DocumentId })))
        .toMatchObject({ name: 'InvalidParameterException', members: { ParameterName: 'DocumentId' } });
    }
  });

  test('refuse ledgers that are not there, not ready, being deleted, or whose key cannot be used', async () => {
    const state = async (set: string) => {
      const other = await ledgers.create();
      await ledgers.sql(`update ledger set ${set} where ledger = $1`, other.ledger);
      return failure(ledgers.call(getDigest, other.name));
    };
    expect(await failure(ledgers.call(getDigest, 'nowhere'))).toMatchObject({ name: 'ResourceNotFoundException', status: 404 });
    expect(await state("active_at = now() + interval '1 hour'")).toMatchObject({ name: 'ResourcePreconditionNotMetException', status: 412 });
    expect(await state("gone_at = now() + interval '1 hour'")).toMatchObject({ name: 'ResourceNotFoundException' });
    expect(await state('kms_key_inaccessible_at = now()')).toMatchObject({
      name: 'ResourcePreconditionNotMetException', message: expect.stringContaining('does not have grant access on the AWS KMS customer managed key of the ledger'),
    });
  });

  describe('of a block that was changed behind the server\'s back', () => {
    let forged: LedgerRecord;
    let documentId: string;
    beforeEach(async () => {
      forged = await ledgers.create();
      const storage = ledgers.storages.open(forged);
      documentId = id();
      await committed(storage.commit(writing([change(table, documentId, 0, { owner: 'Ada' })])));
      await committed(storage.commit(transaction({ catalogue: [{ kind: 'create-table', tableId: id(), name: 't', tags: new Map() }] })));
      ledgers.log.length = 0;
    });
    const blockOf = async (sequenceNo: number) => ledgers.call(getBlock, forged.name, { BlockAddress: address(sequenceNo, forged.strand) });

    test('show what is stored, so that the client can prove it, and log block and field', async () => {
      await ledgers.sql("update revision set data = set_byte(data, octet_length(data) - 1, ascii('b')) where ledger = $1", forged.ledger);
      const answer = await blockOf(1) as { readonly Block: IonHolder };
      expect(answer.Block.IonText).toContain('Adb');
      expect(ledgers.log.join()).toMatch(/"level":50.*block 1 of strand .* is not intact: the hash of revision 0 \(document/);
      await blockOf(2);
      expect(ledgers.log).toHaveLength(1);
    });

    const forgeries: ReadonlyArray<readonly [string, string]> = [
      ['hash', 'blockHash'], ['previous', 'blockHash'], ['entries', 'entriesHashList'], ['info', 'transactionInfo'], ['tx', 'the hash of revision 0'], ['ts', 'blockTimestamp'],
    ];
    test.each(forgeries)('log a changed %s', async (column, named) => {
      const value = column === 'tx' ? `'${id()}'` : column === 'ts' ? 'ts + 1' : column === 'info' ? "set_byte(info, position('UPDATE'::bytea in info), 65)" : `set_byte(${column}, 3, get_byte(${column}, 3) # 1)`;
      await ledgers.sql(`update block set ${column} = ${value} where ledger = $1 and seq = 1`, forged.ledger);
      await blockOf(1).catch(() => undefined);
      expect(ledgers.log.join()).toContain(named);
    });

    test('fail with the block\'s name when it cannot be shown', async () => {
      await ledgers.sql('update revision set data = set_byte(data, 0, 1) where ledger = $1', forged.ledger);
      expect(await failure(blockOf(1))).toMatchObject({ name: 'InternalFailure', status: 500, message: expect.stringContaining(`block 1 of strand '${forged.strand}' is damaged`) });
    });
  });
});

function proofOf(holder: IonHolder | undefined): readonly Buffer[] {
  const value = parseText(holder?.IonText ?? 'null');
  return value.kind === 'list' ? value.elements.map(bytesOf) : [];
}

function blobOf({ IonText }: IonHolder, name: string): Buffer {
  const value = parseText(IonText);
  return bytesOf(value.kind === 'struct' ? fieldOf(value, name) : undefined);
}

function bytesOf(value: Value | undefined): Buffer {
  return value?.kind === 'blob' ? Buffer.from(value.value) : EMPTY_HASH;
}

function fold(leaf: Buffer, proof: readonly Buffer[]): string {
  return proof.reduce((hash, each) => dot(hash, each), leaf).toString('base64');
}
