import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';

/** Fills a folder for the first test file that asks; the others get what it noted then. */
export async function oncePerRun<T>(
  name: string,
  fill: (folder: string) => Promise<T>,
): Promise<T> {
  const folder = join(inject('runFolder'), name);
  const note = `${folder}.json`;
  if (!existsSync(note)) {
    // What a failed attempt left.
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder);
    await writeFile(note, JSON.stringify(await fill(folder)));
  }
  return JSON.parse(await readFile(note, 'utf8')) as T;
}
