import { archiveFlags } from '../archive/arguments';
import type { Flag } from '../flags';

/** Flags of `qldb-server verify`. */
export const verifyFlags = {
  ...archiveFlags,
  strand: { ...archiveFlags.strand, description: 'strand to verify, where there are several' },
} as const satisfies Readonly<Record<string, Flag>>;

export const verifyFlagList: ReadonlyArray<readonly [string, Flag]> = Object.entries(verifyFlags);
