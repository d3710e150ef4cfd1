import type { RevisionVerdict } from './verdict';
import { encodeLater } from '../../ion/encode';
import { hashValue } from '../../ion/hash';
import { NULL, struct } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import { dot, EMPTY_HASH } from '../../journal/hash';
import type { Block, Revision, UserRevision } from '../../journal/journal';
import type { RevisionParts } from '../../journal/verifier/read-block';
import type { JsonValue } from '../json/json-value';
import type { TypeRecovery } from '../json/type-recovery';
import type { Finding, RevisionPlace } from '../report/finding';
import { shownHash } from '../report/finding';

export interface RevisionCheck {
  readonly verdict: RevisionVerdict;
  /** With the data that was recovered. */
  readonly revision: Revision;
  readonly findings: readonly Finding[];
}

export interface RevisionContext {
  readonly block: Block;
  readonly index: number;
  readonly origin: BlockOrigin;
  /** As they were read; of a revision that is not internal. */
  readonly parts: RevisionParts | undefined;
  /** Its data, where it was written as JSON. */
  readonly json: JsonValue | undefined;
  readonly recovery: TypeRecovery;
  /** Of the document; names what recovered types are learnt for. */
  readonly tableId: string | undefined;
}

/** Data that AWS's ledgers may hash for a document that is no longer there. None is documented; the first is what qldb-server does. */
const DELETIONS = [EMPTY_HASH, hashValue(NULL), hashValue({ kind: 'null', type: 'struct' }), hashValue(struct([]))];

export function checkRevision(revision: Revision, context: RevisionContext): RevisionCheck {
  const { index, block, parts, json } = context;
  if (revision.kind === 'internal' || !parts) return { verdict: { index, form: 'internal', verdict: 'hash only' }, revision, findings: [] };
  const place: RevisionPlace = { index, documentId: revision.metadata.id, version: revision.metadata.version };
  const metadata = hashValue(parts.metadata);
  const findings = formFindings(revision, parts.data !== undefined || json !== undefined, block, place);
  if (parts.data) return compared(revision, place, 'data', dot(metadata, hashValue(parts.data)), block, findings);
  if (revision.dataHash) return compared(revision, place, 'redacted', dot(metadata, revision.dataHash), block, findings);
  return json ? fromJson(revision, json, place, metadata, context, findings) : withoutData(revision, place, metadata, context, findings);
}

function formFindings({ metadata, dataHash }: UserRevision, hasData: boolean, block: Block, place: RevisionPlace): readonly Finding[] {
  const findings: Finding[] = [];
  if (metadata.txId !== block.transactionId) {
    const differing = { field: 'metadata.txId', expected: block.transactionId, found: metadata.txId };
    findings.push(revisionFinding('revision form', block, place, 'is of another transaction than its block', differing));
  }
  if (hasData && dataHash) findings.push(revisionFinding('revision form', block, place, 'has both data and dataHash', { field: 'dataHash' }));
  return findings;
}

function compared(
  revision: UserRevision, place: RevisionPlace, form: 'data' | 'redacted', computed: Buffer, block: Block, findings: readonly Finding[],
): RevisionCheck {
  if (computed.equals(revision.hash)) return { verdict: { ...place, form, verdict: 'verified' }, revision, findings };
  return broken(revision, place, form, computed, block, findings);
}

function broken(
  revision: UserRevision, place: RevisionPlace, form: RevisionVerdict['form'], computed: Buffer, block: Block, findings: readonly Finding[],
): RevisionCheck {
  const [expected, found] = [shownHash(computed), shownHash(revision.hash)];
  const differing = { field: 'hash', expected, found };
  const finding = revisionFinding('revision hash', block, place, `has the hash ${found}, its content makes ${expected}`, differing);
  return { verdict: { ...place, form, verdict: 'broken', reason: 'its content makes another hash' }, revision, findings: [...findings, finding] };
}

/** A deletion: AWS has not published what its hash is made of. */
function withoutData(
  revision: UserRevision, place: RevisionPlace, metadata: Buffer, { block, origin }: RevisionContext, findings: readonly Finding[],
): RevisionCheck {
  if (DELETIONS.some((data) => dot(metadata, data).equals(revision.hash))) {
    return { verdict: { ...place, form: 'deleted', verdict: 'verified' }, revision, findings };
  }
  if (origin === 'qldb-server') return broken(revision, place, 'deleted', metadata, block, findings);
  return { verdict: { ...place, form: 'deleted', verdict: 'hash only', reason: 'without data its hash has no known form' }, revision, findings };
}

function fromJson(
  revision: UserRevision, json: JsonValue, place: RevisionPlace, metadata: Buffer, context: RevisionContext, findings: readonly Finding[],
): RevisionCheck {
  const { recovery, tableId } = context;
  const { value, reason } = recovery.recover(json, (dataHash) => dot(metadata, dataHash).equals(revision.hash), tableId ?? revision.metadata.id);
  if (!value) return { verdict: { ...place, form: 'data', verdict: 'chain only', reason }, revision, findings };
  const verdict = { ...place, form: 'data', verdict: 'recovered' } as const;
  if (value.kind !== 'struct') return { verdict, revision, findings };
  const bytes = encodeLater(value);
  return { verdict, revision: { ...revision, get data() { return bytes(); } }, findings };
}

function revisionFinding(code: Finding['code'], { address }: Block, revision: RevisionPlace, what: string, more: Partial<Finding>): Finding {
  const name = `revision ${revision.index} (document ${revision.documentId}, version ${revision.version})`;
  return { code, sequenceNo: address.sequenceNo, revision, ...more, message: `block ${address.sequenceNo}: ${name} ${what}` };
}
