import { verifyFlagList } from './flags';
import { archiveShape, parseArchiveArguments, type ArchiveArguments } from '../archive/arguments';

/** @throws UsageError that lists every problem */
export function parseVerifyArguments(argv: readonly string[]): ArchiveArguments {
  return parseArchiveArguments('verify', archiveShape, verifyFlagList, argv);
}
