import type { IKey } from 'aws-cdk-lib/aws-kms';
import { keySettings } from './encryption-key';
import { isConcrete, show, type Problem } from './validation';

/** What is wrong with a KMS key that QLDB is to encrypt with. */
export function validateSymmetricKey(property: string, key: IKey, purpose: string): Problem[] {
  const problems: Problem[] = [];
  const { keySpec, keyUsage, enabled } = keySettings(key);
  if (isConcrete(keySpec) && keySpec !== 'SYMMETRIC_DEFAULT') {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: `'${property}' must be a symmetric key, got key spec ${show(keySpec)}: leave out 'keySpec' of the key`,
    });
  }
  if (isConcrete(keyUsage) && keyUsage !== 'ENCRYPT_DECRYPT') {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: `'${property}' must be for encryption and decryption, got key usage ${show(keyUsage)}: leave out 'keyUsage' of the key`,
    });
  }
  if (enabled === false) {
    problems.push({
      code: 'Qldb.InvalidEncryptionKey',
      text: `'${property}' must be enabled, got a key with 'enabled' false: ${purpose} with it, leave out 'enabled' of the key`,
    });
  }
  return problems;
}
