import { MONTHS, parsePattern, type PatternSymbol } from './timestamp-pattern';
import type { Timestamp } from '../../ion/value';

/**
 * TO_STRING. Fields finer than the precision have their least value, an unknown offset is that of UTC.
 *
 * @throws {EvaluationError} an invalid pattern
 */
export function formatTimestamp(timestamp: Timestamp, pattern: string): string {
  return parsePattern(pattern).map((item) => item.kind === 'text' ? item.text : WRITERS[item.symbol](timestamp, item.width)).join('');
}

type Writer = (timestamp: Timestamp, width: number) => string;

const WRITERS: Readonly<Record<PatternSymbol, Writer>> = {
  y: ({ year }, width) => width === 2 ? padded(year % 100, 2) : padded(year, width),
  M: ({ month }, width) => {
    const name = MONTHS[month - 1] ?? '';
    return width <= 2 ? padded(month, width) : width === 3 ? name.slice(0, 3) : width === 4 ? name : name.slice(0, 1);
  },
  d: ({ day }, width) => padded(day, width),
  a: ({ hour }) => hour < 12 ? 'AM' : 'PM',
  h: ({ hour }, width) => padded(hour % 12 === 0 ? 12 : hour % 12, width),
  H: ({ hour }, width) => padded(hour, width),
  m: ({ minute }, width) => padded(minute, width),
  s: ({ second }, width) => padded(second, width),
  // Cut, not rounded.
  S: ({ fraction }, width) => fraction.slice(0, width).padEnd(width, '0'),
  n: ({ fraction }) => String(Number(fraction.slice(0, 9).padEnd(9, '0'))),
  X: ({ offset = 0 }, width) => offset === 0 ? 'Z' : offsetText(offset, width),
  x: ({ offset = 0 }, width) => offsetText(offset, width),
};

/** `X`: +07, and +0730 where there are minutes; `XX` and `XXXX`: +0700; `XXX` and `XXXXX`: +07:00. */
function offsetText(offset: number, width: number): string {
  const hours = `${offset < 0 ? '-' : '+'}${padded(Math.floor(Math.abs(offset) / 60), 2)}`;
  const minutes = padded(Math.abs(offset) % 60, 2);
  if (width === 1) {
    return minutes === '00' ? hours : hours + minutes;
  }
  return width % 2 === 0 ? hours + minutes : `${hours}:${minutes}`;
}

function padded(value: number, width: number): string {
  return String(value).padStart(width, '0');
}
