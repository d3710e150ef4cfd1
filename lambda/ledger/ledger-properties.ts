import { RESERVED_TAG_PREFIX } from '../../src/private/contract';
import { isRecord, type Properties } from '../custom-resource/event';
import { RequestFailure } from '../custom-resource/failure';

/** Literal by which the QLDB API names the key that AWS owns. */
export const AWS_OWNED_KEY = 'AWS_OWNED_KMS_KEY';

/** How a ledger is to be. */
export interface DesiredLedger {
  readonly permissionsMode: string;
  readonly deletionProtection: boolean;
  /** Absent for the AWS owned key. */
  readonly kmsKey?: string;
  readonly tags: Readonly<Record<string, string>>;
}

export interface LedgerDeclaration extends DesiredLedger {
  readonly name: string;
  readonly adoptExisting: boolean;
}

/** QLDB API, shape `LedgerName`. */
const LEDGER_NAME = /^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]{1,32}$/;

/**
 * Reads what a template declares. What older versions of the library did not write yet has the default of the QLDB API.
 *
 * @throws a `RequestFailure` that lists every problem
 */
export function readDeclaration(properties: Properties): LedgerDeclaration {
  const problems: string[] = [];
  const reader = readerOf(properties, problems);
  const declaration = {
    name: reader.name(),
    permissionsMode: reader.oneOf('PermissionsMode', ['STANDARD', 'ALLOW_ALL'], 'STANDARD'),
    deletionProtection: reader.oneOf('DeletionProtection', ['true', 'false'], 'true') === 'true',
    adoptExisting: reader.oneOf('AdoptExisting', ['true', 'false'], 'false') === 'true',
    tags: reader.tags(),
    ...reader.kmsKey(),
  };
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
  return readerOf(properties, []).tags();
}

export function textProperty(properties: Properties, member: string): string | undefined {
  const value = properties[member];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function readerOf(properties: Properties, problems: string[]) {
  return {
    name: () => {
      const name = textProperty(properties, 'Name') ?? '';
      if (!LEDGER_NAME.test(name)) {
        problems.push('"Name" must have 1 to 32 letters, digits and hyphens, not only digits, no hyphen at an end and no two in a row, '
          + `got ${JSON.stringify(properties.Name)}`);
      }
      return name;
    },
    oneOf: <T extends string>(member: string, values: readonly T[], otherwise: T): T => {
      const value = properties[member] === undefined ? otherwise : String(properties[member]);
      const found = values.find((candidate) => candidate === value);
      if (found === undefined) {
        problems.push(`"${member}" must be ${values.map((candidate) => `"${candidate}"`).join(' or ')}, got ${JSON.stringify(properties[member])}`);
      }
      return found ?? otherwise;
    },
    kmsKey: () => {
      if (properties.KmsKey !== undefined && typeof properties.KmsKey !== 'string') {
        problems.push(`"KmsKey" must be the ARN of a KMS key, got ${JSON.stringify(properties.KmsKey)}`);
      }
      const kmsKey = textProperty(properties, 'KmsKey');
      return kmsKey === undefined || kmsKey === AWS_OWNED_KEY ? {} : { kmsKey };
    },
    tags: () => readTags(properties.Tags, problems),
  };
}

function readTags(value: unknown, problems: string[]): Readonly<Record<string, string>> {
  if (value !== undefined && !Array.isArray(value)) {
    problems.push(`"Tags" must be a list of {Key, Value}, got ${JSON.stringify(value)}`);
    return {};
  }
  const entries: [string, string][] = [];
  for (const tag of (value ?? []) as readonly unknown[]) {
    if (!isRecord(tag) || typeof tag.Key !== 'string' || tag.Key === '') {
      problems.push(`"Tags" has an entry that is no {Key, Value}: ${JSON.stringify(tag)}`);
    } else if (isReservedTag(tag.Key)) {
      problems.push(`"Tags" has the key ${JSON.stringify(tag.Key)}, but keys that begin with "${RESERVED_TAG_PREFIX}" or "aws:" are reserved`);
    } else {
      entries.push([tag.Key, String(tag.Value ?? '')]);
    }
  }
  // No plain object literal: a tag may be called `__proto__`.
  return Object.fromEntries(entries);
}

/** True for tags that belong to the library or to AWS and are never touched by a template's tags. */
export function isReservedTag(key: string): boolean {
  return key.startsWith(RESERVED_TAG_PREFIX) || key.toLowerCase().startsWith('aws:');
}
