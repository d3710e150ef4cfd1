import { errors } from '../errors';
import { partitionOf, type ArnScope } from '../model/arn';
import { AWS_OWNED_KEY } from '../model/aws-owned-key';

/** What KMS calls a key by (https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id). */
const KEY_ID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32}';
const ALIAS = 'alias/[a-zA-Z0-9/_-]{1,250}';
const NAME = new RegExp(`^(?:(?<keyId>${KEY_ID})|(?<alias>${ALIAS}))$`);
/** An ARN's key id is KMS's to judge. */
const ARN = new RegExp(`^arn:(?<partition>aws[a-z-]*):kms:(?<region>[a-z0-9-]+):[0-9]{12}:(?:key/[a-zA-Z0-9-]{1,64}|${ALIAS})$`);

/**
 * Checks the form of KmsKey and makes an ARN of it, as far as that goes without asking KMS: an alias stays an alias.
 *
 * @throws ServiceError InvalidParameterException
 */
export function arnOfKeyReference({ accountId, region }: ArnScope, kmsKey: string): string {
  const arn = ARN.exec(kmsKey)?.groups;
  if (arn) {
    if (arn.partition !== partitionOf(region) || arn.region !== region) {
      throw errors.invalidParameter(`'KmsKey' must be a key in the ledger's Region '${region}'; received '${kmsKey}'`, 'KmsKey');
    }
    return kmsKey;
  }
  const name = NAME.exec(kmsKey)?.groups;
  if (!name) {
    throw errors.invalidParameter(
      `'KmsKey' must be ${AWS_OWNED_KEY}, a key id, a key ARN, an alias such as 'alias/name', or an alias ARN; received '${kmsKey}'`,
      'KmsKey',
    );
  }
  return `arn:${partitionOf(region)}:kms:${region}:${accountId}:${name.alias ?? `key/${name.keyId}`}`;
}
