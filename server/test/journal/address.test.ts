import * as fc from 'fast-check';
import { AddressError, addressFrom, addressText, addressValue, parseAddress } from '../../src/journal/address';
import { anyText } from '../ion/arbitraries';

const ADDRESS = { strandId: 'KmA3ZZca7vAIiJAK9S5Iwl', sequenceNo: 14 };

describe('the address of a block', () => {
  test.each([
    '{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:14}',
    '{strandId: "KmA3ZZca7vAIiJAK9S5Iwl", sequenceNo: 14}',
    '{"strandId":"KmA3ZZca7vAIiJAK9S5Iwl","sequenceNo":14}',
    "{'sequenceNo':14,'strandId':KmA3ZZca7vAIiJAK9S5Iwl}",
    " \n{ sequenceNo : 0xE , // the block\n strandId : '''KmA3ZZca7v''' '''AIiJAK9S5Iwl''' /* the strand */ , }\n",
    "address::{strandId:'KmA3ZZca7vAIiJAK9S5Iwl',sequenceNo:int::14}",
    '$ion_1_0 {strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:14}',
  ])('is read from %s', (text) => {
    expect(parseAddress(text)).toEqual(ADDRESS);
  });

  test('is written compactly', () => {
    expect(addressText(ADDRESS)).toBe('{strandId:"KmA3ZZca7vAIiJAK9S5Iwl",sequenceNo:14}');
  });

  test('is read as it was written', () => {
    fc.assert(fc.property(anyText, fc.maxSafeNat(), (strandId, sequenceNo) => {
      expect(parseAddress(addressText({ strandId, sequenceNo }))).toEqual({ strandId, sequenceNo });
      expect(addressFrom(addressValue({ strandId, sequenceNo }))).toEqual({ strandId, sequenceNo });
    }));
  });

  test.each([
    ['', 'a block address is expected, like {strandId:"BlFTjlSXze9BIh1KOszcE3",sequenceNo:14}: an Ion value is expected, the text holds none'],
    ['{strandId:', 'a block address is expected'],
    ['14', 'a block address is a struct, like {strandId:"BlFTjlSXze9BIh1KOszcE3",sequenceNo:14}: received a value of type int'],
    ['null.struct', 'received a value of type null'],
    ['{}', '"strandId" of a block address must be a string, it is missing'],
    ['{strandId:"s"}', '"sequenceNo" of a block address must be an integer of 0 or more, it is missing'],
    ['{strandId:1,sequenceNo:1}', '"strandId" of a block address must be a string, received 1'],
    ['{strandId:"s",sequenceNo:-1}', '"sequenceNo" of a block address must be an integer of 0 or more, received -1'],
    ['{strandId:"s",sequenceNo:1.}', 'received 1.'],
    ['{strandId:"s",sequenceNo:"1"}', 'received "1"'],
    ['{strandId:"s",sequenceNo:null.int}', 'received null.int'],
    ['{strandId:"s",sequenceNo:9007199254740993}', 'received 9007199254740993'],
    ['{strandId:"s",sequenceNo:1,sequenceNo:2}', 'a block address has "sequenceNo" twice'],
    ['{strandId:"s",sequenceNo:1,sequence:2}', 'has the fields "strandId" and "sequenceNo" only'],
    ['{strandId:"s",sequenceNo:1} {}', 'the text holds several'],
  ])('is not %s', (text, message) => {
    expect(() => parseAddress(text)).toThrow(AddressError);
    expect(() => parseAddress(text)).toThrow(message);
  });

  test('is an address or an error, whatever the text', () => {
    fc.assert(fc.property(anyText, (text) => {
      try {
        parseAddress(text);
      } catch (error) {
        expect(error).toBeInstanceOf(AddressError);
      }
    }));
  });
});
