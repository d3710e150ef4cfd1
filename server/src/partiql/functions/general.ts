import { argument, wrongType, type ScalarFunction } from './scalar-function';
import { bool, int, NULL, string, type Value } from '../../ion/value';
import { equals, isUnknown } from '../values/equality';

/** Functions that are about values of any type, or about the transaction. */
export const generalFunctions: readonly ScalarFunction[] = [
  // The first argument that is known. https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.coalesce.html
  {
    name: 'coalesce',
    minArguments: 1,
    maxArguments: Number.POSITIVE_INFINITY,
    unknowns: 'receive',
    call: (args) => args.find((value) => !isUnknown(value)) ?? NULL,
  },
  // NULL where both are equal, unknown ones too; else the first. https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.nullif.html
  {
    name: 'nullif',
    minArguments: 2,
    maxArguments: 2,
    unknowns: 'receive',
    call: (args) => equals(argument(args, 0), argument(args, 1)) ? NULL : argument(args, 0),
  },
  // Whether there is something in a container; false for all else. https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.exists.html
  {
    name: 'exists',
    minArguments: 1,
    maxArguments: 1,
    unknowns: 'receive',
    call: (args) => bool((contents(argument(args, 0)) ?? 0) > 0),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.size.html
  { name: 'size', minArguments: 1, maxArguments: 1, unknowns: 'propagate', call: (args) => int(size(argument(args, 0))) },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.txid.html
  { name: 'txid', minArguments: 0, maxArguments: 0, unknowns: 'propagate', call: (_, { transactionId }) => string(transactionId) },
];

function contents(value: Value): number | undefined {
  if (value.kind === 'struct') {
    return value.fields.length;
  }
  return 'elements' in value ? value.elements.length : undefined;
}

/** S-expressions have no size in QLDB. */
function size(value: Value): number {
  const count = value.kind === 'sexp' ? undefined : contents(value);
  return count ?? wrongType('size', 0, 'a list, a struct or a bag', value);
}
