import type { Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { ExportEncryption } from '../export-encryption';
import type { JournalS3ExportProps } from '../journal-s3-export-props';
import { OutputFormat } from '../output-format';
import { LEDGER_CREATION } from './contract';
import { validateLedgerOf, validateRange, validateRole, validateStartOfExport, invalid } from './journal-validation';
import { validateSymmetricKey } from './key-validation';
import { validateTimeout } from './timeout';
import { isConcrete, show, type Problem } from './validation';

/** S3Prefix of the API model, 2019-01-02. */
const MAX_PREFIX_LENGTH = 128;

/** What is wrong with the properties of an export in a stack, at a moment in milliseconds since the epoch. Tokens are never judged. */
export function validateExportProps(props: JournalS3ExportProps, stack: Stack, now: number): Problem[] {
  return [
    ...validateLedgerOf(props.ledger, stack),
    ...validateBucket(props.bucket),
    ...validatePrefix(props.prefix),
    ...validateRange(props, now, true),
    ...validateStartOfExport(props),
    ...validateEndOfExport(props),
    ...validateEncryption(props.encryption),
    ...validateFormat(props.outputFormat),
    ...validateRole(props.role, stack),
    ...validateTimeout(props.timeout),
  ];
}

/** S3Bucket of the API model, 2019-01-02. */
function validateBucket({ bucketName }: IBucket): Problem[] {
  if (!isConcrete(bucketName) || /^[A-Za-z0-9._-]{3,255}$/.test(bucketName)) return [];
  return [{
    code: 'Qldb.InvalidBucketName',
    text: `'bucket' must have a name of 3 to 255 letters, digits, dots, hyphens and underscores, got ${show(bucketName)}: give the name alone, not a URL or an ARN`,
  }];
}

export function validatePrefix(prefix: string | undefined): Problem[] {
  if (!isConcrete(prefix)) return [];
  const problem = (expected: string, got: string, remedy: string): Problem => ({ code: 'Qldb.InvalidPrefix', text: `'prefix' must ${expected}, got ${got}: ${remedy}` });
  const problems: Problem[] = [];
  if (prefix.length > MAX_PREFIX_LENGTH) {
    problems.push(problem(`have at most ${MAX_PREFIX_LENGTH} characters`, `${prefix.length}`, 'shorten it'));
  }
  if (/[\p{Cc}\p{Cs}]/u.test(prefix)) {
    problems.push(problem('have no control characters', show(prefix), 'remove them'));
  }
  // The prefix becomes part of a policy, where these have a meaning of their own.
  if (/[*?$]/.test(prefix)) {
    problems.push(problem('have none of * ? $, which mean something else in policies', show(prefix), 'choose another name'));
  }
  return problems;
}

function validateEndOfExport({ exclusiveEndTime }: JournalS3ExportProps): Problem[] {
  return exclusiveEndTime?._text === LEDGER_CREATION
    ? [invalid('exclusiveEndTime', "be after the ledger's creation", exclusiveEndTime, 'use JournalTime.deployment() to export all that there is')]
    : [];
}

function validateEncryption(encryption: ExportEncryption | undefined): Problem[] {
  if (encryption?.objectEncryptionType !== 'SSE_KMS') return [];
  if (encryption.encryptionKey === undefined) {
    return [{ code: 'Qldb.EncryptionKeyRequired', text: "'encryption' must come with a key for SSE_KMS, got none: use ExportEncryption.kms(key)" }];
  }
  return validateSymmetricKey('encryption', encryption.encryptionKey, 'objects cannot be written');
}

function validateFormat(format: OutputFormat | undefined): Problem[] {
  if (!isConcrete(format) || Object.values(OutputFormat).includes(format)) return [];
  return [{
    code: 'Qldb.InvalidOutputFormat',
    text: `'outputFormat' must be ION_TEXT, ION_BINARY or JSON, got ${show(format)}: use OutputFormat.ION_TEXT`,
  }];
}
