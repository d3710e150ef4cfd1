import { dot } from './hash';
import { hashIon, hashString } from '../ion/hash';

/**
 * The digest of a statement with its parameters, each as the Ion binary that the client sent.
 *
 * https://github.com/awslabs/amazon-qldb-driver-nodejs (`src/Transaction.ts`)
 *
 * @throws IonFormatError where a parameter is not Ion
 */
export function statementDigest(statement: string, parameters: readonly Uint8Array[]): Buffer {
  return parameters.reduce((digest: Buffer, parameter) => dot(digest, hashIon(parameter)), hashString(statement));
}

/** The commit digest of a transaction in which nothing has been executed. */
export function startCommitDigest(transactionId: string): Buffer {
  return hashString(transactionId);
}

/** The commit digest after one more statement. Driver and server fold it alike, and a commit in which they differ is refused. */
export function addStatement(commitDigest: Buffer, digest: Buffer): Buffer {
  return dot(commitDigest, digest);
}
