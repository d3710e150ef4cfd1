import type { LostType } from './candidates';
import type { Choices, Slot } from './retype-tree';

/** Which of two types values that look alike have, everywhere in a document. */
interface Rule {
  readonly timestamps: boolean;
  readonly blobs: boolean;
  readonly floats: boolean;
  readonly symbols: boolean;
}

/** All rules, those that most documents follow first. */
const RULES: readonly Rule[] = Array.from({ length: 16 }, (_, bits) => ({
  timestamps: bits % 2 === 0, floats: Math.floor(bits / 2) % 2 === 1, blobs: Math.floor(bits / 4) % 2 === 1, symbols: bits >= 8,
}));

/**
 * Ways to choose types, each once, without end but that of `limit`: first what was learnt, then uniform rules, then what differs from the first of
 * them in one place, in two, in three, and so on.
 *
 * @param learnt type of each slot, where others of its kind had one
 */
export function* combinations(slots: readonly Slot[], learnt: ReadonlyArray<LostType | undefined>, limit: number): Generator<Choices> {
  const base = slots.map(({ choices }, index) => Math.max(0, choices.indexOf(learnt[index] ?? choices[0]!)));
  const tried = new Set<string>();
  let count = 0;
  for (const choices of ordered(slots, learnt, base)) {
    if (count >= limit) return;
    const key = choices.join();
    if (tried.has(key)) continue;
    tried.add(key);
    count++;
    yield choices;
  }
}

function* ordered(slots: readonly Slot[], learnt: ReadonlyArray<LostType | undefined>, base: Choices): Generator<Choices> {
  yield base;
  for (const rule of RULES) yield slots.map(({ choices }) => ruled(choices, rule));
  // What was never learnt is likelier to differ.
  const open = slots.map((_, index) => index).filter((index) => slots[index]!.choices.length > 1)
    .sort((a, b) => Number(learnt[a] !== undefined) - Number(learnt[b] !== undefined));
  for (let count = 1; count <= open.length; count++) yield* deviations(slots, base, open, count, 0);
}

/** Everything that differs from `base` in exactly `count` of the slots `open[from…]`. */
function* deviations(slots: readonly Slot[], base: Choices, open: readonly number[], count: number, from: number): Generator<Choices> {
  if (count === 0) {
    yield base;
    return;
  }
  for (let at = from; at <= open.length - count; at++) {
    const index = open[at]!;
    for (let choice = 0; choice < slots[index]!.choices.length; choice++) {
      if (choice !== base[index]) yield* deviations(slots, base.with(index, choice), open, count - 1, at + 1);
    }
  }
}

function ruled(choices: readonly LostType[], rule: Rule): number {
  const wanted: readonly LostType[] = [
    ...rule.timestamps ? ['timestamp'] as const : [], ...rule.blobs ? ['blob'] as const : [], ...rule.symbols ? ['symbol'] as const : [],
    'string', 'int', ...rule.floats ? ['float'] as const : [], 'decimal',
  ];
  return wanted.map((type) => choices.indexOf(type)).find((index) => index >= 0) ?? 0;
}
