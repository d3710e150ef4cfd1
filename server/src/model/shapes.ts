import { booleanShape, enumShape, mapShape, queryIntegerShape, queryListShape, stringShape, structureShape } from './shape';

/**
 * The shapes of the QLDB API model 2019-01-02 with their constraints
 * (https://docs.aws.amazon.com/qldb/latest/developerguide/API_Types_Amazon_QLDB.html).
 */

export const ledgerName = stringShape({
  min: 1,
  max: 32,
  pattern: {
    expression: /^(?!.*--)(?![0-9]+$)(?!-)(?!.*-$)[A-Za-z0-9-]+$/,
    meaning: 'letters, digits and single hyphens, not all digits, with no hyphen at its start or end',
  },
});

export const permissionsMode = enumShape('ALLOW_ALL', 'STANDARD');

export const deletionProtection = booleanShape;

export const kmsKey = stringShape({ max: 1600 });

export const resourceArn = stringShape({ min: 20, max: 1600 });

export const maxResults = queryIntegerShape(1, 100);

export const nextToken = stringShape({
  min: 4,
  max: 1024,
  pattern: { expression: /^[A-Za-z0-9+/=-]+$/, meaning: 'a token that an earlier page returned' },
});

/** The id of a document, stream or export. */
export const uniqueId = stringShape({
  min: 22,
  max: 22,
  pattern: { expression: /^[A-Za-z0-9-]+$/, meaning: 'letters and digits' },
});

/** An Ion value as text; the API calls it a value holder. */
export const ionText = structureShape('IonText', stringShape({ min: 1, max: 1_048_576 }));

/**
 * Letters, digits, white space and `_ . : / = + - @`: the CloudFormation schema's characters, and the two that AWS's rules for tags have
 * beyond them (https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html).
 */
const TAG_CHARACTERS = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*';
const TAG_CHARACTERS_MEANING = 'letters, digits, spaces and _ . : / = + - @ only';

export const tagValue = stringShape({
  max: 256,
  pattern: { expression: new RegExp(`^${TAG_CHARACTERS}$`, 'u'), meaning: TAG_CHARACTERS_MEANING },
});

export const tags = mapShape(
  stringShape({
    min: 1,
    max: 128,
    pattern: {
      expression: new RegExp(`^(?![aA][wW][sS]:)${TAG_CHARACTERS}$`, 'u'),
      meaning: `${TAG_CHARACTERS_MEANING}, and must not start with 'aws:'`,
    },
  }),
  tagValue,
  200,
);

/** Keys to remove are only compared with, so any characters do. */
export const tagKeys = queryListShape(stringShape({ min: 1, max: 128 }), 200);
