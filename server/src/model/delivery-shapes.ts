import { OBJECT_ENCRYPTION_TYPES, OUTPUT_FORMATS } from './journal-export';
import { nestedShape } from './nested-shape';
import { optional, required } from './parameters';
import { booleanShape, enumShape, stringShape, type Shape } from './shape';

/** The shapes of exports and streams in the QLDB API model 2019-01-02. */

const ARN = { min: 20, max: 1600 };

/** PostgreSQL cannot keep every character that JSON can write, and an ARN has none of those. */
const PRINTABLE = '[\\x21-\\x7e]+';

export const roleArn = stringShape({
  ...ARN,
  pattern: { expression: new RegExp(`^arn:[a-z-]+:iam::[0-9]{12}:role/${PRINTABLE}$`), meaning: 'the ARN of an IAM role' },
});

export const kmsKeyArn = stringShape({
  ...ARN,
  pattern: { expression: new RegExp(`^arn:[a-z-]+:kms:[a-z0-9-]+:[0-9]{12}:${PRINTABLE}$`), meaning: 'the ARN of a KMS key' },
});

/** Seconds of the years 1 to 9999: what an Ion timestamp can say. */
const LEAST_SECONDS = -62_135_596_800;
const MOST_SECONDS = 253_402_300_799;

/** A moment as the API's JSON has it, seconds since the epoch with fractions; read as milliseconds. */
export const timestamp: Shape<number> = {
  read(value, parameter, report) {
    if (typeof value !== 'number' || !(value >= LEAST_SECONDS && value <= MOST_SECONDS)) {
      return void report({ parameter, message: `'${parameter}' must be a time of the years 1 to 9999 in seconds since 1970, as a number` });
    }
    return Math.round(value * 1000);
  },
};

export const outputFormat = enumShape(...OUTPUT_FORMATS);

const bucket = stringShape({
  min: 3, max: 255, pattern: { expression: /^[A-Za-z0-9-_.]+$/, meaning: "a bucket's name: letters, digits and - _ . only" },
});

const MAX_PREFIX_LENGTH = 128;

const prefix: Shape<string> = {
  read(value, parameter, report) {
    if (typeof value === 'string' && [...value].length > MAX_PREFIX_LENGTH) {
      // The text of AWS's developer guide, "Common errors for journal exports".
      return void report({ parameter, message: `Amazon S3 bucket prefix must not exceed ${MAX_PREFIX_LENGTH} characters: '${parameter}' has ${[...value].length}` });
    }
    return printable.read(value, parameter, report);
  },
};

const printable = stringShape({
  max: MAX_PREFIX_LENGTH,
  // eslint-disable-next-line no-control-regex -- control characters are what must not be in it
  pattern: { expression: /^[^\u0000-\u001f\u007f\ud800-\udfff]*$/u, meaning: 'characters that can be in the key of an object, without control characters' },
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_S3ExportConfiguration.html */
export const s3ExportConfiguration = nestedShape({
  Bucket: required('body', bucket),
  Prefix: required('body', prefix),
  EncryptionConfiguration: required('body', nestedShape({
    ObjectEncryptionType: required('body', enumShape(...OBJECT_ENCRYPTION_TYPES)),
    KmsKeyArn: optional('body', kmsKeyArn),
  })),
});

/** https://docs.aws.amazon.com/kinesis/latest/APIReference/API_StreamDescription.html */
const kinesisStreamArn = stringShape({
  ...ARN,
  pattern: { expression: /^arn:[a-z-]+:kinesis:[a-z0-9-]+:[0-9]{12}:stream\/[A-Za-z0-9_.-]{1,128}$/, meaning: 'the ARN of a Kinesis data stream' },
});

/** https://docs.aws.amazon.com/qldb/latest/developerguide/API_KinesisConfiguration.html */
export const kinesisConfiguration = nestedShape({
  StreamArn: required('body', kinesisStreamArn),
  AggregationEnabled: optional('body', booleanShape),
});
