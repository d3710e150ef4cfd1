import type { STSClient } from '@aws-sdk/client-sts';
import type { DeliveryOptions } from './delivery-options';
import type { ArnScope } from '../../model/arn';
import { nativeRequire } from '../../native-require';
import { destinationError, DestinationError } from '../destination-error';

/** So that a service that does not answer costs a request seconds, not minutes. */
export const TIMEOUTS = { connectionTimeout: 2_000, requestTimeout: 30_000, throwOnRequestTimeout: true };

export interface RoleCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

/** A role as it is given in a request. */
export interface RoleUse {
  readonly roleArn: string;
  /** Says for whom the server acts, so that a role can be bound to one ledger: the ledger's ARN. */
  readonly externalId: string;
  /** Shows in the logs of the account. */
  readonly sessionName: string;
}

/** Roles of requests, assumed with the server's own credentials. The SDK is loaded by the first request that needs it. */
export class RoleAssumer {
  private opened: { readonly client: STSClient; readonly sts: typeof import('@aws-sdk/client-sts') } | undefined;

  constructor(private readonly scope: ArnScope, private readonly options: DeliveryOptions) {}

  /** @throws DestinationError */
  async assume({ roleArn, externalId, sessionName }: RoleUse): Promise<RoleCredentials> {
    const { client, sts } = this.opened ??= this.open();
    try {
      const { Credentials: credentials } = await client.send(new sts.AssumeRoleCommand({
        RoleArn: roleArn, ExternalId: externalId, RoleSessionName: sessionName,
      }));
      const { AccessKeyId: accessKeyId, SecretAccessKey: secretAccessKey, SessionToken: sessionToken, Expiration: expiration } = credentials ?? {};
      if (accessKeyId === undefined || secretAccessKey === undefined || sessionToken === undefined || !expiration) {
        throw new DestinationError('unexpected', 'NoCredentials', 'STS', `STS gave no credentials for the role '${roleArn}'`, {});
      }
      return { accessKeyId, secretAccessKey, sessionToken, expiration };
    } catch (error) {
      throw destinationError('STS', error);
    }
  }

  close(): void {
    this.opened?.client.destroy();
    this.opened = undefined;
  }

  private open() {
    const sts = nativeRequire('@aws-sdk/client-sts') as typeof import('@aws-sdk/client-sts');
    const { stsEndpoint, credentials } = this.options;
    const client = new sts.STSClient({
      region: this.scope.region,
      maxAttempts: 3,
      requestHandler: TIMEOUTS,
      ...(stsEndpoint !== undefined && { endpoint: stsEndpoint }),
      ...(credentials && { credentials }),
    });
    return { client, sts };
  }
}
