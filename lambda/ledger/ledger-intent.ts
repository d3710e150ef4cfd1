import { markOf, parseLedgerId, type LedgerId } from './ledger-id';
import { readDeclaration, type LedgerDeclaration } from './ledger-properties';
import { CREATE_FAILED } from '../custom-resource/custom-resource';
import { timeoutSeconds, type ResourceRequest } from '../custom-resource/event';
import { RequestFailure } from '../custom-resource/failure';
import { declaredTags, textProperty } from '../custom-resource/property-reader';
import { tokenOf, type Claimant } from '../owner';

/** A ledger is to be there, as declared. */
export interface EnsureIntent {
  readonly kind: 'ensure';
  readonly name: string;
  readonly claimant: Claimant;
  /** As the template has it; absent if it has none. */
  readonly endpoint?: string;
  readonly declaration: LedgerDeclaration;
  /** `create`: for a resource that had none; `replace`: in place of one with another name; `keep`: the one the resource has. */
  readonly purpose: 'create' | 'replace' | 'keep';
  /** Token for what this request makes. */
  readonly token: string;
  /** Of an update: what the resource has now. */
  readonly current?: LedgerId;
  /** Of an update: what the template said before. */
  readonly previous?: PreviousDeclaration;
}

export interface PreviousDeclaration {
  readonly endpoint?: string;
  readonly name?: string;
  readonly deletionProtection: boolean;
  readonly kmsKey?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Which ledger may be deleted: the one whose owner tag has the token, or one of this resource that is young enough. */
export type RemovalCriterion =
  | { readonly kind: 'token'; readonly token: string }
  | { readonly kind: 'unanswered'; readonly createdAfter: Date }
  /** What an update made in the place of the resource's present ledger and never finished. */
  | { readonly kind: 'abandoned'; readonly createdAfter: Date; readonly declaredProtected: boolean; readonly current: LedgerId };

/** A ledger is to be gone, if it is this resource's own. */
export interface RemoveIntent {
  readonly kind: 'remove';
  readonly name: string;
  readonly claimant: Claimant;
  readonly criterion: RemovalCriterion;
}

/** A ledger that was there before the resource stays when the resource goes. */
export interface LetGoIntent {
  readonly kind: 'let-go';
  readonly name: string;
}

export type LedgerIntent = EnsureIntent | RemoveIntent | LetGoIntent;

/** CloudFormation gives up a minute after the resource's own timeout and then takes a while to send what follows. */
const UNTIL_FOLLOWING_REQUEST = 6 * 60_000;

/** Reads what a request asks for. @param now milliseconds since the epoch */
export function intentOf(request: ResourceRequest, now: number): LedgerIntent {
  const { stackName, logicalResourceId, requestId, properties } = request;
  const claimant = { stackName, logicalResourceId };
  if (request.type === 'Delete') {
    return removalOf(request.physicalResourceId, textProperty(properties, 'Name'), claimant, youngest(properties, now));
  }
  const declaration = readDeclaration(properties);
  const endpoint = textProperty(properties, 'Endpoint');
  const common = { kind: 'ensure', name: declaration.name, claimant, declaration, ...endpoint !== undefined && { endpoint } } as const;
  if (request.type === 'Create') {
    return { ...common, purpose: 'create', token: tokenOf(requestId) };
  }
  const { physicalResourceId, oldProperties } = request;
  const current = parseLedgerId(physicalResourceId);
  if (!current) {
    throw new RequestFailure(`the resource's physical id ${JSON.stringify(physicalResourceId)} is not a ledger's; `
      + 'remove the ledger from the template, deploy, and add it again');
  }
  const oldEndpoint = textProperty(oldProperties, 'Endpoint');
  const kmsKey = textProperty(oldProperties, 'KmsKey');
  const name = textProperty(oldProperties, 'Name');
  return {
    ...common,
    purpose: current.name === declaration.name ? 'keep' : 'replace',
    token: tokenOf(requestId, markOf(current)),
    current,
    previous: {
      deletionProtection: oldProperties.DeletionProtection !== 'false',
      tags: declaredTags(oldProperties),
      ...oldEndpoint !== undefined && { endpoint: oldEndpoint },
      ...kmsKey !== undefined && { kmsKey },
      ...name !== undefined && { name },
    },
  };
}

/**
 * What an update that failed may have left: a replacement that could not be removed at once because it was still being
 * created. The update back to the properties before is the only request that comes afterwards.
 */
export function abandonedBy(request: ResourceRequest, intent: EnsureIntent, now: number): RemoveIntent | undefined {
  const { current, previous } = intent;
  const name = previous?.name;
  if (request.type !== 'Update' || intent.purpose !== 'keep' || !current || name === undefined || name === intent.name) {
    return undefined;
  }
  const createdAfter = youngest(request.oldProperties, now);
  const declaredProtected = previous?.deletionProtection ?? true;
  return { kind: 'remove', name, claimant: intent.claimant, criterion: { kind: 'abandoned', createdAfter, declaredProtected, current } };
}

function removalOf(physicalId: string, declaredName: string | undefined, claimant: Claimant, createdAfter: Date): LedgerIntent {
  const id = parseLedgerId(physicalId);
  if (id?.token !== undefined) {
    return { kind: 'remove', name: id.name, claimant, criterion: { kind: 'token', token: id.token } };
  }
  if (physicalId === CREATE_FAILED || physicalId === declaredName || declaredName === undefined) {
    return { kind: 'let-go', name: id?.name ?? physicalId };
  }
  return { kind: 'remove', name: declaredName, claimant, criterion: { kind: 'unanswered', createdAfter } };
}

function youngest(properties: ResourceRequest['properties'], now: number): Date {
  return new Date(now - timeoutSeconds(properties) * 1000 - UNTIL_FOLLOWING_REQUEST);
}
