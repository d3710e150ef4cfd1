import { dumpBinary } from 'ion-js';
import { encode } from '../../src/ion/encode';
import { hashString, hashValue } from '../../src/ion/hash';
import { int, string } from '../../src/ion/value';
import { dot } from '../../src/journal/hash';
import { addStatement, startCommitDigest, statementDigest } from '../../src/journal/statement-digest';
// eslint-disable-next-line import/no-internal-modules -- the driver's own hash, which its package does not export
import { QldbHash } from 'amazon-qldb-driver-nodejs/dist/src/QldbHash';

const hashOfDriver = (value: unknown): Buffer => Buffer.from((QldbHash.toQldbHash(value)).getQldbHash());

describe('the digest of a statement', () => {
  test('without parameters is the hash of its text', () => {
    expect(statementDigest('SELECT 1', [])).toEqual(hashString('SELECT 1'));
    expect(statementDigest('SELECT 1', [])).toEqual(hashOfDriver('SELECT 1'));
  });

  test('with parameters folds in each, in their order', () => {
    const parameters = [encode(int(1)), encode(string('two'))];
    expect(statementDigest('UPDATE', parameters)).toEqual(dot(dot(hashString('UPDATE'), hashValue(int(1))), hashValue(string('two'))));
    expect(statementDigest('UPDATE', parameters)).not.toEqual(statementDigest('UPDATE', parameters.toReversed()));
  });

  test('is that of the official driver, whose binary is another', () => {
    const driver = QldbHash.toQldbHash('UPDATE t SET a = ?, b = ?').dot(QldbHash.toQldbHash({ b: 1, a: 'x' })).dot(QldbHash.toQldbHash([2.5]));
    const ours = statementDigest('UPDATE t SET a = ?, b = ?', [dumpBinary({ b: 1, a: 'x' }), dumpBinary([2.5])]);
    expect(ours).toEqual(Buffer.from(driver.getQldbHash()));
  });
});

test('the digest of a commit folds the statements over the transaction id, as the official driver does', () => {
  const driver = QldbHash.toQldbHash('2').dot(QldbHash.toQldbHash('1').dot(QldbHash.toQldbHash('FnQeJBAicTX0Ah32ZnVtSX')));
  const ours = ['1', '2'].reduce((digest, text) => addStatement(digest, statementDigest(text, [])), startCommitDigest('FnQeJBAicTX0Ah32ZnVtSX'));
  expect(ours).toEqual(Buffer.from(driver.getQldbHash()));
});
