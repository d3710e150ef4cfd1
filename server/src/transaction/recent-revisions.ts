import type { StoredRevision } from './ledger-storage';

/** Enough for the 40 documents that a transaction may write, each of 128 KB. */
const MAX_BYTES = 6 * 1024 * 1024;

/** The stored revisions that a statement read last: what it changes next is usually among them. */
export class RecentRevisions {
  private readonly revisions = new Map<string, StoredRevision>();
  private bytes = 0;

  /** Where nothing is going to be changed nothing is kept. */
  constructor(private readonly enabled: boolean) {}

  add(revisions: readonly StoredRevision[]): void {
    if (!this.enabled) {
      return;
    }
    for (const revision of revisions) {
      this.remove(revision.documentId);
      this.revisions.set(revision.documentId, revision);
      this.bytes += sizeOf(revision);
    }
    for (const [documentId] of this.revisions) {
      if (this.bytes <= MAX_BYTES) {
        return;
      }
      this.remove(documentId);
    }
  }

  get(documentId: string): StoredRevision | undefined {
    return this.revisions.get(documentId);
  }

  private remove(documentId: string): void {
    const revision = this.revisions.get(documentId);
    if (revision) {
      this.revisions.delete(documentId);
      this.bytes -= sizeOf(revision);
    }
  }
}

/** Data, and what a revision takes besides. */
function sizeOf({ data }: StoredRevision): number {
  return (data?.length ?? 0) + 500;
}
