import { existsSync, readFileSync } from 'node:fs';
import type { ArchiveArguments } from './arguments';
import type { Claim } from '../../archive/claims/claim';
import { ClaimError, readClaimParts, readDigest, readTip, type ClaimParts } from '../../archive/claims/read-claim';
import { UsageError } from '../arguments';

/**
 * The comparisons that the command line asks for.
 *
 * @throws UsageError
 */
export function requestedClaims({ digest, tip, proof }: Pick<ArchiveArguments, 'digest' | 'tip' | 'proof'>): readonly Claim[] {
  const given = digest === undefined ? {} : digestParts(digest);
  const givenTip = tip === undefined ? given.tip : reading('--tip', () => readTip(tip));
  const claims = proof.map((path): Claim => {
    const parts = fileParts('--proof', path);
    if (!parts.proof) throw new UsageError(`--proof must be a file with a proof; '${path}' has none`);
    const expected = parts.digest ?? given.digest;
    if (!expected) throw new UsageError(`--proof needs the digest that it leads to; '${path}' has none, so give --digest too`);
    const claimTip = parts.tip ?? givenTip;
    return { source: `--proof ${path}`, requested: true, digest: expected, proof: parts.proof, ...claimTip && { tip: claimTip } };
  });
  const isUsed = given.digest === undefined || claims.some((claim) => claim.digest === given.digest);
  return isUsed ? claims : [...claims, { source: '--digest', requested: true, digest: given.digest!, ...givenTip && { tip: givenTip } }];
}

function digestParts(text: string): ClaimParts {
  if (!existsSync(text)) return { digest: reading('--digest', () => readDigest(text)) };
  const parts = fileParts('--digest', text);
  if (!parts.digest) throw new UsageError(`--digest must be a digest or a file with one; '${text}' has none`);
  return parts;
}

function fileParts(flag: string, path: string): ClaimParts {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`${flag} must be a file that can be read: ${(error as Error).message}`);
  }
  return reading(`${flag} ${path}`, () => readClaimParts(content));
}

function reading<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof ClaimError) throw new UsageError(`${name}: ${error.message}`);
    throw error;
  }
}
