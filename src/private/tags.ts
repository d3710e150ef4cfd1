import { Stack, type TagManager } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { RESERVED_TAG_PREFIX, type TagProperty } from './contract';
import { isConcrete, show, type Problem } from './validation';

/** QLDB allows 50 tags on a resource; one is the library's owner tag. */
const MAX_TAGS = 49;
const ALLOWED_CHARACTERS = /^[\p{L}\p{N}\p{Z}\s_.:/=+\-@]*$/u;

/**
 * All tags of a ledger or journal stream, sorted by key: its own, and below them those of its stack, which CloudFormation puts
 * on every native resource but not on custom resources.
 */
export function mergeTags(resource: IConstruct, manager: TagManager): readonly TagProperty[] {
  const merged: Record<string, string> = {};
  for (const stack of stacksOutsideIn(Stack.of(resource))) Object.assign(merged, stack.tags.tagValues());
  Object.assign(merged, manager.tagValues());
  return Object.entries(merged)
    .map(([Key, Value]) => ({ Key, Value }))
    .sort((a, b) => (a.Key < b.Key ? -1 : 1));
}

/** What is wrong with the tags of a ledger or journal stream. https://docs.aws.amazon.com/qldb/latest/developerguide/tagging.html */
export function validateTags(tags: readonly TagProperty[]): Problem[] {
  const problems = tags.flatMap((tag) => [...validateKey(tag.Key), ...validateValue(tag)]);
  if (tags.length > MAX_TAGS) {
    problems.push({
      code: 'Qldb.TooManyTags',
      text: `'tags' must be at most ${MAX_TAGS}, stack tags included, got ${tags.length}: remove ${tags.length - MAX_TAGS} of them from the construct or its stack`,
    });
  }
  return problems;
}

function validateKey(key: string): Problem[] {
  if (!isConcrete(key)) return [];
  const length = [...key].length;
  const problems: Problem[] = [];
  if (length < 1 || length > 128) {
    problems.push({ code: 'Qldb.InvalidTagKey', text: `'tags' must have keys of 1 to 128 characters, got ${show(key)} with ${length}: shorten or remove it` });
  }
  if (!ALLOWED_CHARACTERS.test(key)) {
    problems.push({
      code: 'Qldb.InvalidTagKey',
      text: `'tags' must have keys of letters, digits, spaces and _ . : / = + - @ only, got ${show(key)}: remove other characters`,
    });
  }
  if (/^aws:/i.test(key)) {
    problems.push({ code: 'Qldb.ReservedTagKey', text: `'tags' must not have keys that start with "aws:", which belong to AWS, got ${show(key)}: rename it` });
  }
  if (key.startsWith(RESERVED_TAG_PREFIX)) {
    problems.push({
      code: 'Qldb.ReservedTagKey',
      text: `'tags' must not have keys that start with "${RESERVED_TAG_PREFIX}", by which the library marks what it owns, got ${show(key)}: rename it`,
    });
  }
  return problems;
}

function validateValue({ Key, Value }: TagProperty): Problem[] {
  if (!isConcrete(Value)) return [];
  const length = [...Value].length;
  const problems: Problem[] = [];
  if (length > 256) {
    problems.push({ code: 'Qldb.InvalidTagValue', text: `'tags' must have values of at most 256 characters, got ${length} for key ${show(Key)}: shorten the value` });
  }
  if (!ALLOWED_CHARACTERS.test(Value)) {
    problems.push({
      code: 'Qldb.InvalidTagValue',
      text: `'tags' must have values of letters, digits, spaces and _ . : / = + - @ only, got ${show(Value)} for key ${show(Key)}: remove other characters`,
    });
  }
  return problems;
}

/** CloudFormation hands the tags of a stack on to its nested stacks. */
function stacksOutsideIn(stack: Stack): Stack[] {
  return stack.nestedStackParent ? [...stacksOutsideIn(stack.nestedStackParent), stack] : [stack];
}
