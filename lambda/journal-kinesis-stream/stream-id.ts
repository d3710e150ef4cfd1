import { replacedMark } from '../owner';

/**
 * Physical id of a stream: `<StreamId>#<mark>#<token>` when a request of this resource made it, `<StreamId>#<mark>` when it was
 * there before. The mark stands for what a stream cannot change; the token is that of the owner tag. Only a stream whose owner
 * tag has the token of the id is ever cancelled.
 *
 * The StreamId is `-` as long as the answer that has it was not seen.
 */
export interface StreamPhysicalId {
  readonly streamId?: string;
  readonly mark: string;
  readonly token?: string;
}

export function formatStreamId({ streamId, mark, token }: StreamPhysicalId): string {
  return [streamId ?? '-', mark, ...token === undefined ? [] : [token]].join('#');
}

/** Reads an id; `undefined` for what is no stream's, such as one that CloudFormation invented. */
export function parseStreamId(physicalId: string): StreamPhysicalId | undefined {
  const [, streamId, mark, token] = /^([A-Za-z0-9]{22}|-)#([0-9a-f]{12})(?:#([0-9a-f-]+))?$/.exec(physicalId) ?? [];
  if (streamId === undefined || mark === undefined) {
    return undefined;
  }
  return { mark, ...streamId !== '-' && { streamId }, ...token !== undefined && { token } };
}

/** True if the resource's present stream took the place of the other. */
export function tookThePlaceOf(present: StreamPhysicalId | undefined, other: StreamPhysicalId): boolean {
  return present?.token?.split('-')[1] === markOfReplaced(other);
}

/** What a replacement remembers of what it replaced. */
export function markOfReplaced(id: StreamPhysicalId): string {
  return replacedMark(formatStreamId(id));
}
