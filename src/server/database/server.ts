import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { PoolClient } from 'pg';
import { ConfigurationError } from '../../protocol/index.js';
import type { OpenDatabase } from './database.js';
import { migrations } from './migrations.js';
import * as tables from './tables.js';

export interface DatabaseServerOptions {
  readonly url: string;
  /** Told when a connection breaks that nobody is using. */
  readonly onIdleError: (error: Error) => void;
}

/** A PostgreSQL server, shared by any number of replicas. */
export async function openDatabaseServer({
  url,
  onIdleError,
}: DatabaseServerOptions): Promise<OpenDatabase> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 5000,
    statement_timeout: 10_000,
    idle_in_transaction_session_timeout: 10_000,
    application_name: 'graphql-recent-auth',
  });
  pool.on('error', onIdleError);
  try {
    await prepare(await connect(pool));
  } catch (error) {
    await pool.end();
    throw error;
  }
  return {
    database: drizzle(pool, { schema: tables }),
    async ping() {
      await pool.query('select 1');
    },
    close: () => pool.end(),
  };
}

async function connect(pool: pg.Pool): Promise<PoolClient> {
  try {
    return await pool.connect();
  } catch (error) {
    // The error's own text may quote the URL, and with it the password.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    throw new ConfigurationError(
      `DATABASE_URL must be that of a PostgreSQL server that answers; connecting failed${code}`,
    );
  }
}

/** Any number, the same in every replica. */
const MIGRATION_LOCK = 742_019_365;
const OLDEST_VERSION = 150_000;

async function prepare(client: PoolClient): Promise<void> {
  try {
    const { rows } = await client.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    if ((rows[0]?.version ?? 0) < OLDEST_VERSION) {
      throw new ConfigurationError('DATABASE_URL must be that of PostgreSQL 15 or later');
    }
    // Replicas start together: one migrates, the others wait for as long as that takes.
    await client.query('set statement_timeout = 0');
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK]);
    await migrate(drizzle(client, { schema: tables }), migrations);
  } finally {
    // Closing this one connection gives back the lock and forgets the setting.
    client.release(true);
  }
}
