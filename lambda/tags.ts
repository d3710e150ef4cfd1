import { RESERVED_TAG_PREFIX } from '../src/private/contract';

type Tags = Readonly<Record<string, string>>;

export interface TagChanges {
  readonly set: Tags;
  readonly remove: readonly string[];
}

/**
 * What to change so that a ledger or stream carries the tags of a template.
 *
 * Removed is only what the template declared before and no longer does. Tags that nobody declared stay: tools and people
 * put their own on them, all the more on ledgers that were there before the stack. Reserved tags are never changed.
 */
export function tagChanges(desired: Tags, declaredBefore: Tags, observed: Tags): TagChanges {
  return {
    set: Object.fromEntries(Object.entries(desired).filter(([key, value]) => !isReservedTag(key) && get(observed, key) !== value)),
    remove: Object.keys(declaredBefore)
      .filter((key) => !isReservedTag(key) && Object.hasOwn(observed, key) && !Object.hasOwn(desired, key)),
  };
}

function get(tags: Tags, key: string): string | undefined {
  return Object.hasOwn(tags, key) ? tags[key] : undefined;
}

/** True for tags that belong to the library or to AWS and are never touched by a template's tags. */
export function isReservedTag(key: string): boolean {
  return key.startsWith(RESERVED_TAG_PREFIX) || key.toLowerCase().startsWith('aws:');
}
