import type { Bound, Frame } from './frame';

/** The rows of one source of a FROM clause. */
export interface Reader {
  /** Its rows are stored ones: each visit is a read. */
  readonly stored: boolean;
  /** Told of frames before they are read for, so that what they look up can be fetched at once. */
  prepare?(frames: readonly Frame[]): Promise<void>;
  read(frame: Frame): Iterable<readonly Bound[]> | AsyncIterable<readonly Bound[]>;
}
