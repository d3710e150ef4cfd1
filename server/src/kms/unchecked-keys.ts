import type { KeyAuthority } from './key-authority';
import { arnOfKeyReference } from './key-reference';
import type { ArnScope } from '../model/arn';

/** Without KMS every key whose name has the right form is taken as given. */
export function uncheckedKeys(scope: ArnScope): KeyAuthority {
  return {
    checks: false,
    resolve: async (kmsKey) => arnOfKeyReference(scope, kmsKey),
    isAccessible: async () => true,
  };
}
