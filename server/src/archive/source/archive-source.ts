/** An object of an archive as its listing shows it. */
export interface ListedObject {
  /** Relative to the archive's root, with slashes. */
  readonly key: string;
  readonly bytes: number;
}

/** Where an archive's objects are. */
export interface ArchiveSource {
  /** As a person would write it. */
  readonly name: string;
  /** @throws SourceError */
  list(): AsyncIterable<ListedObject>;
  /**
   * The bytes of an object, as they lie there.
   *
   * @throws SourceError
   */
  read(key: string): AsyncIterable<Buffer>;
  close(): void;
}

/** The archive itself cannot be read: not that it is wrong, but that it is not there, or access is denied. */
export class SourceError extends Error {
  override readonly name = 'SourceError';
}
