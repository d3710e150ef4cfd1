import { createHash } from 'node:crypto';
import { int, NULL, type Value } from '../../ion/value';
import type { AggregateName } from '../ast';
import { EvaluationError } from '../error';
import { add, divide, toDecimal } from '../values/arithmetic';
import { compare } from '../values/compare';
import { canonicalKey, isNumber, isUnknown, type NumberValue } from '../values/equality';
import { typeName } from '../values/type-name';

/** A value over many. COUNT(*) is a COUNT that is given something known for every row. */
export interface AggregateAccumulator {
  /** NULL and MISSING do not count. */
  add(value: Value): void;
  /** Of nothing: 0 for COUNT, else NULL. */
  result(): Value;
}

/**
 * COUNT and SUM of ints are ints, SUM of anything else and AVG are decimals.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/ql-functions.sum.html
 *
 * @param distinct equal values count once
 * @throws {EvaluationError} from `add`: what is not a number in SUM and AVG, what does not compare in MIN and MAX, a SUM beyond 64 bits
 */
export function createAggregate(name: AggregateName, distinct: boolean): AggregateAccumulator {
  const accumulator = ACCUMULATORS[name]();
  const isNew = distinct ? distinctFilter() : () => true;
  return {
    add: (value) => {
      if (!isUnknown(value) && isNew(value)) {
        accumulator.add(value);
      }
    },
    result: () => accumulator.result(),
  };
}

/** Says of each value whether it is the first of those that equal it. */
export function distinctFilter(): (value: Value) => boolean {
  const seen = new Set<string>();
  return (value) => {
    const key = distinctKey(value);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  };
}

/** Documents would fill the memory: what is long is kept as its hash. */
function distinctKey(value: Value): string {
  const key = canonicalKey(value);
  return key.length <= 64 ? key : `sha256 ${createHash('sha256').update(key, 'utf16le').digest('base64')}`;
}

const ACCUMULATORS: Readonly<Record<AggregateName, () => AggregateAccumulator>> = {
  count: () => {
    let count = 0;
    return {
      add: () => {
        count++;
      },
      result: () => int(count),
    };
  },
  sum: () => {
    let sum: Value = NULL;
    return {
      add: (value) => {
        const operand = summand(value, 'sum');
        sum = isUnknown(sum) ? operand : add(sum, operand);
      },
      result: () => sum,
    };
  },
  avg: () => {
    let [sum, count]: [Value, number] = [{ kind: 'decimal', value: { coefficient: 0n, exponent: 0 } }, 0];
    return {
      add: (value) => {
        sum = add(sum, { kind: 'decimal', value: toDecimal(numeric(value, 'avg')) });
        count++;
      },
      result: () => count === 0 ? NULL : divide(sum, int(count)),
    };
  },
  min: () => extreme((result) => result < 0),
  max: () => extreme((result) => result > 0),
};

function extreme(replaces: (result: number) => boolean): AggregateAccumulator {
  let best: Value | undefined;
  return {
    add: (value) => {
      if (best === undefined || replaces(compare(value, best))) {
        best = value;
      }
    },
    result: () => best ?? NULL,
  };
}

function numeric(value: Value, name: string): NumberValue {
  if (!isNumber(value)) {
    throw new EvaluationError(`Aggregate function ${name} expects numbers, got ${typeName(value)}`);
  }
  return value;
}

function summand(value: Value, name: string): Value {
  const operand = numeric(value, name);
  return operand.kind === 'float' ? { kind: 'decimal', value: toDecimal(operand) } : operand;
}
