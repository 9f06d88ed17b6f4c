import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { ConfigurationError } from '../../protocol/index.js';
import type { OpenDatabase } from './database.js';
import { migrations } from './migrations.js';
import * as tables from './tables.js';

export interface EmbeddedDatabaseOptions {
  /** Made if missing. Hold the lock of the data folder: two processes would destroy it. */
  readonly folder: string;
  /** What a new folder starts from, made by PGlite's `dumpDataDir`; saves `initdb` its seconds. */
  readonly template?: Blob | undefined;
}

/** PGlite: PostgreSQL in this process. One connection, so its transactions come one after another. */
export async function openEmbeddedDatabase({
  folder,
  template,
}: EmbeddedDatabaseOptions): Promise<OpenDatabase> {
  const client = await start(folder, template);
  const database = drizzle(client, { schema: tables });
  await migrate(database, migrations);
  return {
    database,
    async ping() {
      await client.query('select 1');
    },
    close: () => client.close(),
  };
}

async function start(folder: string, template: Blob | undefined): Promise<PGlite> {
  try {
    return await PGlite.create(folder, template && { loadDataDir: template });
  } catch (cause) {
    throw new ConfigurationError(
      `DATA_DIR holds a database that cannot be opened, in ${folder}; restore it from a copy, or empty it with "npm run reset"`,
      { cause },
    );
  }
}
