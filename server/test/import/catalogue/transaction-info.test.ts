import { blockOf, catalogueOf, inBrief, STRAND, told, toldBlocks } from './told-blocks';
import { CatalogueHistory } from '../../../src/import/catalogue/catalogue-history';
import { decode } from '../../../src/ion/decode';
import { encode } from '../../../src/ion/encode';
import { parseText } from '../../../src/ion/text';
import { fieldOf, type StructValue } from '../../../src/ion/value';
import { describeWithVectors, readRealBlock } from '../../support/shared-vectors';

const block = (sequenceNo: number, text: string) => blockOf(sequenceNo, encode(parseText(text)));

describe('transactionInfo', () => {
  test('may be without documents, without statements, and have symbols in place of strings', () => {
    const catalogue = catalogueOf([
      block(1, "{statements:[{statement:'CREATE TABLE T'}]}"), block(2, '{}'), block(3, "{documents:{d:{tableName:T,tableId:'t1'}}}"),
    ]);
    expect(inBrief(catalogue)).toEqual(['+T=t1()']);
    expect(catalogue.notes).toEqual([]);
  });

  test('whose documents name no statements counts at the end of its block', () => {
    expect(inBrief(catalogueOf([block(1, '{documents:{d:{tableName:"T",tableId:"t1"}},statements:[{statement:"CREATE TABLE T"}]}')]))).toEqual(['+T=t1()']);
  });

  test('of another form is noted once, and never an error', () => {
    const [good] = toldBlocks([['CREATE TABLE T']]);
    const catalogue = catalogueOf([
      good!, block(2, '5'), block(3, '{statements:[5]}'), block(4, '{documents:{d:{tableId:1}}}'), blockOf(5, Buffer.from('no ion')), blockOf(6, Buffer.alloc(0)),
    ]);
    expect(inBrief(catalogue)).toEqual(['+T=?()']);
    expect(catalogue.notes).toEqual([
      "block 2: its transactionInfo, and that of 4 later blocks, has not the form of a journal's; what could be read of it was used",
    ]);
  });

  test('may be given decoded', () => {
    const history = new CatalogueHistory(STRAND);
    const [good] = toldBlocks([['CREATE TABLE T']]);
    history.add(1, decode(good!.transactionInfo));
    expect(history.end()).toEqual(told('CREATE TABLE T'));
  });

  test('can be asked for any number of times, and between blocks', () => {
    const history = new CatalogueHistory(STRAND);
    expect(history.end()).toEqual({ tables: [], notes: [] });
    const blocks = toldBlocks([['CREATE TABLE T'], ['DROP TABLE T'], ['UNDROP TABLE "t1"']]);
    for (const one of blocks) {
      history.add(one.address.sequenceNo, one.transactionInfo);
      expect(history.end()).toEqual(history.end());
    }
    expect(history.end()).toEqual(catalogueOf(blocks));
  });
});

describeWithVectors("a block of AWS's", () => {
  test('names the table of its document', () => {
    const { Block } = readRealBlock();
    const transactionInfo = encode(fieldOf(parseText(Block.IonText) as StructValue, 'transactionInfo')!);
    expect(inBrief(catalogueOf([blockOf(100, transactionInfo)]))).toEqual(['+VehicleRegistration=BFJKdXgzt9oF4wjMbuxy4G()']);
  });
});
