import { checkEntries } from './check-entries';
import { checkRevision } from './check-revision';
import { checkTransaction } from './check-transaction';
import type { RevisionVerdict } from './verdict';
import type { BlockOrigin } from '../../journal/check-block';
import type { DecodedBlock } from '../../journal/verifier/read-block';
import type { TypeRecovery } from '../json/type-recovery';
import type { BlockRecord } from '../read/block-record';
import type { Finding } from '../report/finding';

export interface BlockCheck {
  /** With the data that was recovered from JSON, and with data that could not be, marked as unproven. */
  readonly block: DecodedBlock;
  readonly origin: BlockOrigin;
  readonly verdicts: readonly RevisionVerdict[];
  /** Ids of the tables of the documents that the transaction wrote, by the documents' ids. */
  readonly tables: ReadonlyMap<string, string>;
  readonly statementsVerified: number;
  readonly statementsWithParameters: number;
  readonly documentsNotShown: number;
  readonly findings: readonly Finding[];
}

/** Checks a block by itself: every hash from what it is made of. Whether it belongs to a chain is not its matter. */
export function checkBlock({ block, jsonData }: BlockRecord, afterOwn: boolean, recovery: TypeRecovery): BlockCheck {
  const entries = checkEntries(block, afterOwn);
  const transaction = checkTransaction(block, entries.origin);
  const revisions = block.revisions.map((revision, index) => checkRevision(revision, {
    block, index, origin: entries.origin, json: jsonData.get(index), recovery,
    tableId: revision.kind === 'user' ? transaction.tables.get(revision.metadata.id) : undefined,
  }));
  return {
    block: revisions.every(({ revision }, index) => revision === block.revisions[index])
      ? block
      : { ...block, revisions: revisions.map(({ revision }) => revision) },
    origin: entries.origin,
    verdicts: revisions.map(({ verdict }) => verdict),
    tables: transaction.tables,
    statementsVerified: transaction.statementsVerified,
    statementsWithParameters: transaction.statementsWithParameters,
    documentsNotShown: transaction.documentsNotShown,
    findings: [...entries.findings, ...revisions.flatMap(({ findings }) => findings), ...transaction.findings],
  };
}
