import { CreateAccessKeyCommand, CreateUserCommand, IAMClient, PutUserPolicyCommand, type IAMClientConfig } from '@aws-sdk/client-iam';

/** As whom a service acts. */
export interface ServiceIdentity {
  /** Names it in trust and key policies. */
  readonly arn: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

const USER = 'qldb-server';

/**
 * Makes the IAM user that `qldb-server` is. All it may do by itself is to assume roles that let it; what a ledger, a stream or an export needs
 * beyond that, the constructs allow.
 *
 * A user, because ministack lets nobody assume a role that trusts a service.
 *
 * @param settings of an SDK client with the rights to make it
 */
export async function createServiceIdentity(settings: IAMClientConfig): Promise<ServiceIdentity> {
  const iam = new IAMClient(settings);
  try {
    const { User } = await iam.send(new CreateUserCommand({ UserName: USER }));
    const statement = { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' };
    await iam.send(new PutUserPolicyCommand({
      UserName: USER, PolicyName: 'AssumeRoles', PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
    }));
    const { AccessKey } = await iam.send(new CreateAccessKeyCommand({ UserName: USER }));
    if (User?.Arn === undefined || AccessKey?.AccessKeyId === undefined || AccessKey.SecretAccessKey === undefined) {
      throw new Error('IAM made a user without an ARN or a key');
    }
    return { arn: User.Arn, credentials: { accessKeyId: AccessKey.AccessKeyId, secretAccessKey: AccessKey.SecretAccessKey } };
  } finally {
    iam.destroy();
  }
}
