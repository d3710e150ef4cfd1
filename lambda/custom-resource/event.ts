import { DEFAULT_TIMEOUT_SECONDS } from './time-budget';

/** What CloudFormation needs to be told apart from the outcome, and where. Never logged as a whole: the URL is a capability. */
export interface ReplyAddress {
  readonly responseUrl: string;
  readonly stackId: string;
  readonly requestId: string;
  readonly logicalResourceId: string;
  /** Absent on Create. */
  readonly physicalResourceId?: string;
}

/** Properties as CloudFormation delivers them: scalars are strings, and older versions of the library knew fewer members. */
export type Properties = Readonly<Record<string, unknown>>;

interface RequestBase {
  readonly requestId: string;
  readonly stackName: string;
  readonly logicalResourceId: string;
  readonly resourceType: string;
  readonly properties: Properties;
}

export interface CreateRequest extends RequestBase {
  readonly type: 'Create';
}

export interface UpdateRequest extends RequestBase {
  readonly type: 'Update';
  readonly physicalResourceId: string;
  readonly oldProperties: Properties;
}

export interface DeleteRequest extends RequestBase {
  readonly type: 'Delete';
  readonly physicalResourceId: string;
}

export type ResourceRequest = CreateRequest | UpdateRequest | DeleteRequest;

/** An event is answerable as soon as it says where; `problem` says why it cannot be fulfilled. */
export type ParsedEvent =
  | { readonly kind: 'request'; readonly address: ReplyAddress; readonly request: ResourceRequest }
  | { readonly kind: 'unusable'; readonly address: ReplyAddress; readonly problem: string }
  | { readonly kind: 'unanswerable'; readonly problem: string };

/** Reads a custom resource event. Source: CloudFormation User Guide, "Custom resource request objects". */
export function parseEvent(event: unknown): ParsedEvent {
  if (!isRecord(event)) {
    return { kind: 'unanswerable', problem: 'the event is not an object' };
  }
  const missing = ['ResponseURL', 'StackId', 'RequestId', 'LogicalResourceId'].filter((member) => text(event[member]) === undefined);
  if (missing.length > 0 || !/^https?:\/\//.test(String(event.ResponseURL))) {
    return { kind: 'unanswerable', problem: `the event is not CloudFormation's: unusable ${missing.join(', ') || 'ResponseURL'}` };
  }
  const physicalResourceId = text(event.PhysicalResourceId);
  const address: ReplyAddress = {
    responseUrl: String(event.ResponseURL),
    stackId: String(event.StackId),
    requestId: String(event.RequestId),
    logicalResourceId: String(event.LogicalResourceId),
    ...physicalResourceId !== undefined && { physicalResourceId },
  };
  const request = requestOf(event, address);
  return typeof request === 'string' ? { kind: 'unusable', address, problem: request } : { kind: 'request', address, request };
}

/** Seconds that a request may take altogether. */
export function timeoutSeconds(properties: Properties): number {
  const seconds = Number(properties.TimeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS);
  return Number.isInteger(seconds) && seconds > 0 && seconds <= 3600 ? seconds : DEFAULT_TIMEOUT_SECONDS;
}

/** Id of the resource that a request is about. A Create has none yet, and asking for it is a defect. */
export function physicalIdOf(request: ResourceRequest): string {
  if (request.type === 'Create') {
    throw new Error('a Create has no physical id');
  }
  return request.physicalResourceId;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function requestOf(event: Readonly<Record<string, unknown>>, address: ReplyAddress): ResourceRequest | string {
  const stackName = /^arn:[^:]+:cloudformation:[^:]*:[^:]*:stack\/([^/]+)\//.exec(address.stackId)?.[1];
  if (stackName === undefined) {
    return `unusable "StackId" ${JSON.stringify(address.stackId)}: expected the ARN of a CloudFormation stack`;
  }
  const resourceType = text(event.ResourceType);
  if (resourceType === undefined) {
    return 'the event has no "ResourceType"';
  }
  const base = {
    requestId: address.requestId,
    stackName,
    logicalResourceId: address.logicalResourceId,
    resourceType,
    properties: isRecord(event.ResourceProperties) ? event.ResourceProperties : {},
  };
  const { physicalResourceId } = address;
  switch (event.RequestType) {
    case 'Create':
      return { type: 'Create', ...base };
    case 'Update':
      return physicalResourceId === undefined ? 'an Update without "PhysicalResourceId"' : {
        type: 'Update', ...base, physicalResourceId, oldProperties: isRecord(event.OldResourceProperties) ? event.OldResourceProperties : {},
      };
    case 'Delete':
      return physicalResourceId === undefined ? 'a Delete without "PhysicalResourceId"' : { type: 'Delete', ...base, physicalResourceId };
    default:
      return `unknown "RequestType" ${JSON.stringify(event.RequestType)}: expected "Create", "Update" or "Delete"`;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
