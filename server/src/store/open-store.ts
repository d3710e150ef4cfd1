import { openDataDirectory, openMemory } from './open-pglite';
import { openPostgres } from './open-postgres';
import type { Store } from './store';

/** Where a server keeps its ledgers. */
export type StorageOptions =
  | { readonly kind: 'memory' }
  | { readonly kind: 'pglite'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string };

export interface StoreEvents {
  /** An idle connection broke, or the lock of the data directory was lost: nothing a request could report. */
  readonly onProblem: (error: Error) => void;
}

export async function openStore(options: StorageOptions, events: StoreEvents): Promise<Store> {
  switch (options.kind) {
    case 'memory':
      return openMemory();
    case 'pglite':
      return openDataDirectory(options.directory, events);
    case 'postgresql':
      return openPostgres(options.url, events);
  }
}
