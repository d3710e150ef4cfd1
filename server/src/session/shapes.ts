import { optional, readInput, required, type Input, type Parameters } from '../model/parameters';
import { isObject, stringShape, type Shape } from '../model/shape';
import { ledgerName } from '../model/shapes';

/**
 * The shapes of the QLDB session API model 2019-07-11 with their constraints
 * (https://docs.aws.amazon.com/qldb/latest/developerguide/API_Types_Amazon_QLDB_Session.html).
 */

const TOKEN = { expression: /^[A-Za-z0-9+/=-]+$/, meaning: 'a token that an earlier answer held' };

const transactionId = stringShape({ min: 22, max: 22, pattern: { expression: /^[A-Za-z0-9-]+$/, meaning: 'the id of a transaction' } });

/** Bytes, in base64 on the wire. */
function blobShape(min: number, max: number): Shape<Buffer> {
  return {
    read(value, parameter, report) {
      if (typeof value !== 'string' || value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value)) {
        return void report({ parameter, message: `'${parameter}' must be bytes in base64` });
      }
      const bytes = Buffer.from(value, 'base64');
      return bytes.length >= min && bytes.length <= max
        ? bytes
        : void report({ parameter, message: `'${parameter}' must be ${min} to ${max} bytes long, it has ${bytes.length}` });
    },
  };
}

function listShape<T>(item: Shape<T>): Shape<readonly T[]> {
  return {
    read(values, parameter, report) {
      return Array.isArray(values)
        ? values.flatMap((value: unknown, index) => item.read(value, `${parameter}[${index}]`, report) ?? [])
        : void report({ parameter, message: `'${parameter}' must be a list` });
    },
  };
}

function structShape<P extends Parameters>(members: P): Shape<Input<P>> {
  return {
    read(value, parameter, report) {
      if (!isObject(value)) {
        return void report({ parameter, message: `'${parameter}' must be an object` });
      }
      const { input, problems } = readInput(members, { path: {}, query: {}, body: value });
      problems.forEach((problem) => report({
        parameter: `${parameter}.${problem.parameter}`,
        message: problem.message.replace(`'${problem.parameter}`, `'${parameter}.${problem.parameter}`),
      }));
      return input;
    },
  };
}

const valueHolder = structShape({
  IonBinary: optional('body', blobShape(1, 131_072)),
  IonText: optional('body', stringShape({ min: 1, max: 1_048_576 })),
});

const noMembers = structShape({});

export const sendCommandRequest = {
  SessionToken: optional('body', stringShape({ min: 4, max: 1024, pattern: TOKEN })),
  StartSession: optional('body', structShape({ LedgerName: required('body', ledgerName) })),
  StartTransaction: optional('body', noMembers),
  EndSession: optional('body', noMembers),
  CommitTransaction: optional('body', structShape({
    TransactionId: required('body', transactionId),
    CommitDigest: required('body', blobShape(0, 1_048_576)),
  })),
  AbortTransaction: optional('body', noMembers),
  ExecuteStatement: optional('body', structShape({
    TransactionId: required('body', transactionId),
    Statement: required('body', stringShape({ min: 1, max: 100_000 })),
    Parameters: optional('body', listShape(valueHolder)),
  })),
  FetchPage: optional('body', structShape({
    TransactionId: required('body', transactionId),
    NextPageToken: required('body', stringShape({ min: 4, max: 1024, pattern: TOKEN })),
  })),
} as const;

export type SendCommandRequest = Input<typeof sendCommandRequest>;
export type ValueHolder = Input<{ readonly IonBinary: ReturnType<typeof optional<Buffer>>; readonly IonText: ReturnType<typeof optional<string>> }>;
