import type { TestProject } from 'vitest/node';
import { temporaryFolder } from './temporary.js';

declare module 'vitest' {
  interface ProvidedContext {
    /** For what takes long to make and is the same for every test file. It is removed when the run ends. */
    readonly runFolder: string;
  }
}

/** Vitest calls it before the first test file, in another process than the tests'. */
export function setup(project: TestProject): () => void {
  const { path, remove } = temporaryFolder();
  project.provide('runFolder', path);
  return remove;
}
