import { CreateAccessKeyCommand, CreateRoleCommand, CreateUserCommand, IAMClient, PutRolePolicyCommand, PutUserPolicyCommand } from '@aws-sdk/client-iam';
import type { Ministack } from './ministack';

export interface Statement {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Principal?: Readonly<Record<string, string>>;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const policy = (...Statement: readonly Statement[]): string => JSON.stringify({ Version: '2012-10-17', Statement });

/** Users and roles of ministack's IAM. */
export class Iam {
  private readonly client: IAMClient;

  constructor({ endpoint }: Ministack) {
    this.client = new IAMClient({ endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
  }

  async createUser(UserName: string, ...statements: readonly Statement[]) {
    const { User } = await this.client.send(new CreateUserCommand({ UserName }));
    await this.client.send(new PutUserPolicyCommand({ UserName, PolicyName: 'own', PolicyDocument: policy(...statements) }));
    const { AccessKey } = await this.client.send(new CreateAccessKeyCommand({ UserName }));
    return { arn: User?.Arn ?? '', credentials: { accessKeyId: AccessKey?.AccessKeyId ?? '', secretAccessKey: AccessKey?.SecretAccessKey ?? '' } };
  }

  /** A user as `qldb-server` acts: it may assume roles, and nothing else. With the statement by which a role of the ledger's trusts it. */
  async createServer(ledgerArn: string) {
    const { arn, credentials } = await this.createUser('server', { Effect: 'Allow', Action: 'sts:AssumeRole', Resource: '*' });
    const trust: Statement = {
      Effect: 'Allow', Principal: { AWS: arn }, Action: 'sts:AssumeRole', Condition: { StringEquals: { 'sts:ExternalId': ledgerArn } },
    };
    return { credentials, trust };
  }

  async createRole(RoleName: string, trust: Statement): Promise<string> {
    return (await this.client.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: policy(trust) }))).Role?.Arn ?? '';
  }

  /** What a role may do from now on. */
  async allow(RoleName: string, ...statements: readonly Statement[]): Promise<void> {
    await this.client.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'own', PolicyDocument: policy(...statements) }));
  }

  close(): void {
    this.client.destroy();
  }
}
