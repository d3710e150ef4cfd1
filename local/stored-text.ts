import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * Changes stored data as somebody could who has the database and nothing else: past the server, which is down meanwhile.
 *
 * Writes `after` over `before`, a text of the same length, in the given version of a document.
 */
export async function changeStoredText(
  dataDirectory: string, revision: { readonly documentId: string; readonly version: number }, before: string, after: string,
): Promise<void> {
  const database = await PGlite.create(join(dataDirectory, 'database'));
  try {
    const key = [revision.documentId, revision.version];
    const { rows: [row] } = await database.query<{ data: Uint8Array }>('select data from revision where doc = $1 and version = $2', key);
    const data = Buffer.from(row?.data ?? []);
    const position = data.indexOf(before);
    if (position < 0) {
      throw new Error(`'${before}' is not in version ${revision.version} of document ${revision.documentId}`);
    }
    data.write(after, position);
    await database.query('update revision set data = $3 where doc = $1 and version = $2', [...key, data]);
  } finally {
    await database.close();
  }
}
