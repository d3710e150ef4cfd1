import { EvaluationError } from '../error';
import { intArgument, textArgument, type ScalarFunction } from './scalar-function';
import { int, string } from '../../ion/value';

/** Functions on text. They work on code points, take strings and symbols, and give strings. */
export const stringFunctions: readonly ScalarFunction[] = [
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.char_length.html
  characterLength('char_length'),
  characterLength('character_length'),
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.lower.html
  {
    name: 'lower',
    minArguments: 1,
    maxArguments: 1,
    unknowns: 'propagate',
    call: (args) => string(textArgument('lower', args, 0).toLowerCase()),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.upper.html
  {
    name: 'upper',
    minArguments: 1,
    maxArguments: 1,
    unknowns: 'propagate',
    call: (args) => string(textArgument('upper', args, 0).toUpperCase()),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.substring.html
  {
    name: 'substring',
    minArguments: 2,
    maxArguments: 3,
    unknowns: 'propagate',
    call: (args) => string(substring(
      textArgument('substring', args, 0),
      intArgument('substring', args, 1),
      args.length === 3 ? intArgument('substring', args, 2) : undefined,
    )),
  },
  // https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.trim.html
  {
    name: 'trim',
    minArguments: 3,
    maxArguments: 3,
    unknowns: 'propagate',
    call: (args) => string(trim(textArgument('trim', args, 0), textArgument('trim', args, 1), textArgument('trim', args, 2))),
  },
];

function characterLength(name: string): ScalarFunction {
  return {
    name,
    minArguments: 1,
    maxArguments: 1,
    unknowns: 'propagate',
    call: (args) => int(Array.from(textArgument(name, args, 0)).length),
  };
}

/** The first character has position 1. Positions before it count, but hold nothing: from 0 for 2 is the first character. */
function substring(text: string, start: bigint, length: bigint | undefined): string {
  if (length !== undefined && length < 0n) {
    throw new EvaluationError(`Argument 3 of substring has to be greater than 0: the length is ${length}`);
  }
  const points = Array.from(text);
  const from = start - 1n;
  const to = length === undefined ? BigInt(points.length) : from + length;
  return points.slice(clamped(from, points.length), clamped(to, points.length)).join('');
}

function clamped(position: bigint, most: number): number {
  return position < 0n ? 0 : position > BigInt(most) ? most : Number(position);
}

/** Takes all characters of the set `characters` off the beginning, the end, or both. */
function trim(side: string, characters: string, text: string): string {
  if (side !== 'leading' && side !== 'trailing' && side !== 'both') {
    throw new EvaluationError(`'${side}' is an unknown trim specification, valid values: both, leading, trailing`);
  }
  const removed = new Set(characters);
  const points = Array.from(text);
  const isRemoved = (index: number) => removed.has(points[index] ?? '');
  let [start, end] = [0, points.length];
  if (side !== 'trailing') {
    while (start < end && isRemoved(start)) {
      start++;
    }
  }
  if (side !== 'leading') {
    while (end > start && isRemoved(end - 1)) {
      end--;
    }
  }
  return points.slice(start, end).join('');
}
