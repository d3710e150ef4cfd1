import type { CompletedManifest, StartedManifest } from './manifest';
import type { Finding } from '../report/finding';

/** An object with blocks. */
export interface DataObject {
  readonly key: string;
  readonly bytes: number;
  readonly strandId: string;
  /** Of its first block. */
  readonly first: number;
  /** Of its last block, where its name says so. */
  readonly last: number;
  /** Whether its name says which blocks it holds. Else its first block does. */
  readonly named: boolean;
  /** When the exports that wrote it began and ended, where their manifests say so: milliseconds since the epoch. */
  readonly window?: { readonly start: number; readonly end: number };
}

/** What an archive consists of. */
export interface Inventory {
  readonly strandId: string;
  /** By their first block. */
  readonly objects: readonly DataObject[];
  readonly started: readonly StartedManifest[];
  readonly completed: readonly CompletedManifest[];
  /** Keys of digests with proofs that AWS's migration sample wrote. */
  readonly proofs: readonly string[];
  /** Keys of objects that have nothing to do with the export. */
  readonly ignored: readonly string[];
  readonly findings: readonly Finding[];
  /** What is not wrong, but worth knowing. */
  readonly notes: readonly string[];
}
