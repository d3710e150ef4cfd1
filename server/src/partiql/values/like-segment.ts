/**
 * Looking for one piece of a LIKE pattern, made of code points and single wildcards, in a text.
 */
export type Segment = readonly number[];

/** `_`, which no code point equals. */
export const WILDCARD = -1;

export function startsWithSegment(text: readonly number[], segment: Segment, at: number): boolean {
  for (let index = 0; index < segment.length; index++) {
    if (segment[index] !== WILDCARD && segment[index] !== text[at + index]) {
      return false;
    }
  }
  return true;
}

/** The first place in `text` from `start` on where `segment` stands and ends at or before `end`. */
export function findSegment(text: readonly number[], segment: Segment, start: number, end: number): number | undefined {
  if (segment.length > end - start) {
    return undefined;
  }
  return segment.includes(WILDCARD) ? findByBits(text, segment, start, end) : findByPrefixes(text, segment, start, end);
}

/** Knuth, Morris and Pratt: linear. */
function findByPrefixes(text: readonly number[], segment: Segment, start: number, end: number): number | undefined {
  const fallback = fallbacks(segment);
  let matched = 0;
  for (let index = start; index < end; index++) {
    while (matched > 0 && segment[matched] !== text[index]) {
      matched = fallback[matched - 1] ?? 0;
    }
    if (segment[matched] === text[index]) {
      matched++;
    }
    if (matched === segment.length) {
      return index - matched + 1;
    }
  }
  return undefined;
}

/** For each prefix, the length of the longest shorter one that also ends it. */
function fallbacks(segment: Segment): readonly number[] {
  const lengths = [0];
  let length = 0;
  for (let index = 1; index < segment.length; index++) {
    while (length > 0 && segment[length] !== segment[index]) {
      length = lengths[length - 1] ?? 0;
    }
    if (segment[length] === segment[index]) {
      length++;
    }
    lengths.push(length);
  }
  return lengths;
}

const WORD = 32;

/**
 * Shift-And (Baeza-Yates and Gonnet): a bit for each place of the segment says whether the text just read ends there. Knuth, Morris and
 * Pratt cannot have wildcards, trying each place in turn is quadratic, and this does 32 places at a time.
 */
/* eslint-disable no-bitwise -- the algorithm is made of them */
function findByBits(text: readonly number[], segment: Segment, start: number, end: number): number | undefined {
  const words = Math.ceil(segment.length / WORD);
  const masks = masksOf(segment, words);
  const wildcards = masks.get(WILDCARD) ?? new Int32Array(words);
  const state = new Int32Array(words);
  const lastWord = words - 1;
  const lastBit = 1 << ((segment.length - 1) % WORD);
  for (let index = start; index < end; index++) {
    const mask = masks.get(text[index] ?? WILDCARD) ?? wildcards;
    let carry = 1;
    for (let word = 0; word < words; word++) {
      const bits = state[word] ?? 0;
      state[word] = ((bits << 1) | carry) & (mask[word] ?? 0);
      carry = bits >>> (WORD - 1);
    }
    if (((state[lastWord] ?? 0) & lastBit) !== 0) {
      return index - segment.length + 1;
    }
  }
  return undefined;
}

/** For each code point of the segment, and for all others under `WILDCARD`, the places where it may stand. */
function masksOf(segment: Segment, words: number): ReadonlyMap<number, Int32Array> {
  const masks = new Map<number, Int32Array>();
  const wildcards = new Int32Array(words);
  for (const [index, point] of segment.entries()) {
    const mask = point === WILDCARD ? wildcards : masks.get(point) ?? new Int32Array(words);
    const word = Math.floor(index / WORD);
    mask[word] = (mask[word] ?? 0) | (1 << (index % WORD));
    if (point !== WILDCARD) {
      masks.set(point, mask);
    }
  }
  for (const mask of masks.values()) {
    for (const [word, bits] of wildcards.entries()) {
      mask[word] = (mask[word] ?? 0) | bits;
    }
  }
  return masks.set(WILDCARD, wildcards);
}
/* eslint-enable no-bitwise */
