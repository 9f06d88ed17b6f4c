import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';

let template: Promise<Blob> | undefined;

/** A fresh database with its tables. Made once per test file: `initdb` takes seconds. */
export function embeddedTemplate(): Promise<Blob> {
  return (template ??= makeTemplate());
}

/** The same as files, for a server in a process of its own. */
export async function writeEmbeddedDatabase(folder: string): Promise<void> {
  const client = await PGlite.create(folder, { loadDataDir: await embeddedTemplate() });
  await client.close();
}

async function makeTemplate(): Promise<Blob> {
  const client = await PGlite.create();
  try {
    await migrate(drizzle(client), { migrationsFolder: 'schema/migrations' });
    return await client.dumpDataDir('none');
  } finally {
    await client.close();
  }
}
