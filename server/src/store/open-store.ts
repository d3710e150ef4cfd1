import { openDataDirectory, openMemory } from './open-pglite';
import { openPostgres } from './open-postgres';
import type { Store, StoreEvents } from './store';

/** Where a server keeps its ledgers. */
export type StorageOptions =
  | { readonly kind: 'memory' }
  | { readonly kind: 'pglite'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string };

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
