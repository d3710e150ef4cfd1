import { errors, type ServiceError } from '../errors';
import type { Shape } from './shape';
import { ledgerName, uniqueId } from './shapes';

export interface ArnScope {
  readonly accountId: string;
  readonly region: string;
}

/** The partition that a Region belongs to. */
export function partitionOf(region: string): string {
  return region.startsWith('cn-') ? 'aws-cn' : region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

export function ledgerArn({ accountId, region }: ArnScope, name: string): string {
  return `arn:${partitionOf(region)}:qldb:${region}:${accountId}:ledger/${name}`;
}

export function streamArn({ accountId, region }: ArnScope, ledger: string, streamId: string): string {
  return `arn:${partitionOf(region)}:qldb:${region}:${accountId}:stream/${ledger}/${streamId}`;
}

/** What can have tags and has an ARN for it. */
export type TaggedResource =
  | { readonly kind: 'ledger'; readonly ledgerName: string }
  | { readonly kind: 'stream'; readonly ledgerName: string; readonly streamId: string };

/**
 * The resource that an ARN given to a tagging operation means.
 *
 * @throws ServiceError InvalidParameterException when it is not the ARN of a QLDB resource of this account and Region,
 *   ResourceNotFoundException when it is one of a kind that does not exist
 */
export function taggedResource(scope: ArnScope, arn: string): TaggedResource {
  const [prefix, partition, service, region, account, ...rest] = arn.split(':');
  const resource = rest.join(':');
  if (prefix !== 'arn' || partition !== partitionOf(scope.region) || service !== 'qldb' || !/^(ledger|stream|catalog)\/./.test(resource)) {
    throw invalid(arn, `must be the ARN of a QLDB resource, such as '${ledgerArn(scope, 'name')}'`);
  }
  if (region !== scope.region || account !== scope.accountId) {
    throw invalid(arn, `must be of Region '${scope.region}' and account '${scope.accountId}', which this endpoint serves`);
  }
  const [kind, name = '', child, ...beyond] = resource.split('/');
  if (kind === 'ledger' && child === undefined) {
    return { kind, ledgerName: valid(ledgerName, name) };
  }
  if (kind === 'stream' && child !== undefined && beyond.length === 0) {
    return { kind, ledgerName: valid(ledgerName, name), streamId: valid(uniqueId, child) };
  }
  throw errors.resourceNotFound(kind === 'stream' ? 'JournalKinesisStream' : 'Table', resource);
}

function valid(shape: Shape<string>, text: string): string {
  shape.read(text, 'ResourceArn', ({ message }) => {
    throw errors.invalidParameter(message, 'ResourceArn');
  });
  return text;
}

/**
 * That a role is one of the account that this server serves: it must not be made to use another's.
 *
 * @throws ServiceError InvalidParameterException
 */
export function checkRoleScope({ region, accountId }: ArnScope, roleArn: string): void {
  const [, partition, , , account] = roleArn.split(':');
  if (partition !== partitionOf(region) || account !== accountId) {
    throw errors.invalidParameter(`'RoleArn' must be of partition '${partitionOf(region)}' and account '${accountId}', which this endpoint serves; received '${roleArn}'`, 'RoleArn');
  }
}

/**
 * That a Kinesis stream is in the account and Region that this server serves.
 *
 * @throws ServiceError InvalidParameterException
 */
export function checkKinesisScope({ region, accountId }: ArnScope, arn: string): void {
  const demanded = `arn:${partitionOf(region)}:kinesis:${region}:${accountId}:stream/`;
  if (!arn.startsWith(demanded)) {
    throw errors.invalidParameter(
      `'KinesisConfiguration.StreamArn' must be of Region '${region}' and account '${accountId}', which this endpoint serves, as ${demanded}…; received '${arn}'`,
      'KinesisConfiguration');
  }
}

function invalid(arn: string, demand: string): ServiceError {
  return errors.invalidParameter(`'ResourceArn' ${demand}; received '${arn}'`, 'ResourceArn');
}
