import { isRecord, type Properties } from './event';
import { RequestFailure } from './failure';
import { RESERVED_TAG_PREFIX } from '../../src/private/contract';
import { isReservedTag } from '../tags';

/** QLDB API, shape `LedgerName`, for ledgers and streams alike. */
const NAME = /^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/;

/** Reads properties as CloudFormation delivers them, collecting what is wrong with them. */
export interface PropertyReader {
  /** A name that QLDB accepts. */
  name(member: string): string;
  /** A text that must be there; it may be empty. */
  text(member: string): string;
  oneOf<T extends string>(member: string, values: readonly T[], otherwise: T): T;
  flag(member: string, otherwise: boolean): boolean;
  tags(member: string): Readonly<Record<string, string>>;
  problem(text: string): void;
}

/**
 * Reads what a template declares.
 *
 * @throws a `RequestFailure` that lists every problem
 */
export function readProperties<T>(properties: Properties, read: (reader: PropertyReader) => T): T {
  const problems: string[] = [];
  const declaration = read(readerOf(properties, problems));
  const timeout = properties.TimeoutSeconds;
  if (timeout !== undefined && !(Number.isInteger(Number(timeout)) && Number(timeout) > 0 && Number(timeout) <= 3600)) {
    problems.push(`"TimeoutSeconds" must be a whole number of seconds from 1 to 3600, got ${JSON.stringify(timeout)}`);
  }
  if (problems.length > 0) {
    throw new RequestFailure(`unusable properties: ${problems.join('; ')}; correct them in the template and deploy again`);
  }
  return declaration;
}

/** Tags of earlier properties, which were accepted once and are read without judging them. */
export function declaredTags(properties: Properties): Readonly<Record<string, string>> {
  return readerOf(properties, []).tags('Tags');
}

export function textProperty(properties: Properties, member: string): string | undefined {
  const value = properties[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readerOf(properties: Properties, problems: string[]): PropertyReader {
  const shown = (member: string) => JSON.stringify(properties[member]);
  const oneOf = <T extends string>(member: string, values: readonly T[], otherwise: T): T => {
    const value = properties[member] === undefined ? otherwise : String(properties[member]);
    const found = values.find((candidate) => candidate === value);
    if (found === undefined) {
      problems.push(`"${member}" must be ${values.map((candidate) => `"${candidate}"`).join(' or ')}, got ${shown(member)}`);
    }
    return found ?? otherwise;
  };
  return {
    oneOf,
    flag: (member, otherwise) => oneOf(member, ['true', 'false'], otherwise ? 'true' : 'false') === 'true',
    name: (member) => {
      const name = textProperty(properties, member) ?? '';
      if (!NAME.test(name)) {
        problems.push(`"${member}" must have 1 to 32 letters, digits and hyphens, not only digits, no hyphen at an end and no two in a row, got ${shown(member)}`);
      }
      return name;
    },
    text: (member) => {
      const value = properties[member];
      if (typeof value !== 'string') {
        problems.push(`"${member}" must be a text, got ${shown(member)}`);
      }
      return String(value ?? '');
    },
    tags: (member) => readTags(member, properties[member], problems),
    problem: (text) => { problems.push(text); },
  };
}

function readTags(member: string, value: unknown, problems: string[]): Readonly<Record<string, string>> {
  if (value !== undefined && !Array.isArray(value)) {
    problems.push(`"${member}" must be a list of {Key, Value}, got ${JSON.stringify(value)}`);
    return {};
  }
  const entries: [string, string][] = [];
  for (const tag of (value ?? []) as readonly unknown[]) {
    if (!isRecord(tag) || typeof tag.Key !== 'string' || tag.Key === '') {
      problems.push(`"${member}" has an entry that is no {Key, Value}: ${JSON.stringify(tag)}`);
    } else if (isReservedTag(tag.Key)) {
      problems.push(`"${member}" has the key ${JSON.stringify(tag.Key)}, but keys that begin with "${RESERVED_TAG_PREFIX}" or "aws:" are reserved`);
    } else {
      entries.push([tag.Key, String(tag.Value ?? '')]);
    }
  }
  // No plain object literal: a tag may be called `__proto__`.
  return Object.fromEntries(entries);
}
