import { hashString } from '../../ion/hash';
import { fieldOf, type Value } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import type { DecodedBlock } from '../../journal/verifier/read-block';
import type { Finding } from '../report/finding';
import { shownHash } from '../report/finding';

export interface TransactionCheck {
  /** Statements whose digest is that of their text. */
  readonly statementsVerified: number;
  /** Statements with parameters: their values are not in the journal, so their digests cannot be recomputed. */
  readonly statementsWithParameters: number;
  /** Ids of the tables of the documents that were written. */
  readonly tables: ReadonlyMap<string, string>;
  /** Documents that were written, but of which no revision is shown. */
  readonly documentsNotShown: number;
  readonly findings: readonly Finding[];
}

/** Looks into `transactionInfo`: the digests of statements, and which documents were written. */
export function checkTransaction(block: DecodedBlock, origin: BlockOrigin): TransactionCheck {
  const { transactionInfo: info } = block;
  const findings: Finding[] = [];
  let statementsVerified = 0;
  let statementsWithParameters = 0;
  const statements = member(info, 'statements');
  (statements?.kind === 'list' ? statements.elements : []).forEach((statement, index) => {
    const result = checkStatement(statement);
    if (result === 'verified') statementsVerified++;
    else if (result === 'with parameters') statementsWithParameters++;
    else findings.push(statementFinding(block, index, result));
  });
  const documents = member(info, 'documents');
  const written = documents?.kind === 'struct' ? documents.fields : [];
  const tables = new Map<string, string>();
  for (const { name, value } of written) {
    const table = member(value, 'tableId');
    if (table?.kind === 'string') tables.set(name, table.value);
  }
  const shown: string[] = [];
  for (const revision of block.revisions) if (revision.kind === 'user') shown.push(revision.metadata.id);
  const shownIds = new Set(shown);
  const notShown = written.filter(({ name }) => !shownIds.has(name));
  if (origin === 'qldb-server') findings.push(...checkDocuments(block, notShown[0]?.name, addedTo(shown, new Set(written.map(({ name }) => name)))));
  return { statementsVerified, statementsWithParameters, tables, documentsNotShown: notShown.length, findings };
}

type StatementResult = 'verified' | 'with parameters' | Pick<Finding, 'expected' | 'found'>;

function checkStatement(value: Value): StatementResult {
  const statement = member(value, 'statement');
  const digest = member(value, 'statementDigest');
  if (statement?.kind !== 'string' || digest?.kind !== 'blob') return { expected: 'a statement and its digest', found: 'something else' };
  const computed = hashString(statement.value);
  if (computed.equals(digest.value)) return 'verified';
  return statement.value.includes('?') ? 'with parameters' : { expected: shownHash(computed), found: shownHash(digest.value) };
}

/**
 * A revision of which only the hash is shown has that same hash, so one could be hidden. The documents that the transaction wrote are in
 * `transactionInfo`, and in a block of qldb-server each of them has its revision.
 */
function checkDocuments(block: DecodedBlock, missing: string | undefined, added: string | undefined): readonly Finding[] {
  const { sequenceNo } = block.address;
  const about = { code: 'documents', sequenceNo, field: 'revisions' } as const;
  const findings: Finding[] = [];
  if (missing !== undefined) {
    findings.push({ ...about, expected: missing, message: `block ${sequenceNo}: document ${missing} was written, but its revision is not shown` });
  }
  if (added !== undefined) {
    findings.push({ ...about, found: added, message: `block ${sequenceNo}: a revision of document ${added} is shown that was not written` });
  }
  return findings;
}

/** The first one that was not written, or is shown twice. */
function addedTo(shown: readonly string[], written: Set<string>): string | undefined {
  return shown.find((id) => !written.delete(id));
}

function statementFinding({ address: { sequenceNo } }: DecodedBlock, index: number, { expected, found }: Pick<Finding, 'expected' | 'found'>): Finding {
  return {
    code: 'statement digest', sequenceNo, field: `transactionInfo.statements[${index}].statementDigest`, expected, found,
    message: `block ${sequenceNo}: statement ${index} has the digest ${found}, its text makes ${expected}`,
  };
}

function member(value: Value, name: string): Value | undefined {
  return value.kind === 'struct' ? fieldOf(value, name) : undefined;
}
