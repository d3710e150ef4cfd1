import { sql } from 'kysely';

/** The database's present. The API's timestamps have milliseconds; PostgreSQL's microseconds would make a creation lie after its own date. */
export const now = sql<Date>`date_trunc('milliseconds', clock_timestamp())`;
