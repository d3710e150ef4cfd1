import { EvaluationError } from '../error';
import type { PatternSymbol, TimestampPattern } from './timestamp-pattern';

type TimestampField = 'YEAR' | 'MONTH_OF_YEAR' | 'DAY_OF_MONTH' | 'HOUR_OF_DAY' | 'MINUTE_OF_HOUR' | 'SECOND_OF_MINUTE' | 'FRACTION_OF_SECOND'
  | 'AM_PM' | 'OFFSET';

const FIELDS: Readonly<Record<PatternSymbol, TimestampField>> = {
  y: 'YEAR',
  M: 'MONTH_OF_YEAR',
  d: 'DAY_OF_MONTH',
  h: 'HOUR_OF_DAY',
  H: 'HOUR_OF_DAY',
  m: 'MINUTE_OF_HOUR',
  s: 'SECOND_OF_MINUTE',
  S: 'FRACTION_OF_SECOND',
  n: 'FRACTION_OF_SECOND',
  a: 'AM_PM',
  X: 'OFFSET',
  x: 'OFFSET',
};

/** Each needs all that stand before it. */
const ORDER: readonly TimestampField[] = [
  'YEAR', 'MONTH_OF_YEAR', 'DAY_OF_MONTH', 'HOUR_OF_DAY', 'MINUTE_OF_HOUR', 'SECOND_OF_MINUTE', 'FRACTION_OF_SECOND',
];

/**
 * A pattern from which a timestamp can be made: no field twice, none left out before the finest one, hours of twelve with AM or PM.
 *
 * @throws {EvaluationError} naming what is wrong
 */
export function checkPatternForParsing(items: TimestampPattern, pattern: string): void {
  const symbols = items.flatMap((item) => item.kind === 'field' ? [item] : []);
  if (symbols.some(({ symbol, width }) => symbol === 'M' && width === 5)) {
    throw new EvaluationError(`timestamp format pattern '${pattern}' contains MMMMM, which is for formatting only: use M, MM, MMM or MMMM`);
  }
  const fields = symbols.map(({ symbol }) => FIELDS[symbol]);
  const duplicate = fields.find((field, index) => fields.indexOf(field) !== index);
  if (duplicate !== undefined) {
    throw new EvaluationError(`timestamp format pattern duplicate fields: '${pattern}' contains ${duplicate} more than once`);
  }
  checkCombination(fields, pattern);
  const twelveHours = symbols.some(({ symbol }) => symbol === 'h');
  if (twelveHours !== fields.includes('AM_PM')) {
    throw new EvaluationError(twelveHours
      ? `timestamp format pattern '${pattern}' contains 12-hour hour of day field but doesn't contain an am/pm field: add a`
      : `timestamp format pattern '${pattern}' contains 24-hour hour of day field and also contains an am/pm field: use h instead of H`);
  }
}

function checkCombination(fields: readonly TimestampField[], pattern: string): void {
  const finest = Math.max(0, ...fields.map((field) => ORDER.indexOf(field)), fields.some(needsHour) ? ORDER.indexOf('HOUR_OF_DAY') : 0);
  const lacking = ORDER.slice(0, finest + 1).filter((field) => !fields.includes(field));
  if (lacking.length > 0) {
    throw new EvaluationError(`timestamp format pattern missing fields: '${pattern}' lacks ${lacking.join(', ')}`);
  }
}

function needsHour(field: TimestampField): boolean {
  return field === 'AM_PM' || field === 'OFFSET';
}
