import { hash } from 'node:crypto';

/**
 * What a transaction read or changed, as far as the check at commit goes (https://docs.aws.amazon.com/qldb/latest/developerguide/concurrency.html).
 *
 * | read | notes | a write touches it when |
 * | --- | --- | --- |
 * | scan of a table, history of all its documents | `table` | a document of the table is inserted, changed, deleted or redacted |
 * | document by id, its history | `document` | that document is |
 * | lookup in an index, found or not | `index-entry` | a document has that value before or after |
 * | a name resolved to a table and its indexes | `table-name` | a table of that name is created, dropped or undropped, or its indexes change |
 * | the list of tables, the number of tables | `catalogue` | there is any DDL |
 */
export type ConflictSubject =
  | { readonly kind: 'table'; readonly tableId: string }
  | { readonly kind: 'document'; readonly documentId: string }
  | { readonly kind: 'index-entry'; readonly indexId: string; readonly key: Buffer }
  | { readonly kind: 'table-name'; readonly name: string }
  | { readonly kind: 'catalogue' };

/**
 * A subject as a signed 64-bit number, which is what the journal's blocks hold.
 *
 * Two subjects that share a number by chance cost a transaction that is run again, nothing more.
 */
export function conflictKey(subject: ConflictSubject): bigint {
  return hash('sha256', Buffer.from(`${subject.kind}\0${nameOf(subject)}`, 'utf8'), 'buffer').readBigInt64BE(0);
}

function nameOf(subject: ConflictSubject): string {
  switch (subject.kind) {
    case 'table':
      return subject.tableId;
    case 'document':
      return subject.documentId;
    case 'index-entry':
      return `${subject.indexId}\0${subject.key.toString('hex')}`;
    case 'table-name':
      return subject.name;
    case 'catalogue':
      return '';
  }
}
