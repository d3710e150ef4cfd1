import { Aws, CfnParameter, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { Role } from 'aws-cdk-lib/aws-iam';
import { Key, KeySpec } from 'aws-cdk-lib/aws-kms';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import * as fc from 'fast-check';
import { ENVIRONMENT, messageOf, testApp } from './synth';
import { ExportEncryption, JournalS3Export, JournalTime, Ledger, OutputFormat, type JournalS3ExportProps } from '../../src';
import { validatePrefix } from '../../src/private/export-validation';
import { parseIsoTime } from '../../src/private/iso-time';
import { validateRange } from '../../src/private/journal-validation';

const NOW = Date.UTC(2026, 0, 15);
const HEAD = 'invalid properties of journal export "Stack/Export":\n';

function declare(props: (stack: Stack) => Partial<JournalS3ExportProps>): JournalS3Export {
  const stack = new Stack(testApp(), 'Stack', { env: ENVIRONMENT });
  return new JournalS3Export(stack, 'Export', {
    ledger: Ledger.fromLedgerName(stack, 'Ledger', 'orders'), bucket: Bucket.fromBucketName(stack, 'Bucket', 'archive'), ...props(stack),
  });
}

const problemsOf = (props: (stack: Stack) => Partial<JournalS3ExportProps>) => messageOf(() => declare(props));

describe('properties of an export', () => {
  test('fail with one error that lists every problem', () => {
    const message = problemsOf((stack) => ({
      ledger: Ledger.fromLedgerArn(stack, 'Other', 'arn:aws:qldb:us-east-1:444455556666:ledger/other'),
      prefix: `${'x'.repeat(128)}*`,
      inclusiveStartTime: JournalTime.fromIsoString('2026-02-30'),
      exclusiveEndTime: JournalTime.at(new Date('2999-01-01T00:00:00Z')),
      encryption: ExportEncryption.kms(new Key(stack, 'Key', { keySpec: KeySpec.RSA_2048 })),
      outputFormat: 'XML' as OutputFormat,
      role: Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::444455556666:role/other'),
      timeout: Duration.hours(1),
    }));

    expect(message).toBe(HEAD + [
      '  - \'ledger\' must be in the stack\'s account "111122223333", got a ledger in "444455556666": declare this in a stack of that account [Qldb.LedgerElsewhere]',
      '  - \'ledger\' must be in the stack\'s Region "eu-central-1", got a ledger in "us-east-1": declare this in a stack of that Region [Qldb.LedgerElsewhere]',
      "  - 'prefix' must have at most 128 characters, got 129: shorten it [Qldb.InvalidPrefix]",
      `  - 'prefix' must have none of * ? $, which mean something else in policies, got "${'x'.repeat(116)}...: choose another name [Qldb.InvalidPrefix]`,
      '  - \'inclusiveStartTime\' must be a date, or a date and time with a zone, in ISO 8601, got "2026-02-30": write it as "2026-01-01T00:00:00Z", for example [Qldb.InvalidTime]',
      '  - \'exclusiveEndTime\' must not be in the future, got "2999-01-01T00:00:00.000Z": use JournalTime.deployment() to export all that there is [Qldb.InvalidTime]',
      '  - \'encryption\' must be a symmetric key, got key spec "RSA_2048": leave out \'keySpec\' of the key [Qldb.InvalidEncryptionKey]',
      '  - \'outputFormat\' must be ION_TEXT, ION_BINARY or JSON, got "XML": use OutputFormat.ION_TEXT [Qldb.InvalidOutputFormat]',
      '  - \'role\' must be in the stack\'s account "111122223333", got a role in "444455556666": use a role of that account, or leave it out to have one made [Qldb.RoleElsewhere]',
      "  - 'timeout' must be whole seconds from 1 second to 59 minutes, got Duration.hours(1): CloudFormation waits an hour at most, use Duration.minutes(15), for example [Qldb.InvalidTimeout]",
    ].join('\n'));
  });

  test.each<[string, Partial<JournalS3ExportProps>, string]>([
    ['a start that is not before the end', { inclusiveStartTime: JournalTime.fromIsoString('2025-01-02'), exclusiveEndTime: JournalTime.fromIsoString('2025-01-02T01:00:00+01:00') },
      "'inclusiveStartTime' must be before 'exclusiveEndTime', got \"2025-01-02\" and \"2025-01-02T01:00:00+01:00\": exchange or correct them [Qldb.InvalidTimeRange]"],
    ['a start in the future', { inclusiveStartTime: JournalTime.fromIsoString('2999-01-01') },
      "'inclusiveStartTime' must not be in the future, got \"2999-01-01\": use JournalTime.ledgerCreation() or a moment that has passed [Qldb.InvalidTime]"],
    ['a start at the moment of the request', { inclusiveStartTime: JournalTime.deployment() },
      "'inclusiveStartTime' must be before the export is requested, got \"DEPLOYMENT\": use JournalTime.ledgerCreation() or a moment that has passed [Qldb.InvalidTime]"],
    ['an end at the ledger\'s creation', { exclusiveEndTime: JournalTime.ledgerCreation() },
      "'exclusiveEndTime' must be after the ledger's creation, got \"LEDGER_CREATION\": use JournalTime.deployment() to export all that there is [Qldb.InvalidTime]"],
    ['a date that is none', { inclusiveStartTime: JournalTime.at(new Date('nonsense')) },
      "'inclusiveStartTime' must be a date, or a date and time with a zone, in ISO 8601, got \"Invalid Date\": write it as \"2026-01-01T00:00:00Z\", for example [Qldb.InvalidTime]"],
    ['SSE_KMS without a key', { encryption: ExportEncryption.kms(undefined as never) },
      "'encryption' must come with a key for SSE_KMS, got none: use ExportEncryption.kms(key) [Qldb.EncryptionKeyRequired]"],
    ['a prefix with control characters', { prefix: 'a\nb' }, "'prefix' must have no control characters, got \"a\\nb\": remove them [Qldb.InvalidPrefix]"],
  ])('fail for %s', (_, props, problem) => {
    expect(problemsOf(() => props)).toBe(`${HEAD}  - ${problem}`);
  });

  test('fail for a bucket whose name is no name', () => {
    const bucket = { bucketName: 's3://archive' } as Bucket;
    expect(problemsOf(() => ({ bucket }))).toBe(`${HEAD}  - 'bucket' must have a name of 3 to 255 letters, digits, dots, hyphens and underscores, got "s3://archive": `
      + 'give the name alone, not a URL or an ARN [Qldb.InvalidBucketName]');
  });

  test('pass when they hold tokens, whatever these become', () => {
    expect(() => declare((stack) => {
      const text = new CfnParameter(stack, 'Text').valueAsString;
      return {
        bucket: Bucket.fromBucketName(stack, 'Token', text), prefix: text, inclusiveStartTime: JournalTime.fromIsoString(text),
        exclusiveEndTime: JournalTime.fromIsoString(Aws.NO_VALUE), outputFormat: text as OutputFormat, trigger: text,
        timeout: Duration.seconds(Lazy.number({ produce: () => 60 })),
      };
    })).not.toThrow();
  });
});

describe('times', () => {
  test.each(['2026-01-01', '2026-01-01T00:00Z', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00.123Z', '2026-01-01T12:30:00+05:30', '2024-02-29'])('%s is one', (text) => {
    expect(parseIsoTime(text)).toBe(Date.parse(text));
  });

  test.each([
    '', 'now', '2026', '2026-1-1', '2026-02-30', '2025-02-29', '2026-13-01', '2026-01-01T00:00:00', '2026-01-01T25:00:00Z',
    '2026-01-01 00:00:00Z', '20260101',
  ])('%j is none', (text) => {
    expect(parseIsoTime(text)).toBeUndefined();
  });

  test('of a range are accepted exactly when start is before end and neither is in the future', () => {
    const moment = fc.integer({ min: NOW - 1_000, max: NOW + 1_000 });
    fc.assert(fc.property(moment, moment, fc.boolean(), (start, end, endsUntilNow) => {
      const range = { inclusiveStartTime: JournalTime.at(new Date(start)), exclusiveEndTime: JournalTime.at(new Date(end)) };
      const problems = validateRange(range, NOW, endsUntilNow);
      expect(problems.length === 0).toBe(start < end && start <= NOW && (!endsUntilNow || end <= NOW));
    }));
  });

  test('that JournalTime.at takes survive as text', () => {
    fc.assert(fc.property(fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }), (date) => {
      expect(parseIsoTime(JournalTime.at(date)._text)).toBe(date.getTime());
    }));
  });
});

test('prefixes are accepted exactly when a policy can name them', () => {
  fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 140 }), (prefix) => {
    // eslint-disable-next-line no-control-regex
    expect(validatePrefix(prefix).length === 0).toBe(prefix.length <= 128 && !/[*?$\u0000-\u001f\u007f-\u009f]/.test(prefix) && !/\p{Cs}/u.test(prefix));
  }));
});
