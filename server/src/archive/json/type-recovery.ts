import type { LostType } from './candidates';
import { combinations } from './combinations';
import type { JsonValue } from './json-value';
import { RetypeTree, type Slot } from './retype-tree';
import { IonFormatError } from '../../ion/ion-format-error';
import type { Value } from '../../ion/value';

export interface TypeRecoveryOptions {
  /** Of types that are tried for one revision, at most. */
  readonly maxCombinations: number;
}

export const DEFAULT_MAX_COMBINATIONS = 4096;

export interface Recovery {
  /** The document with the types that make its hash. */
  readonly value?: Value;
  /** Why there is none. */
  readonly reason?: string;
}

/** Scalars that are looked at for one revision, at most: large documents get fewer combinations. */
const MAX_LEAVES_SEEN = 4_000_000;
/** What is known of kinds of documents, at most; of the least used ones it is forgotten. */
const MAX_GROUPS = 1_000;
const MAX_PATHS = 10_000;
/** After that many failures in a row, a kind of documents gets few combinations only. */
const PATIENCE = 16;
const IMPATIENT_COMBINATIONS = 64;

/** What was learnt of documents of one table. */
interface Group {
  readonly types: Map<string, LostType>;
  failures: number;
}

/**
 * Finds the types again that documents lost when they were written as JSON: it tries what they may have been until one has the hash that is in the
 * chain. So a type that is found is proven, and with it the document.
 *
 * What is found in one revision is tried first in the next one of the same table.
 */
export class TypeRecovery {
  private readonly groups = new Map<string, Group>();

  constructor(private readonly options: TypeRecoveryOptions = { maxCombinations: DEFAULT_MAX_COMBINATIONS }) {}

  /**
   * @param matches whether a document with this hash is the one
   * @param groupName what the documents are that are alike: their table
   */
  recover(json: JsonValue, matches: (dataHash: Buffer) => boolean, groupName: string): Recovery {
    try {
      return this.search(json, matches, this.group(groupName));
    } catch (error) {
      if (!(error instanceof IonFormatError)) throw error;
      return { reason: error.message };
    }
  }

  private search(json: JsonValue, matches: (dataHash: Buffer) => boolean, group: Group): Recovery {
    const tree = new RetypeTree(json);
    const slots = tree.slotList();
    const limit = this.limit(tree.leaves, group);
    let tried = 0;
    for (const choices of combinations(slots, slots.map(({ path }) => group.types.get(path)), limit)) {
      tried++;
      if (!matches(tree.hash(choices))) continue;
      group.failures = 0;
      learn(group, slots, choices);
      return { value: tree.value(choices) };
    }
    group.failures++;
    return { reason: `none of ${tried} combinations of types that were tried makes its hash` };
  }

  private limit(leaves: number, { failures }: Group): number {
    const { maxCombinations } = this.options;
    const affordable = Math.max(1, Math.floor(MAX_LEAVES_SEEN / Math.max(1, leaves)));
    return Math.min(maxCombinations, affordable, failures >= PATIENCE ? IMPATIENT_COMBINATIONS : Infinity);
  }

  /** The group of that name, which is now the one used last. */
  private group(name: string): Group {
    const group = this.groups.get(name) ?? { types: new Map(), failures: 0 };
    this.groups.delete(name);
    this.groups.set(name, group);
    if (this.groups.size > MAX_GROUPS) this.groups.delete(this.groups.keys().next().value!);
    return group;
  }
}

function learn({ types }: Group, slots: readonly Slot[], choices: readonly number[]): void {
  for (const [index, { path, choices: possible }] of slots.entries()) {
    if (possible.length > 1 && (types.has(path) || types.size < MAX_PATHS)) types.set(path, possible[choices[index]!]!);
  }
}
