import { DEFAULT_MAX_COMBINATIONS } from '../../archive/json/type-recovery';
import type { Flag } from '../flags';

/** Flags of `qldb-server verify`. */
export const verifyFlags = {
  'digest': { value: 'DIGEST', description: "digest to compare with: Base64, or a file with GetDigest's answer as JSON" },
  'tip': { value: 'BLOCK', description: 'block that the digest was made at: its number or address', default: 'any' },
  'proof': {
    value: 'FILE',
    description: 'proof: an answer of GetBlock or GetRevision, proofs.json, or a proof alone, then of the last block; may be repeated',
    multiple: true,
  },
  'strand': { value: 'ID', description: 'strand to verify, where there are several' },
  'max-combinations': {
    value: 'COUNT',
    description: 'types to try for one revision that was written as JSON; less for large documents',
    default: String(DEFAULT_MAX_COMBINATIONS),
  },
  'json': { description: 'print the report as JSON' },
  'report': { value: 'FILE', description: 'write the report with the SHA-256 of every object to a file, as JSON where its name ends with .json' },
  'help': { description: 'print this text' },
} as const satisfies Readonly<Record<string, Flag>>;

export const verifyFlagList: ReadonlyArray<readonly [string, Flag]> = Object.entries(verifyFlags);
