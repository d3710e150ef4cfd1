import { IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
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
