import { fileURLToPath } from 'node:url';

/** What `npm run db:generate` wrote; the same SQL for both kinds of database. */
export const migrations: { readonly migrationsFolder: string } = {
  migrationsFolder: fileURLToPath(new URL('../../../schema/migrations', import.meta.url)),
};
