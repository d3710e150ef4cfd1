import type { RevisionVerdict } from './verdict';
import { encode } from '../../ion/encode';
import { hashIon, hashValue } from '../../ion/hash';
import { IonFormatError } from '../../ion/ion-format-error';
import { NULL, struct, type Value } from '../../ion/value';
import type { BlockOrigin } from '../../journal/check-block';
import { dot, EMPTY_HASH } from '../../journal/hash';
import type { Block, Revision, UserRevision } from '../../journal/journal';
import { metadataValue, revisionHash, unprovenData } from '../../journal/revision';
import type { JsonValue } from '../json/json-value';
import { plainIon } from '../json/plain-ion';
import type { TypeRecovery } from '../json/type-recovery';
import type { Finding, RevisionPlace } from '../report/finding';
import { shownHash } from '../report/finding';

export interface RevisionCheck {
  readonly verdict: RevisionVerdict;
  /** With the data that was recovered, or with unproven data as it is. */
  readonly revision: Revision;
  readonly findings: readonly Finding[];
}

export interface RevisionContext {
  readonly block: Block;
  readonly index: number;
  readonly origin: BlockOrigin;
  /** Its data, where it was written as JSON. */
  readonly json: JsonValue | undefined;
  readonly recovery: TypeRecovery;
  /** Of the document; names what recovered types are learnt for. */
  readonly tableId: string | undefined;
}

/** Data that AWS's ledgers may hash for a document that is no longer there. None is documented; the first is what qldb-server does. */
const DELETIONS = [EMPTY_HASH, hashValue(NULL), hashValue({ kind: 'null', type: 'struct' }), hashValue(struct([]))];

export function checkRevision(revision: Revision, context: RevisionContext): RevisionCheck {
  const { index, block, json } = context;
  if (revision.kind === 'internal') return { verdict: { index, form: 'internal', verdict: 'hash only' }, revision, findings: [] };
  const place: RevisionPlace = { index, documentId: revision.metadata.id, version: revision.metadata.version };
  const findings = [...formFindings(revision, json !== undefined, block, place)];
  if (revision.data) return withData(revision, revision.data, place, block, findings);
  if (revision.dataHash) return compared(revision, place, 'redacted', revisionHash(revision.metadata, revision.dataHash), block, findings);
  return json ? fromJson(revision, json, place, context, findings) : withoutData(revision, place, context, findings);
}

function* formFindings(revision: UserRevision, hasJson: boolean, block: Block, place: RevisionPlace): Generator<Finding> {
  const { metadata, data, dataHash } = revision;
  if (metadata.txId !== block.transactionId) {
    const differing = { field: 'metadata.txId', expected: block.transactionId, found: metadata.txId };
    yield revisionFinding('revision form', block, place, 'is of another transaction than its block', differing);
  }
  if ((data || hasJson) && dataHash) yield revisionFinding('revision form', block, place, 'has both data and dataHash', { field: 'dataHash' });
}

/** Data that a ledger of qldb-server shows as unproven claims no more than that: it had been imported from JSON. */
function withData(revision: UserRevision, data: Buffer, place: RevisionPlace, block: Block, findings: readonly Finding[]): RevisionCheck {
  const computed = revisionHash(revision.metadata, hashIon(data));
  const unproven = computed.equals(revision.hash) ? undefined : unprovenData(data);
  if (!unproven) return compared(revision, place, 'data', computed, block, findings);
  const verdict = { ...place, form: 'data', verdict: 'chain only', reason: 'it is marked as unproven' } as const;
  return { verdict, revision: { ...revision, data: unproven, unproven: true }, findings };
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
function withoutData(revision: UserRevision, place: RevisionPlace, { block, origin }: RevisionContext, findings: readonly Finding[]): RevisionCheck {
  const metadata = hashValue(metadataValue(revision.metadata));
  if (DELETIONS.some((data) => dot(metadata, data).equals(revision.hash))) {
    return { verdict: { ...place, form: 'deleted', verdict: 'verified' }, revision, findings };
  }
  if (origin === 'qldb-server') return broken(revision, place, 'deleted', metadata, block, findings);
  return { verdict: { ...place, form: 'deleted', verdict: 'hash only', reason: 'without data its hash has no known form' }, revision, findings };
}

function fromJson(
  revision: UserRevision, json: JsonValue, place: RevisionPlace, { recovery, tableId }: RevisionContext, findings: readonly Finding[],
): RevisionCheck {
  const metadata = hashValue(metadataValue(revision.metadata));
  const { value, reason } = recovery.recover(json, (dataHash) => dot(metadata, dataHash).equals(revision.hash), tableId ?? revision.metadata.id);
  const data = encodeOrNothing(value ?? plainIon(json));
  if (!value) {
    return { verdict: { ...place, form: 'data', verdict: 'chain only', reason }, revision: { ...revision, ...data && { data }, unproven: true }, findings };
  }
  return { verdict: { ...place, form: 'data', verdict: 'recovered' }, revision: { ...revision, ...data && { data } }, findings };
}

/** A document that is no struct, or that cannot be written, is shown by its hash alone. */
function encodeOrNothing(value: Value): Buffer | undefined {
  try {
    return value.kind === 'struct' ? encode(value) : undefined;
  } catch (error) {
    if (error instanceof IonFormatError) return undefined;
    throw error;
  }
}

function revisionFinding(code: Finding['code'], { address }: Block, revision: RevisionPlace, what: string, more: Partial<Finding>): Finding {
  const name = `revision ${revision.index} (document ${revision.documentId}, version ${revision.version})`;
  return { code, sequenceNo: address.sequenceNo, revision, ...more, message: `block ${address.sequenceNo}: ${name} ${what}` };
}
