import { EvaluationError } from '../error';
import { intArgument, textArgument, timestampArgument, type ScalarFunction } from './scalar-function';
import { int, string, type Timestamp, type Value } from '../../ion/value';
import { dateAdd, dateDiff, DATE_PARTS, extract, EXTRACT_PARTS } from '../values/datetime';
import { ionTimestamp } from '../values/timestamp-checks';
import { formatTimestamp } from '../values/timestamp-format';
import { parseTimestamp } from '../values/timestamp-parse';

/** Functions on timestamps. Date parts arrive as strings, the parser having found them as keywords. */
export const datetimeFunctions: readonly ScalarFunction[] = [
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.date_add.html
  {
    name: 'date_add',
    minArguments: 3,
    maxArguments: 3,
    unknowns: 'propagate',
    call: (args) => timestamp(dateAdd(
      part(DATE_PARTS, 'date_add', args), intArgument('date_add', args, 1), timestampArgument('date_add', args, 2))),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.date_diff.html
  {
    name: 'date_diff',
    minArguments: 3,
    maxArguments: 3,
    unknowns: 'propagate',
    call: (args) => int(dateDiff(
      part(DATE_PARTS, 'date_diff', args), timestampArgument('date_diff', args, 1), timestampArgument('date_diff', args, 2))),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.extract.html
  {
    name: 'extract',
    minArguments: 2,
    maxArguments: 2,
    unknowns: 'propagate',
    call: (args) => int(extract(part(EXTRACT_PARTS, 'extract', args), timestampArgument('extract', args, 1))),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.to_string.html
  {
    name: 'to_string',
    minArguments: 2,
    maxArguments: 2,
    unknowns: 'propagate',
    call: (args) => string(formatTimestamp(timestampArgument('to_string', args, 0), textArgument('to_string', args, 1))),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.to_timestamp.html
  {
    name: 'to_timestamp',
    minArguments: 1,
    maxArguments: 2,
    unknowns: 'propagate',
    call: (args) => {
      const text = textArgument('to_timestamp', args, 0);
      return timestamp(args.length === 2 ? parseTimestamp(text, textArgument('to_timestamp', args, 1)) : withoutPattern(text));
    },
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.utcnow.html
  { name: 'utcnow', minArguments: 0, maxArguments: 0, unknowns: 'propagate', call: (_, { now }) => timestamp(now) },
];

function timestamp(value: Timestamp): Value {
  return { kind: 'timestamp', value };
}

function withoutPattern(text: string): Timestamp {
  const value = ionTimestamp(text);
  if (value === undefined) {
    throw new EvaluationError(`Timestamp was not a valid ion timestamp: '${text}'; write it as 2007-02-23T12:14:33.079Z or give a format pattern`);
  }
  return value;
}

function part<T extends string>(parts: readonly T[], name: string, args: readonly Value[]): T {
  const given = textArgument(name, args, 0).toLowerCase();
  const found = parts.find((candidate) => candidate === given);
  if (found === undefined) {
    throw new EvaluationError(`invalid datetime part for ${name}: ${given}, valid values: ${parts.join(', ')}`);
  }
  return found;
}
