import type { RevisionVerdict } from './verdict';
import { hashValue } from '../../ion/hash';
import { NULL, struct, type StructValue, type Value } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import { dot } from '../../journal/hash';
import { unprovenDocument } from '../../journal/revision';
import type { DecodedBlock, DecodedRevision, DecodedUserRevision } from '../../journal/verifier/read-block';
import type { JsonValue } from '../json/json-value';
import { plainIon } from '../json/plain-ion';
import type { TypeRecovery } from '../json/type-recovery';
import type { Finding, RevisionPlace } from '../report/finding';
import { shownHash } from '../report/finding';

export interface RevisionCheck {
  readonly verdict: RevisionVerdict;
  /** With the data that was recovered, or with unproven data as it is. */
  readonly revision: DecodedRevision;
  readonly findings: readonly Finding[];
}

export interface RevisionContext {
  readonly block: DecodedBlock;
  readonly index: number;
  readonly origin: BlockOrigin;
  /** Its data, where it was written as JSON. */
  readonly json: JsonValue | undefined;
  readonly recovery: TypeRecovery;
  /** Of the document; names what recovered types are learnt for. */
  readonly tableId: string | undefined;
}

/** Data that AWS's ledgers may hash for a document that is no longer there. None is documented; qldb-server hashes the metadata alone. */
const DELETIONS = [hashValue(NULL), hashValue({ kind: 'null', type: 'struct' }), hashValue(struct([]))];

export function checkRevision(revision: DecodedRevision, context: RevisionContext): RevisionCheck {
  const { index, block, json } = context;
  if (revision.kind === 'internal') return { verdict: { index, form: 'internal', verdict: 'hash only' }, revision, findings: [] };
  const { data, dataHash } = revision;
  const place: RevisionPlace = { index, documentId: revision.metadata.id, version: revision.metadata.version };
  const metadata = hashValue(revision.metadataValue);
  const findings = formFindings(revision, data !== undefined || json !== undefined, block, place);
  if (data) return withData(revision, data, place, dot(metadata, hashValue(data)), block, findings);
  if (dataHash) return compared(revision, place, 'redacted', dot(metadata, dataHash), block, findings);
  return json ? fromJson(revision, json, place, metadata, context, findings) : withoutData(revision, place, metadata, context, findings);
}

function formFindings({ metadata, dataHash }: DecodedUserRevision, hasData: boolean, block: DecodedBlock, place: RevisionPlace): readonly Finding[] {
  const findings: Finding[] = [];
  if (metadata.txId !== block.transactionId) {
    const differing = { field: 'metadata.txId', expected: block.transactionId, found: metadata.txId };
    findings.push(revisionFinding('revision form', block, place, 'is of another transaction than its block', differing));
  }
  if (hasData && dataHash) findings.push(revisionFinding('revision form', block, place, 'has both data and dataHash', { field: 'dataHash' }));
  return findings;
}

/** Data that a ledger of qldb-server shows as unproven claims no more than that: it had been imported from JSON. */
function withData(
  revision: DecodedUserRevision, data: StructValue, place: RevisionPlace, computed: Buffer, block: DecodedBlock, findings: readonly Finding[],
): RevisionCheck {
  const marked = computed.equals(revision.hash) ? undefined : unprovenDocument(data);
  if (!marked) return compared(revision, place, 'data', computed, block, findings);
  const verdict = { ...place, form: 'data', verdict: 'chain only', reason: 'it is marked as unproven' } as const;
  return { verdict, revision: withDocument(revision, marked, true), findings };
}

function compared(
  revision: DecodedUserRevision, place: RevisionPlace, form: 'data' | 'redacted', computed: Buffer, block: DecodedBlock, findings: readonly Finding[],
): RevisionCheck {
  const { index, documentId, version } = place;
  if (computed.equals(revision.hash)) return { verdict: { index, documentId, version, form, verdict: 'verified' }, revision, findings };
  return broken(revision, place, form, computed, block, findings);
}

function broken(
  revision: DecodedUserRevision, place: RevisionPlace, form: RevisionVerdict['form'], computed: Buffer, block: DecodedBlock, findings: readonly Finding[],
): RevisionCheck {
  const [expected, found] = [shownHash(computed), shownHash(revision.hash)];
  const differing = { field: 'hash', expected, found };
  const finding = revisionFinding('revision hash', block, place, `has the hash ${found}, its content makes ${expected}`, differing);
  return { verdict: { ...place, form, verdict: 'broken', reason: 'its content makes another hash' }, revision, findings: [...findings, finding] };
}

/** A deletion: AWS has not published what its hash is made of. */
function withoutData(
  revision: DecodedUserRevision, place: RevisionPlace, metadata: Buffer, { block, origin }: RevisionContext, findings: readonly Finding[],
): RevisionCheck {
  if (metadata.equals(revision.hash)) return { verdict: { ...place, form: 'deleted', verdict: 'verified' }, revision, findings };
  const unproven = { ...revision, unproven: true };
  if (DELETIONS.some((data) => dot(metadata, data).equals(revision.hash))) {
    return { verdict: { ...place, form: 'deleted', verdict: 'verified' }, revision: unproven, findings };
  }
  if (origin === 'qldb-server') return broken(revision, place, 'deleted', metadata, block, findings);
  return { verdict: { ...place, form: 'deleted', verdict: 'hash only', reason: 'without data its hash has no known form' }, revision: unproven, findings };
}

function fromJson(
  revision: DecodedUserRevision, json: JsonValue, place: RevisionPlace, metadata: Buffer, context: RevisionContext, findings: readonly Finding[],
): RevisionCheck {
  const { recovery, tableId } = context;
  const { value, reason } = recovery.recover(json, (dataHash) => dot(metadata, dataHash).equals(revision.hash), tableId ?? revision.metadata.id);
  const document = value ?? plainIon(json);
  const shown = withDocument(revision, document, value === undefined);
  return value
    ? { verdict: { ...place, form: 'data', verdict: 'recovered' }, revision: shown, findings }
    : { verdict: { ...place, form: 'data', verdict: 'chain only', reason }, revision: shown, findings };
}

/** What is no struct is no document of QLDB's, and is left out. */
function withDocument(revision: DecodedUserRevision, document: Value, unproven: boolean): DecodedUserRevision {
  return { ...revision, data: document.kind === 'struct' ? document : undefined, unproven };
}

function revisionFinding(code: Finding['code'], { address }: DecodedBlock, revision: RevisionPlace, what: string, more: Partial<Finding>): Finding {
  const name = `revision ${revision.index} (document ${revision.documentId}, version ${revision.version})`;
  return { code, sequenceNo: address.sequenceNo, revision, ...more, message: `block ${address.sequenceNo}: ${name} ${what}` };
}
