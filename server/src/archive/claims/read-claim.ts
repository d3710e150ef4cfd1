import type { Claim, ClaimedProof } from './claim';
import { IonFormatError } from '../../ion/ion-format-error';
import { parseText } from '../../ion/text';
import { fieldOf } from '../../ion/value';
import { addressFrom, AddressError, parseAddress } from '../../journal/address';
import { HASH_LENGTH } from '../../journal/hash';
import type { BlockAddress } from '../../journal/journal';
import { VerificationError } from '../../journal/verifier/verification-error';
import { parseProof } from '../../journal/verifier/verify-proof';
import { base64From } from '../json/json-block';
import { jsonField, type JsonValue } from '../json/json-value';
import { JsonError, parseJson } from '../json/parse-json';

/** A digest or proof that was given is none. */
export class ClaimError extends Error {
  override readonly name = 'ClaimError';
}

/** What a file says about a digest: all of it or a part. */
export interface ClaimParts {
  readonly digest?: Buffer;
  readonly tip?: Claim['tip'];
  readonly proof?: ClaimedProof;
}

/**
 * Reads what AWS's tools and samples keep:
 *
 * - the answers of GetDigest, GetBlock and GetRevision as JSON, as the AWS CLI prints them;
 * - `proofs.json` of AWS's migration sample (https://github.com/aws-samples/example-qldb-ledger-migration, `ledger-export.yml`);
 * - a proof by itself, as an Ion list of blobs.
 *
 * @throws ClaimError
 */
export function readClaimParts(text: string): ClaimParts {
  const json = jsonFrom(text);
  try {
    if (json?.kind !== 'object') return { proof: { elements: parseProof(text) } };
    const digest = jsonField(json, 'Digest');
    const tip = jsonField(json, 'DigestTipAddress');
    const proof = jsonField(json, 'Proof');
    if (!digest && !tip && !proof) throw new ClaimError('it has none of "Digest", "DigestTipAddress" and "Proof"');
    return {
      ...digest && { digest: readDigest(textOf(digest, 'Digest')) },
      ...tip && { tip: readAddress(tip) },
      ...proof && { proof: { elements: readElements(proof), ...provenPlace(json) } },
    };
  } catch (error) {
    if (!(error instanceof VerificationError || error instanceof IonFormatError || error instanceof AddressError)) throw error;
    throw new ClaimError(error.message, { cause: error });
  }
}

/** A digest in Base64, as AWS shows it, or in hexadecimal digits. @throws ClaimError */
export function readDigest(text: string): Buffer {
  const bytes = /^[0-9a-fA-F]{64}$/.test(text) ? Buffer.from(text, 'hex') : base64From(text);
  if (bytes?.length === HASH_LENGTH) return bytes;
  const example = '6m6BMXobbJKpMhahwVthAEsN6awgnHK62Qq5McGP1Gk=';
  throw new ClaimError(`a digest is ${HASH_LENGTH} bytes in Base64, such as ${example}: received '${text.slice(0, 60)}'`);
}

/** A sequence number, or an address as GetDigest gives it. @throws ClaimError */
export function readTip(text: string): NonNullable<Claim['tip']> {
  if (/^\d{1,15}$/.test(text)) return { sequenceNo: Number(text) };
  try {
    return parseAddress(text);
  } catch (error) {
    if (error instanceof AddressError) throw new ClaimError(`${error.message}; a sequence number alone will do, too`, { cause: error });
    throw error;
  }
}

function jsonFrom(text: string): JsonValue | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonError) return undefined;
    throw error;
  }
}

/** `{"IonText": "{strandId:…,sequenceNo:…}"}`, or the same as members. */
function readAddress(value: JsonValue): BlockAddress {
  const ionText = jsonField(value, 'IonText');
  if (ionText) return parseAddress(textOf(ionText, 'IonText'));
  const strandId = jsonField(value, 'strandId');
  const sequenceNo = jsonField(value, 'sequenceNo');
  if (strandId?.kind !== 'string' || sequenceNo?.kind !== 'number' || !/^\d{1,15}$/.test(sequenceNo.text)) {
    throw new ClaimError('"DigestTipAddress" must have "IonText", or "strandId" and "sequenceNo"');
  }
  return { strandId: strandId.value, sequenceNo: Number(sequenceNo.text) };
}

/** `{"IonText": "[{{…}},…]"}`, or a list of texts in Base64. */
function readElements(value: JsonValue): Buffer[] {
  const ionText = jsonField(value, 'IonText');
  if (ionText) return parseProof(textOf(ionText, 'IonText'));
  if (value.kind !== 'array') throw new ClaimError('"Proof" must have "IonText", or be a list of hashes in Base64');
  return value.elements.map((element) => readDigest(textOf(element, 'Proof')));
}

/** What the proof proves: a block by its number, as in `proofs.json`, or what stands beside it in an answer. */
function provenPlace(json: JsonValue): Pick<ClaimedProof, 'sequenceNo' | 'documentId'> {
  const last = jsonField(json, 'LastBlockNum');
  if (last) {
    if (last.kind !== 'number' || !/^\d{1,15}$/.test(last.text)) throw new ClaimError('"LastBlockNum" must be a sequence number');
    return { sequenceNo: Number(last.text) };
  }
  const [block, revision] = [jsonField(json, 'Block'), jsonField(json, 'Revision')];
  const shown = revision ?? block;
  const ionText = shown && jsonField(shown, 'IonText');
  if (!ionText) return {};
  const value = parseText(textOf(ionText, 'IonText'));
  const address = value.kind === 'struct' ? fieldOf(value, 'blockAddress') : undefined;
  if (value.kind !== 'struct' || !address) throw new ClaimError('what the proof is of has no "blockAddress"');
  const { sequenceNo } = addressFrom(address);
  if (!revision) return { sequenceNo };
  const metadata = fieldOf(value, 'metadata');
  const id = metadata?.kind === 'struct' ? fieldOf(metadata, 'id') : undefined;
  if (id?.kind !== 'string') throw new ClaimError('the revision that the proof is of has no "metadata.id"');
  return { sequenceNo, documentId: id.value };
}

function textOf(value: JsonValue, name: string): string {
  if (value.kind !== 'string') throw new ClaimError(`"${name}" must be a text`);
  return value.value;
}
