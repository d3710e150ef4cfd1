import { SourceError, type ArchiveSource } from './archive-source';
import { DirectorySource } from './directory-source';
import { parseS3Location, S3Source } from './s3-source';

/**
 * A source by the name that a person gives it: a directory, a file, or `s3://bucket/prefix`.
 *
 * @throws SourceError
 */
export function openSource(name: string, environment: NodeJS.ProcessEnv): ArchiveSource {
  if (!/^s3:/i.test(name)) return new DirectorySource(name);
  const location = parseS3Location(name);
  if (!location) throw new SourceError(`'${name}' is no address of S3: write s3://bucket/prefix`);
  return new S3Source(location, environment);
}
