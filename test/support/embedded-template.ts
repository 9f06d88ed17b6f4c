import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';

let template: Promise<Blob> | undefined;

/** A fresh database with its tables. Made once per test file: `initdb` takes seconds. */
export function embeddedTemplate(): Promise<Blob> {
  return (template ??= makeTemplate());
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
