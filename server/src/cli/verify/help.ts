import { verifyFlagList } from './flags';
import { flagLines, flagRows } from '../help';

export function verifyHelpText(): string {
  return [
    'Usage: qldb-server verify DIRECTORY [flags]',
    '       qldb-server verify s3://BUCKET/PREFIX [flags]',
    '',
    'Verifies journal exports of QLDB, without any server: Ion text, Ion binary and JSON, zipped or not. Several exports of',
    'one ledger may lie below the same directory. S3 is read with the endpoint, Region and credentials of the environment.',
    '',
    ...flagLines(verifyFlagList),
    '',
    'Exit codes: 0 the blocks are those of the digest given, 1 something is wrong, 2 it could not be verified,',
    '3 consistent, but no digest was given.',
    '',
  ].join('\n');
}

/** The same flags as the table in the README. */
export function verifyFlagTable(): string {
  return flagRows(verifyFlagList);
}
