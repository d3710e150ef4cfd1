import type { Claim } from './claim';
import { ClaimError, readClaimParts } from './read-claim';
import type { Finding } from '../report/finding';
import type { ArchiveSource } from '../source/archive-source';

/** Of a file with a digest and a proof. */
const MAX_BYTES = 1024 * 1024;

export interface ArchivedClaims {
  readonly claims: readonly Claim[];
  readonly findings: readonly Finding[];
}

/** The digests that lie in the archive itself, as AWS's migration sample left them there. */
export async function readArchivedClaims(source: ArchiveSource, keys: readonly string[]): Promise<ArchivedClaims> {
  const claims: Claim[] = [];
  const findings: Finding[] = [];
  for (const key of keys) {
    try {
      const { digest, tip, proof } = readClaimParts(await readSmall(source, key));
      if (!digest) throw new ClaimError('it has no "Digest"');
      claims.push({ source: key, requested: false, digest, ...tip && { tip }, ...proof && { proof } });
    } catch (error) {
      if (!(error instanceof ClaimError)) throw error;
      findings.push({ code: 'proofs file', object: key, message: `'${key}' is no file with a digest and a proof: ${error.message}` });
    }
  }
  return { claims, findings };
}

async function readSmall(source: ArchiveSource, key: string): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of source.read(key)) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) throw new ClaimError('it is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
