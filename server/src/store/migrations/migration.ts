import type { RawBuilder } from 'kysely';

/** One step of the schema. Its name is recorded when it has been applied, and steps are applied in the order of their names. */
export interface Migration {
  readonly name: string;
  readonly statements: readonly RawBuilder<unknown>[];
}
