import { dumpBinary } from 'ion-js';
import { encode } from '../../src/ion/encode';
import { hashString, hashValue } from '../../src/ion/hash';
import { int, string } from '../../src/ion/value';
import { dot } from '../../src/journal/hash';
import { addStatement, startCommitDigest, statementDigest } from '../../src/journal/statement-digest';

interface DriverHash {
  dot(other: DriverHash): DriverHash;
  getQldbHash(): Uint8Array;
}

/** The driver's own hash, of a string or of Ion binary. Its types are not published. */
const { QldbHash } = jest.requireActual<{ QldbHash: { toQldbHash(value: string | Uint8Array): DriverHash } }>('amazon-qldb-driver-nodejs/dist/src/QldbHash');

const ofDriver = (value: string | Uint8Array): DriverHash => QldbHash.toQldbHash(value);
const bytes = (hash: DriverHash): Buffer => Buffer.from(hash.getQldbHash());

describe('the digest of a statement', () => {
  test('without parameters is the hash of its text', () => {
    expect(statementDigest('SELECT 1', [])).toEqual(hashString('SELECT 1'));
    expect(statementDigest('SELECT 1', [])).toEqual(bytes(ofDriver('SELECT 1')));
  });

  test('with parameters folds in each, in their order', () => {
    const parameters = [encode(int(1)), encode(string('two'))];
    expect(statementDigest('UPDATE', parameters)).toEqual(dot(dot(hashString('UPDATE'), hashValue(int(1))), hashValue(string('two'))));
    expect(statementDigest('UPDATE', parameters)).not.toEqual(statementDigest('UPDATE', parameters.toReversed()));
  });

  test('is that of the official driver, from the binary it sends', () => {
    const parameters = [dumpBinary({ b: 1, a: 'x' }), dumpBinary([2.5])];
    const driver = parameters.map(ofDriver).reduce((hash, parameter) => hash.dot(parameter), ofDriver('UPDATE t SET a = ?, b = ?'));
    expect(statementDigest('UPDATE t SET a = ?, b = ?', parameters)).toEqual(bytes(driver));
  });
});

test('the digest of a commit folds the statements over the transaction id, as the official driver does', () => {
  const driver = ofDriver('2').dot(ofDriver('1').dot(ofDriver('FnQeJBAicTX0Ah32ZnVtSX')));
  const ours = ['1', '2'].reduce((digest, text) => addStatement(digest, statementDigest(text, [])), startCommitDigest('FnQeJBAicTX0Ah32ZnVtSX'));
  expect(ours).toEqual(bytes(driver));
});
