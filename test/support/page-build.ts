import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll } from 'vitest';

let folder: Promise<string> | undefined;

/** The demo page, built as `npm run build` does, once per test file; the folder goes with it. */
export function buildPage(): Promise<string> {
  return (folder ??= makePage());
}

async function makePage(): Promise<string> {
  const outDir = await mkdtemp(join(tmpdir(), 'page-'));
  await build({
    configFile: 'vite.config.ts',
    build: { outDir, emptyOutDir: true },
  });
  return outDir;
}

afterAll(async () => {
  if (folder) await rm(await folder, { recursive: true, force: true });
});
