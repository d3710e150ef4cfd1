import { Resource, Stack } from 'aws-cdk-lib';
import { AccountPrincipal, Grant, PolicyStatement, type IGrantable, type IPrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnKey, type IAlias, type IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

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

/**
 * Allows `actions` on exactly this key.
 *
 * `IKey.grant` names the grantee in the key's policy unless the key trusts its account's identities. Where the grantee's stack
 * needs the key's, as here, that makes the stacks depend on each other, so the account is named instead, and the grantee's own
 * policy decides.
 */
export function grantOnKey(encryptionKey: IKey, grantee: IGrantable, actions: readonly string[]): Grant {
  const key = targetKey(encryptionKey);
  const principal = grantee.grantPrincipal;
  if (!Construct.isConstruct(principal) || !Resource.isOwnedResource(key)) return key.grant(grantee, ...actions);
  const keyStack = Stack.of(key);
  const granteeStack = Stack.of(principal);
  const sameEnvironment = keyStack.account === granteeStack.account && keyStack.region === granteeStack.region;
  if (keyStack === granteeStack || !sameEnvironment) return key.grant(grantee, ...actions);
  const grant = Grant.addToPrincipal({ grantee, actions: [...actions], resourceArns: [key.keyArn] });
  if (!grant.success) return key.grant(grantee, ...actions);
  key.addToResourcePolicy(new PolicyStatement({
    actions: [...actions],
    principals: [new AccountPrincipal(granteeStack.account)],
    resources: ['*'],
  }));
  return grant;
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
  return key.addToResourcePolicy(statement, true).statementAdded || key.grant(principal, ...actions).success;
}
