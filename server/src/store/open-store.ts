import { hasDatabase, openDataDirectory, openMemory } from './open-pglite';
import { openPostgres } from './open-postgres';
import { requireSchema } from './require-schema';
import type { Store, StoreEvents } from './store';

/** Where a server keeps its ledgers. */
export type StorageOptions =
  | { readonly kind: 'memory' }
  | { readonly kind: 'pglite'; readonly directory: string }
  | { readonly kind: 'postgresql'; readonly url: string };

/** Where ledgers may be that were there before this process. */
export type KeptStorage = Exclude<StorageOptions, { readonly kind: 'memory' }>;

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

/**
 * Opens what a server has made, to read it: nothing is made or brought up to date, of PostgreSQL nothing is written at all.
 *
 * @throws Error when there is nothing, or another version made it
 */
export async function openExistingStore(options: KeptStorage, events: StoreEvents): Promise<Store> {
  if (options.kind === 'postgresql') {
    return openPostgres(options.url, events, requireSchema);
  }
  if (!hasDatabase(options.directory)) {
    throw new Error(`the data directory '${options.directory}' has no ledgers in it; give the one that a server was started with`);
  }
  return openDataDirectory(options.directory, events, requireSchema);
}
