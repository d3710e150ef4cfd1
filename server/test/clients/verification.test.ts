import { GetBlockCommand, GetDigestCommand, GetRevisionCommand, type ValueHolder } from '@aws-sdk/client-qldb';
import { dumpText, load } from 'ion-js';
import { DriverLedger, textAt } from './driver-ledger';
import {
  parseAddress, parseIonText, readProof, VerificationError, verifyBlock, verifyChain, verifyRevision, type Block, type Digest,
} from '../../src';
import { failure } from '../support/clients';
import { ENGINES } from '../support/engines';
import { eventually } from '../support/eventually';

describe.each(ENGINES)('what the driver wrote is verified on the client\'s side on %s', (engine) => {
  let ledger: DriverLedger;
  let table: string;
  let id: string;
  let early: Digest;
  beforeAll(async () => {
    ledger = await DriverLedger.open(engine);
    table = await ledger.table([{ vin: 'other', n: 1 }, { vin: 'another', n: 2 }], ['vin']);
    const [inserted] = await ledger.values(`INSERT INTO ${table} ?`, { vin: 'A', price: load('10.50'), nested: { list: [1, 'two', null] } });
    id = textAt(inserted, 'documentId');
    early = await digest();
    for (let n = 0; n < 20; n += 1) await ledger.values(`UPDATE ${table} AS t SET t.n = ${n} WHERE t.vin = 'A'`);
    await ledger.values(`DELETE FROM ${table} WHERE vin = 'other'`);
  });
  afterAll(() => ledger.close());

  async function digest(): Promise<Digest> {
    const { Digest: bytes, DigestTipAddress } = await ledger.client.send(new GetDigestCommand({ Name: ledger.name }));
    return { digest: Buffer.from(bytes ?? []), tip: parseAddress(DigestTipAddress?.IonText ?? '') };
  }
  const addressText = ({ strandId, sequenceNo }: Digest['tip']): ValueHolder => ({ IonText: `{strandId: "${strandId}", sequenceNo: ${sequenceNo}}` });
  const revision = async (BlockAddress: ValueHolder, against: Digest, DocumentId = id) => {
    const { Revision, Proof } = await ledger.client.send(
      new GetRevisionCommand({ Name: ledger.name, BlockAddress, DocumentId, DigestTipAddress: addressText(against.tip) }));
    return { value: parseIonText(Revision?.IonText ?? ''), text: Revision?.IonText ?? '', proof: readProof(parseIonText(Proof?.IonText ?? '')) };
  };
  const block = async (sequenceNo: number, against: Digest) => {
    const { Block, Proof } = await ledger.client.send(new GetBlockCommand({
      Name: ledger.name, BlockAddress: addressText({ ...against.tip, sequenceNo }), DigestTipAddress: addressText(against.tip),
    }));
    return { value: parseIonText(Block?.IonText ?? ''), proof: readProof(parseIonText(Proof?.IonText ?? '')) };
  };
  const revisions = () => ledger.values(`SELECT h.blockAddress, h.metadata.id, h.metadata.version FROM history(${table}) AS h`);

  test('each revision, against the digest of now, and the first against one from before', async () => {
    const against = await digest();
    const found = await revisions();
    expect(found).toHaveLength(24);
    for (const each of found) {
      const address = { IonText: dumpText(each.get('blockAddress')) };
      const { value, proof } = await revision(address, against, textAt(each, 'id'));
      const verified = verifyRevision(value, { against: { ...against, proof } });
      expect([verified.revision.metadata.id, verified.revision.metadata.version]).toEqual([textAt(each, 'id'), each.get('version')?.numberValue()]);
      if (verified.address.sequenceNo <= early.tip.sequenceNo) {
        verifyRevision(value, { against: { ...early, proof: (await revision(address, early, textAt(each, 'id'))).proof } });
      }
    }
  });

  test('each block, and the chain of all', async () => {
    const against = await digest();
    const blocks: Block[] = [];
    for (let sequenceNo = 0; sequenceNo <= against.tip.sequenceNo; sequenceNo += 1) {
      const { value, proof } = await block(sequenceNo, against);
      blocks.push(verifyBlock(value, { against: { ...against, proof } }));
    }
    expect(verifyChain(blocks).digest).toEqual(against.digest);
    expect(() => verifyChain([...blocks.slice(0, 3), ...blocks.slice(4)])).toThrow(VerificationError);
  });

  test('statements stand in their block as they were sent', async () => {
    const [found] = await ledger.values(`SELECT blockAddress FROM _ql_committed_${table} WHERE data.vin = 'A'`);
    const sequenceNo = found?.get('blockAddress', 'sequenceNo')?.numberValue() ?? -1;
    const { Block } = await ledger.client.send(new GetBlockCommand({ Name: ledger.name, BlockAddress: addressText({ ...early.tip, sequenceNo }) }));
    expect(Block?.IonText).toContain(`UPDATE ${table} AS t SET t.n = 19 WHERE t.vin = 'A'`);
  });

  test.each<[string, (text: string) => string]>([
    ['a changed value', (text) => text.replace('10.50', '10.51')], ['a changed precision', (text) => text.replace('10.50', '10.5')],
    ['a changed type', (text) => text.replace('"two"', 'two')], ['a changed version', (text) => text.replace('version:0', 'version:1')],
    ['a changed time', (text) => text.replace(/txTime:20(\d\d)/, 'txTime:21$1')], ['a changed id', (text) => text.replace(/id:"./, 'id:"_')],
    ['a removed element', (text) => text.replace(',null]', ']')],
  ])('%s is noticed', async (_title, change) => {
    const first = (await revisions()).find((each) => textAt(each, 'id') === id && each.get('version')?.numberValue() === 0);
    const against = await digest();
    const { text, proof } = await revision({ IonText: dumpText(first?.get('blockAddress')) }, against);
    expect(change(text)).not.toBe(text);
    verifyRevision(parseIonText(text), { against: { ...against, proof } });
    expect(() => verifyRevision(parseIonText(change(text)), { against: { ...against, proof } })).toThrow(VerificationError);
    expect(() => verifyRevision(parseIonText(text), { against: { ...against, proof: proof.slice(1) } })).toThrow(VerificationError);
    expect(() => verifyRevision(parseIonText(text), { against: { ...against, digest: early.digest, proof } })).toThrow(VerificationError);
  });

  test('a redacted revision is verified as before, against the digest from before too', async () => {
    const first = (await revisions()).find((each) => textAt(each, 'id') === id && each.get('version')?.numberValue() === 0);
    const address = { IonText: dumpText(first?.get('blockAddress')) };
    await ledger.values(`EXEC REDACT_REVISION ?, '${await ledger.tableId(table)}', '${id}'`, first?.get('blockAddress'));
    const redacted = await eventually(() => revision(address, early), ({ text }) => !text.includes('price'));
    const verified = verifyRevision(redacted.value, { against: { ...early, proof: redacted.proof } });
    expect(verified.revision.data).toBeUndefined();
    expect(verified.revision.dataHash).toHaveLength(32);
    const { value, proof } = await block(verified.address.sequenceNo, early);
    verifyBlock(value, { against: { ...early, proof } });
  });

  test('a tip before the block, beyond the journal or of another strand is refused', async () => {
    const { tip } = await digest();
    const get = (BlockAddress: ValueHolder, DigestTipAddress: ValueHolder) =>
      failure(ledger.client.send(new GetBlockCommand({ Name: ledger.name, BlockAddress, DigestTipAddress })));
    const wrong = [
      get(addressText(tip), addressText(early.tip)), get(addressText(tip), addressText({ ...tip, sequenceNo: tip.sequenceNo + 1 })),
      get(addressText(tip), addressText({ ...tip, strandId: '0000000000000000000000' })), get({ IonText: 'not an address' }, addressText(tip)),
      get(addressText({ ...tip, sequenceNo: tip.sequenceNo + 1 }), addressText(tip)),
    ];
    for (const error of await Promise.all(wrong)) {
      expect(error).toMatchObject({ name: 'InvalidParameterException', message: expect.stringMatching(/\w/) });
    }
  });
});
