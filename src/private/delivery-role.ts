import { PhysicalName, Stack, type CustomResource } from 'aws-cdk-lib';
import { Policy, PolicyStatement, PrincipalWithConditions, Role, type IRole } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { Construct } from 'constructs';
import { ControlPlane } from '../control-plane';
import type { ILedger } from '../ledger-base';
import { QldbWarnings } from '../qldb-warnings';
import { warn } from './annotate';
import { isQldbService, QLDB_SERVICE } from './configuration';
import { grantOnKey, targetKey } from './encryption-key';
import { isInOtherAccount, onlyRole } from './other-account';

interface DeliveryRoleOptions {
  readonly ledger: ILedger;
  /** What QLDB says that it acts for when it assumes the role. */
  readonly sourceArn: string;
  readonly description: string;
}

/** A key that what is delivered gets encrypted with. */
export interface DeliveryKey {
  readonly key: IKey;
  /** Property that brought it. */
  readonly property: string;
}

/**
 * A role that who serves the ledgers may assume, and may assume for this account's ledgers only.
 *
 * https://docs.aws.amazon.com/qldb/latest/developerguide/cross-service-confused-deputy-prevention.html
 */
export function createDeliveryRole(scope: Construct, { ledger, sourceArn, description }: DeliveryRoleOptions): Role {
  const { deliveryPrincipal } = ControlPlane.of(scope);
  const conditions = isQldbService(Stack.of(scope), deliveryPrincipal)
    ? { StringEquals: { 'aws:SourceAccount': Stack.of(scope).account }, ArnLike: { 'aws:SourceArn': sourceArn } }
    : { StringEquals: { 'sts:ExternalId': ledger.ledgerArn } };
  return new Role(scope, 'Role', {
    // Policies of buckets and keys in other accounts must be able to name it.
    roleName: PhysicalName.GENERATE_IF_NEEDED,
    description,
    assumedBy: new PrincipalWithConditions(deliveryPrincipal, conditions),
  });
}

/**
 * Allows the role to encrypt, and the function to hand the role on and to do `onFunction`. All of it is in place as long as
 * `resource` is.
 *
 * The function's part is a policy of its own: the role's trust may name the ledger, which waits for all other policies of the
 * function.
 */
export function allowDelivery(
  site: Construct, role: IRole, keys: readonly DeliveryKey[], resource: CustomResource, onFunction: readonly PolicyStatement[] = [],
): void {
  const controlPlane = ControlPlane.of(site);
  const asService = isQldbService(Stack.of(site), controlPlane.deliveryPrincipal);
  const policy = new Policy(site, 'PassRole', {
    statements: [
      new PolicyStatement({
        actions: ['iam:PassRole'],
        resources: [role.roleArn],
        conditions: asService ? { StringEquals: { 'iam:PassedToService': QLDB_SERVICE } } : undefined,
      }),
      ...onFunction,
    ],
  });
  policy.attachToRole(controlPlane.role);
  resource.node.addDependency(policy);
  for (const { key, property } of keys) allowEncryption(site, role, key, property, resource);
}

function allowEncryption(site: Construct, role: IRole, encryptionKey: IKey, property: string, resource: CustomResource): void {
  const key = targetKey(encryptionKey);
  const actions = ['kms:GenerateDataKey'];
  if (!isInOtherAccount(key, site)) {
    const grant = grantOnKey(key, role, actions);
    grant.applyBefore(resource);
    if (grant.success) return;
  } else {
    const onRole = role.addToPrincipalPolicy(new PolicyStatement({ actions, resources: [key.keyArn] }));
    if (onRole.policyDependable) resource.node.addDependency(onRole.policyDependable);
    if (key.addToResourcePolicy(onlyRole(role, site, { actions, resources: ['*'] }), true).statementAdded) return;
  }
  warn(site, QldbWarnings.KEY_NOT_GRANTED, [
    `the key of '${property}' cannot be opened to the role, got a key whose policy is not part of this app:`,
    'allow the role kms:GenerateDataKey in the policy of the key',
  ].join(' '));
}
