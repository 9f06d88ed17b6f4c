import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** For what takes long to make and is the same for every test file. It is removed when the run ends. */
    readonly runFolder: string;
  }
}

/** Vitest calls it before the first test file, in another process than the tests'. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'package-'));
  project.provide('runFolder', folder);
  return () => rm(folder, { recursive: true, force: true });
}
