import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { env } from 'node:process';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, inject, it } from 'vitest';

/** Gzipped bytes of JavaScript; React and Apollo Client alone take about 128 000. */
const LIMIT = 200_000;

interface BuiltPage {
  /** What the document itself asks for, before anything is loaded when it is needed. */
  readonly first: readonly string[];
  readonly all: readonly string[];
  readonly weigh: (names: readonly string[]) => Promise<number>;
}

let page: BuiltPage;
beforeAll(async () => {
  const folder = join(inject('runFolder'), 'page');
  const vite = ['node_modules/vite/bin/vite.js', 'build', '--outDir', folder];
  await promisify(execFile)(process.execPath, vite, { env: { ...env, NODE_ENV: 'production' } });
  const html = await readFile(join(folder, 'index.html'), 'utf8');
  const files = await readdir(join(folder, 'assets'));
  page = {
    first: [...html.matchAll(/\/assets\/([\w-]+\.js)"/g)].map(([, name = '']) => name),
    all: files.filter((name) => name.endsWith('.js')),
    async weigh(names) {
      const scripts = names.map((name) => readFile(join(folder, 'assets', name)));
      const sizes = (await Promise.all(scripts)).map((script) => gzipSync(script).length);
      return sizes.reduce((sum, size) => sum + size, 0);
    },
  };
});

it('the demo page loads less than 200 kB of gzipped JavaScript at first, and in all', async () => {
  const [first, all] = [await page.weigh(page.first), await page.weigh(page.all)];
  process.stdout.write(`demo page: ${first} B of JavaScript at first, ${all} B with all of it\n`);
  expect(first).toBeGreaterThan(100_000);
  expect(all).toBeLessThan(LIMIT);
});

it('the demo page loads the OpenID library and its adapter apart', () => {
  const isApart = (name: string) => /^(?:open-session|oidc-client-ts|user-manager)-/.test(name);
  expect(page.all.filter(isApart).length).toBeGreaterThan(0);
  expect(page.first.filter(isApart)).toEqual([]);
});
