import { EvaluationError } from '../error';
import { isText, isUnknown } from './equality';
import { findSegment, startsWithSegment, WILDCARD, type Segment } from './like-segment';
import { typeName } from './type-name';
import { bool, NULL, type Value } from '../../ion/value';

/**
 * `text LIKE pattern ESCAPE escape`: `%` stands for any characters, `_` for one, a character being a code point.
 *
 * Not by way of a regular expression, which takes exponential time on patterns like `%a%a%a%a%b`: the pattern is split at its `%`, and each
 * segment is looked for once, from left to right. The time is linear for segments without `_`, and the product of lengths divided by the
 * machine word for those with, whose length is bounded.
 *
 * @returns NULL where an operand is NULL or MISSING
 * @throws {EvaluationError} operands that are not text, an ESCAPE that is not one character, or one in front of anything but `%`, `_`, itself;
 *   a pattern that takes too long
 */
export function like(text: Value, pattern: Value, escape?: Value): Value {
  if (isUnknown(text) || isUnknown(pattern) || (escape !== undefined && isUnknown(escape))) {
    return NULL;
  }
  const matches = likeMatcher(textOf(pattern, 'pattern'), escape === undefined ? undefined : textOf(escape, 'escape'));
  return bool(matches(textOf(text, 'value')));
}

/** Looking for these takes time by their length and that of the text. Up to here it is a fraction of a second for the longest document. */
const LONGEST_WITH_WILDCARDS = 4096;

/** A pattern made ready, for use on many texts. */
export function likeMatcher(pattern: string, escape?: string): (text: string) => boolean {
  const segments = segmentsOf(pattern, escape);
  const first = segments[0] ?? [];
  const last = segments.at(-1) ?? [];
  const middle = segments.slice(1, -1);
  if (middle.some((segment) => segment.length > LONGEST_WITH_WILDCARDS && segment.includes(WILDCARD))) {
    throw new EvaluationError(`LIKE pattern too long: between two % there may be ${LONGEST_WITH_WILDCARDS} characters at most if _ is among them`);
  }
  return (text) => {
    const points = codePoints(text);
    if (segments.length === 1) {
      return points.length === first.length && startsWithSegment(points, first, 0);
    }
    const end = points.length - last.length;
    if (end < first.length || !startsWithSegment(points, first, 0) || !startsWithSegment(points, last, end)) {
      return false;
    }
    // The first place of each segment is as good as any: what follows then has the most room.
    let position = first.length;
    for (const segment of middle) {
      const found = findSegment(points, segment, position, end);
      if (found === undefined) {
        return false;
      }
      position = found + segment.length;
    }
    return true;
  };
}

function textOf(value: Value, what: string): string {
  if (!isText(value)) {
    throw new EvaluationError(`LIKE expression must be given strings: the ${what} is ${typeName(value)}`);
  }
  return value.value;
}

function codePoints(text: string): readonly number[] {
  const points: number[] = [];
  for (let index = 0; index < text.length; index++) {
    const point = text.codePointAt(index) ?? 0;
    points.push(point);
    if (point > 0xffff) {
      index++;
    }
  }
  return points;
}

const PERCENT = 0x25;
const UNDERSCORE = 0x5f;

/** What stands between the `%`; one segment more than there are of those. */
function segmentsOf(pattern: string, escape: string | undefined): readonly Segment[] {
  const escapePoint = escape === undefined ? undefined : escapeCharacter(escape);
  const segments: number[][] = [[]];
  let escaped = false;
  for (const point of codePoints(pattern)) {
    if (escaped) {
      if (point !== PERCENT && point !== UNDERSCORE && point !== escapePoint) {
        throw new EvaluationError(`Invalid escape sequence : ${pattern}`);
      }
      segments.at(-1)?.push(point);
      escaped = false;
    } else if (point === escapePoint) {
      escaped = true;
    } else if (point === PERCENT) {
      segments.push([]);
    } else {
      segments.at(-1)?.push(point === UNDERSCORE ? WILDCARD : point);
    }
  }
  if (escaped) {
    throw new EvaluationError(`Invalid escape sequence : ${pattern}`);
  }
  // Empty segments in the middle come from %% and match anywhere.
  return segments.filter((segment, index) => segment.length > 0 || index === 0 || index === segments.length - 1);
}

function escapeCharacter(escape: string): number {
  const [point, ...more] = codePoints(escape);
  if (point === undefined) {
    throw new EvaluationError('Cannot use empty character as ESCAPE character in a LIKE predicate: give one character');
  }
  if (more.length > 0) {
    throw new EvaluationError(`Escape character must have size 1 : ${escape}`);
  }
  return point;
}
