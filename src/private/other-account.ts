import { Stack, type IResource } from 'aws-cdk-lib';
import { AccountPrincipal, PolicyStatement, type IRole, type PolicyStatementProps } from 'aws-cdk-lib/aws-iam';
import type { IConstruct } from 'constructs';
import { isConcrete } from './validation';

/** Whether a resource is known to be in another account than a construct's stack: then its own policy must allow access, too. */
export function isInOtherAccount(resource: IResource, site: IConstruct): boolean {
  const { account } = resource.env;
  const own = Stack.of(site).account;
  return isConcrete(account) && isConcrete(own) && account !== own;
}

/**
 * A statement for the policy of a resource in another account.
 *
 * It names the role by a condition: a policy whose principal does not exist yet is refused, and the role may come later than the
 * resource. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 */
export function onlyRole(role: IRole, site: IConstruct, statement: PolicyStatementProps): PolicyStatement {
  return new PolicyStatement({
    ...statement,
    principals: [new AccountPrincipal(Stack.of(site).account)],
    conditions: { ArnEquals: { 'aws:PrincipalArn': role.roleArn } },
  });
}
