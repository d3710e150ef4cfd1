import type { RevisionInBlock } from './ledger-storage';
import { StatementError } from './statement-error';
import type { StatementScope } from './statement-scope';
import type { RedactionTarget, RevisionReference } from '../partiql/data-source';

/** https://docs.aws.amazon.com/qldb/latest/developerguide/working.redaction.html */
export async function redact(scope: StatementScope, reference: RevisionReference): Promise<RedactionTarget> {
  const { own, draft, notes } = scope;
  if (own.redaction) {
    throw new StatementError('a transaction can redact one revision; use a transaction for each');
  }
  const { sequenceNo, tableId, documentId } = reference;
  notes.noteWithin(tableId, [{ kind: 'document', documentId }]);
  const revision = await findRevision(scope, reference);
  if (!revision) {
    throw new StatementError(`there is no revision of the document '${documentId}' of the table '${tableId}' in the block ${blockOf(reference)}`);
  }
  if (revision.live) {
    throw new StatementError(
      `the revision of the document '${documentId}' in the block ${blockOf(reference)} is the active one: only revisions that were replaced can be redacted;`
      + ' update or delete the document first, in a transaction of its own',
    );
  }
  if (!revision.data) {
    throw new StatementError(
      `the revision of the document '${documentId}' in the block ${blockOf(reference)} has no data: ${revision.dataHash ? 'it has been redacted' : 'it is the deletion'}`,
    );
  }
  draft.setRedaction({ sequenceNo, tableId, documentId, version: revision.version });
  return { ...reference, version: revision.version };
}

async function findRevision(scope: StatementScope, reference: RevisionReference): Promise<RevisionInBlock | undefined> {
  const { strandId, sequenceNo, tableId, documentId } = reference;
  const { storage } = scope.context;
  if (strandId !== storage.strandId || sequenceNo > await scope.snapshot()) {
    return undefined;
  }
  const revision = await storage.revisionInBlock(sequenceNo, documentId);
  return revision?.tableId === tableId ? revision : undefined;
}

function blockOf({ strandId, sequenceNo }: RevisionReference): string {
  return `{strandId: "${strandId}", sequenceNo: ${sequenceNo}}`;
}
