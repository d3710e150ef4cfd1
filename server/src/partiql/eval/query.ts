import type { Frame } from './frame';
import type { Uses } from './unit';
import type { Value } from '../../ion/value';

/** A SELECT, ready to run. */
export interface Query {
  /** What it takes from SELECTs around it. */
  readonly uses: Uses;
  /** Its rows, as they are read. PIVOT gives one. */
  rows(outer: Frame): AsyncIterable<readonly Value[]>;
  /** A bag of its first `limit` rows; the struct of PIVOT. */
  value(outer: Frame, limit: number): Promise<Value>;
}
