import type { ExtractTablesWithRelations } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT, PgTransaction } from 'drizzle-orm/pg-core';
import type * as tables from './tables.js';

/** PostgreSQL, embedded or a server: both speak the same SQL, held to PostgreSQL 15. */
export type Database = PgDatabase<PgQueryResultHKT, typeof tables>;

export type Transaction = PgTransaction<
  PgQueryResultHKT,
  typeof tables,
  ExtractTablesWithRelations<typeof tables>
>;

/** A database whose tables are up to date. */
export interface OpenDatabase {
  readonly database: Database;
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly close: () => Promise<void>;
}
