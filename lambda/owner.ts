import { createHash } from 'node:crypto';
import { OWNER_TAG } from '../src/private/contract';

/** QLDB API: tag values have at most 256 characters. */
const MAX_TAG_VALUE = 256;

/** Which resource of which stack a ledger or stream belongs to. */
export interface Claimant {
  readonly stackName: string;
  readonly logicalResourceId: string;
}

/** What the owner tag says. */
export interface Owner {
  readonly stackName: string;
  /** The logical id, or what stands for one that is too long. */
  readonly resource: string;
  /** Names the request that made it. */
  readonly token: string;
}

/**
 * Token of what one request makes: the same however often the event arrives, another for every other request.
 *
 * @param mark for the replacement of a resource, the mark of what it had. The token of the replacement then tells a
 *   rollback, which leads back to exactly that, from an update that meets something older of the same name.
 */
export function tokenOf(requestId: string, mark?: string): string {
  const token = shortHash(requestId, 12);
  return mark === undefined ? token : `${token}-${mark}`;
}

/** Short text that stands for a physical id. */
export function replacedMark(physicalId: string): string {
  return shortHash(physicalId, 8);
}

/** Value of the owner tag, `<stack name>/<logical id>/<token>`. The part up to the first slash stays as it is: policies name it. */
export function ownerTagValue({ stackName, logicalResourceId }: Claimant, token: string): string {
  const room = MAX_TAG_VALUE - stackName.length - token.length - 2;
  return `${stackName}/${logicalResourceId.length <= room ? logicalResourceId : shortened(logicalResourceId, room)}/${token}`;
}

export function ownerIn(tags: Readonly<Record<string, string>>): Owner | undefined {
  const value = Object.hasOwn(tags, OWNER_TAG) ? tags[OWNER_TAG] : undefined;
  const [, stackName, resource, token] = /^([^/]+)\/(.+)\/([^/]+)$/s.exec(value ?? '') ?? [];
  return stackName !== undefined && resource !== undefined && token !== undefined ? { stackName, resource, token } : undefined;
}

/** True if the resource of this logical id in a stack of this name made it, in this deployment of the stack or in an earlier one. */
export function belongsTo(owner: Owner | undefined, claimant: Claimant): boolean {
  return owner !== undefined && ownerTagValue(claimant, owner.token) === `${owner.stackName}/${owner.resource}/${owner.token}`;
}

function shortened(logicalResourceId: string, room: number): string {
  const digest = shortHash(logicalResourceId, 32);
  return logicalResourceId.slice(0, room - digest.length) + digest;
}

/** The beginning of a text's SHA-256, in hexadecimal digits. */
export function shortHash(value: string, length: number): string {
  return createHash('sha256').update(value).digest('hex').slice(0, length);
}
