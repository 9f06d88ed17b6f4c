import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';
import { temporaryFolder } from './temporary.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** The file of a template that was made for the whole run. */
    readonly embeddedTemplate?: string;
  }
}

let template: Promise<Blob> | undefined;

/** A fresh database with its tables. Made once per run or per test file: `initdb` takes seconds. */
export function embeddedTemplate(): Promise<Blob> {
  return (template ??= findTemplate());
}

/** Vitest calls it before the first test file, for projects whose files all need one. */
export async function setup(project: TestProject): Promise<() => void> {
  const folder = temporaryFolder();
  const file = join(folder.path, 'template.tar');
  await writeFile(file, (await makeTemplate()).stream());
  project.provide('embeddedTemplate', file);
  return folder.remove;
}

/** The same as files, for a server in a process of its own. */
export async function writeEmbeddedDatabase(folder: string): Promise<void> {
  const client = await PGlite.create(folder, { loadDataDir: await embeddedTemplate() });
  await client.close();
}

async function findTemplate(): Promise<Blob> {
  const file = inject('embeddedTemplate');
  return file === undefined ? makeTemplate() : new Blob([await readFile(file)]);
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
