import { formatStreamId, markOfReplaced, parseStreamId, type StreamPhysicalId } from './stream-id';
import { generatedName, markOfStream, readStream, type StreamDeclaration } from './stream-properties';
import { timeoutSeconds, type DeleteRequest, type ResourceRequest } from '../custom-resource/event';
import { RequestFailure } from '../custom-resource/failure';
import { declaredTags, textProperty } from '../custom-resource/property-reader';
import { tokenOf, type Claimant } from '../owner';

/** A stream is to be there, as declared. */
export interface EnsureStream {
  readonly declaration: StreamDeclaration;
  readonly name: string;
  readonly mark: string;
  /** Token for what this request makes. */
  readonly token: string;
  readonly claimant: Claimant;
  /** `keep`: the stream that the resource has can stay. */
  readonly purpose: 'create' | 'replace' | 'keep';
  /** Of an update: what the resource has now. */
  readonly current?: StreamPhysicalId;
  /**
   * The update before, which this one undoes, replaces the stream: it may have been cancelled for one of the same name that
   * did not come about.
   */
  readonly undoes: boolean;
  readonly endpointChanged: boolean;
  readonly tagsBefore: Readonly<Record<string, string>>;
  /** When the request came: milliseconds since the epoch. */
  readonly requestedAt: number;
}

/** Which stream may be cancelled. */
export type RemoveStream =
  | { readonly kind: 'token'; readonly ledgerName: string; readonly streamId?: string; readonly token: string }
  /** What a create made that was never answered. */
  | { readonly kind: 'unanswered'; readonly ledgerName: string; readonly claimant: Claimant; readonly createdAfter: Date };

/** CloudFormation gives up a minute after the resource's own timeout and then takes a while to send what follows. */
const UNTIL_FOLLOWING_REQUEST = 6 * 60_000;

export function ensureIntentOf(request: Exclude<ResourceRequest, DeleteRequest>, requestedAt: number): EnsureStream {
  const { stackName, logicalResourceId, requestId, properties } = request;
  const claimant = { stackName, logicalResourceId };
  const declaration = readStream(properties);
  const mark = markOfStream(declaration);
  const common = { declaration, mark, claimant, requestedAt, name: declaration.streamName ?? generatedName(claimant, mark) };
  if (request.type === 'Create') {
    return { ...common, purpose: 'create', token: tokenOf(requestId), undoes: false, endpointChanged: false, tagsBefore: {} };
  }
  const { physicalResourceId, oldProperties } = request;
  const current = parseStreamId(physicalResourceId);
  if (!current) {
    throw new RequestFailure(`the resource's physical id ${JSON.stringify(physicalResourceId)} is not a stream's; `
      + 'remove the stream from the template, deploy, and add it again');
  }
  return {
    ...common,
    current,
    token: tokenOf(requestId, markOfReplaced(current)),
    purpose: current.mark === mark ? 'keep' : 'replace',
    undoes: current.mark === mark && markOfOld(oldProperties) !== mark,
    endpointChanged: textProperty(oldProperties, 'Endpoint') !== textProperty(properties, 'Endpoint'),
    tagsBefore: declaredTags(oldProperties),
  };
}

/** What a Delete may cancel; nothing where the stream was there before the resource. */
export function removalOf(request: DeleteRequest, now: number): RemoveStream | undefined {
  const { physicalResourceId, properties, stackName, logicalResourceId } = request;
  const ledgerName = textProperty(properties, 'LedgerName');
  const id = parseStreamId(physicalResourceId);
  if (ledgerName === undefined || (id && id.token === undefined)) {
    return undefined;
  }
  return id?.token !== undefined
    ? { kind: 'token', ledgerName, token: id.token, ...id.streamId !== undefined && { streamId: id.streamId } }
    : {
      kind: 'unanswered', ledgerName, claimant: { stackName, logicalResourceId },
      createdAfter: new Date(now - timeoutSeconds(properties) * 1000 - UNTIL_FOLLOWING_REQUEST),
    };
}

/** The id of the stream that this request makes. */
export function ownId({ mark, token }: EnsureStream, streamId?: string): string {
  return formatStreamId({ mark, token, ...streamId !== undefined && { streamId } });
}

/** Earlier properties may be such that this version refuses them. */
function markOfOld(properties: ResourceRequest['properties']): string | undefined {
  try {
    return markOfStream(readStream(properties));
  } catch {
    return undefined;
  }
}
