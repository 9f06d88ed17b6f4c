import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The demo page as `npm run build` makes it. */
    readonly pageDir: string;
  }
}

/** The folder of the built page, one for all test files of the run. */
export function buildPage(): Promise<string> {
  return Promise.resolve(inject('pageDir'));
}

/** Vitest calls it before the first test file, in another process than the tests'. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'page-'));
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', folder];
  // Vitest's own NODE_ENV would build the page with React's development checks.
  await run(process.execPath, vite, { env: { ...env, NODE_ENV: 'production' } });
  project.provide('pageDir', folder);
  return () => rm(folder, { recursive: true, force: true });
}

const run = promisify(execFile);
