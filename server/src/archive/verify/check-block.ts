import { checkEntries } from './check-entries';
import { checkRevision } from './check-revision';
import { checkTransaction } from './check-transaction';
import type { RevisionVerdict } from './verdict';
import type { StructValue } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import type { Block, Revision } from '../../journal/journal';
import type { TypeRecovery } from '../json/type-recovery';
import type { BlockRecord } from '../read/block-record';
import type { Finding } from '../report/finding';

export interface BlockCheck {
  /** With the data that was recovered from JSON, and with data that could not be, marked as unproven. */
  readonly block: Block;
  readonly origin: BlockOrigin;
  readonly verdicts: readonly RevisionVerdict[];
  /** Of the block, decoded. */
  readonly transactionInfo: StructValue;
  /** Ids of the tables of the documents that the transaction wrote, by the documents' ids. */
  readonly tables: ReadonlyMap<string, string>;
  readonly statementsVerified: number;
  readonly statementsWithParameters: number;
  readonly documentsNotShown: number;
  readonly findings: readonly Finding[];
}

/** Checks a block by itself: every hash from what it is made of. Whether it belongs to a chain is not its matter. */
export function checkBlock({ block, parts, jsonData }: BlockRecord, afterOwn: boolean, recovery: TypeRecovery): BlockCheck {
  const entries = checkEntries(block, parts, afterOwn);
  const transaction = checkTransaction(block, parts.transactionInfo, entries.origin);
  const revisions = block.revisions.map((revision, index) => checkRevision(revision, {
    block, index, origin: entries.origin, parts: parts.revisions[index], json: jsonData.get(index), recovery,
    tableId: revision.kind === 'user' ? transaction.tables.get(revision.metadata.id) : undefined,
  }));
  return {
    block: revisions.every(({ revision }, index) => revision === block.revisions[index])
      ? block
      : withRevisions(block, revisions.map(({ revision }) => revision)),
    origin: entries.origin,
    verdicts: revisions.map(({ verdict }) => verdict),
    transactionInfo: parts.transactionInfo,
    tables: transaction.tables,
    statementsVerified: transaction.statementsVerified,
    statementsWithParameters: transaction.statementsWithParameters,
    documentsNotShown: transaction.documentsNotShown,
    findings: [...entries.findings, ...revisions.flatMap(({ findings }) => findings), ...transaction.findings],
  };
}

/** Without asking for what is encoded when it is asked for. */
function withRevisions(block: Block, revisions: readonly Revision[]): Block {
  return Object.defineProperties({}, { ...Object.getOwnPropertyDescriptors(block), revisions: { value: revisions, enumerable: true } }) as Block;
}
