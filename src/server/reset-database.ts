import { existsSync, rmSync } from 'node:fs';
import { ConfigurationError } from '../protocol/index.js';
import type { ServerOptions } from './config.js';
import { lockDataDir } from './data-dir.js';

/** Removes the embedded database; the next start makes a new one. Tells whether there was one. */
export function resetDatabase({
  databaseUrl,
  dataDir,
}: Pick<ServerOptions, 'databaseUrl' | 'dataDir'>): boolean {
  if (databaseUrl !== undefined) {
    throw new ConfigurationError(
      'DATABASE_URL must be unset: only the embedded database can be emptied from here',
    );
  }
  if (!existsSync(dataDir)) return false;
  const { database, release } = lockDataDir(dataDir);
  try {
    const existed = existsSync(database);
    rmSync(database, { recursive: true, force: true });
    return existed;
  } finally {
    release();
  }
}
