import type { PagePosition } from '../transaction/fetch-page';

/** Where the next page begins, as a client carries it. It means something only within its transaction. */
export function pageToken({ cursor, position }: PagePosition): string {
  const bytes = Buffer.alloc(9);
  bytes.writeUInt32BE(cursor, 1);
  bytes.writeUInt32BE(position, 5);
  return bytes.toString('base64');
}

export function parsePageToken(token: string): PagePosition | undefined {
  const bytes = Buffer.from(token, 'base64');
  return bytes.length === 9 && bytes[0] === 0 && bytes.toString('base64') === token
    ? { cursor: bytes.readUInt32BE(1), position: bytes.readUInt32BE(5) }
    : undefined;
}
