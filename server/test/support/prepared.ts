/** Environment variables through which test files find what was prepared for all of them. */
export const PREPARED = { postgresUrl: 'QLDB_SERVER_TEST_POSTGRES_URL', pglite: 'QLDB_SERVER_TEST_PGLITE' } as const;
