import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import type { LocalStack } from '../../local/local-stack';

/** Takes from a role, or gives back, what its other policies allow. */
export async function setDenied(local: LocalStack, roleArn: string, actions: readonly string[]): Promise<void> {
  const iam = new IAMClient(local.awsClient);
  // A statement needs an action: this one is never asked for.
  const statement = { Effect: 'Deny', Action: actions.length > 0 ? actions : ['iam:GetAccountSummary'], Resource: '*' };
  await iam.send(new PutRolePolicyCommand({
    RoleName: roleArn.split('/').at(-1), PolicyName: 'Denied', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
  }));
  iam.destroy();
}

/** Makes a role that `qldb-server` may assume for a ledger, and what it may do. @returns its ARN */
export async function createRole(
  local: LocalStack, name: string, ledgerArn: string, allowed: { readonly Action: string; readonly Resource: string },
): Promise<string> {
  const iam = new IAMClient(local.awsClient);
  const policy = (statement: object) => JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
  const { Role } = await iam.send(new CreateRoleCommand({
    RoleName: name,
    AssumeRolePolicyDocument: policy({
      Principal: { AWS: local.cdkContext['cdk-qldb:delivery-principal'] }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': ledgerArn } },
    }),
  }));
  await iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: 'Allowed', PolicyDocument: policy(allowed) }));
  iam.destroy();
  return Role?.Arn ?? '';
}
