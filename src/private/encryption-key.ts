import { Grant, PolicyStatement, type IGrantable, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, type IAlias, type IKey } from 'aws-cdk-lib/aws-kms';

/** Settings of a key that the same app declares; empty for imported keys. */
export interface KeySettings {
  readonly keySpec?: string;
  readonly keyUsage?: string;
  readonly enabled?: unknown;
}

/** The key behind an alias; the alias itself where it was imported by name, which tells nothing about its key. */
export function targetKey(key: IKey): IKey {
  if (!('aliasTargetKey' in key)) return key;
  try {
    return (key as IAlias).aliasTargetKey;
  } catch {
    return key;
  }
}

export function keySettings(key: IKey): KeySettings {
  const resource = targetKey(key).node.defaultChild;
  return CfnKey.isCfnKey(resource) ? { keySpec: resource.keySpec, keyUsage: resource.keyUsage, enabled: resource.enabled } : {};
}

/** Allows `actions` on exactly this key. */
export function grantOnKey(key: IKey, grantee: IGrantable, actions: readonly string[]): Grant {
  return targetKey(key).grant(grantee, ...actions);
}

/**
 * Allows `actions` on a key to the identity that serves the ledgers.
 *
 * In the key's policy where that can be changed: the identity usually lives in a stack that the ledger's stack needs already
 * (for the endpoint), so its policies must not need the key.
 *
 * @returns whether a policy could be changed
 */
export function allowInKeyPolicy(encryptionKey: IKey, principal: IPrincipal, actions: readonly string[]): boolean {
  const key = targetKey(encryptionKey);
  const statement = new PolicyStatement({ actions: [...actions], principals: [principal.grantPrincipal], resources: ['*'] });
  if (key.addToResourcePolicy(statement, true).statementAdded) return true;
  if ('aliasTargetKey' in key) return key.grant(principal, ...actions).success;
  // Not `key.grant`: it reports success for a key policy that it could not change.
  return Grant.addToPrincipal({ grantee: principal, actions: [...actions], resourceArns: [key.keyArn] }).success;
}
