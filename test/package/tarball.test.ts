import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publint } from 'publint';
import ts from 'typescript';
import { beforeAll, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { packProject, run } from '../support/packed-project.js';
import type { PackedProject } from '../support/packed-project.js';

let packed: PackedProject;
beforeAll(async () => {
  packed = await packProject();
});

it('holds the library, its directive and what must be read before use, and nothing else', () => {
  const library =
    /^dist\/(index|(protocol|tokens(\/[a-z]+)?|directive|authgear|apollo|testing|client|apollo-client|react|graphql-ws|codegen|command|adapters(\/[a-z0-9-]+)?)\/[a-z0-9-]+)\.(js|d\.ts)$/;
  expect(packed.files.filter((file) => !library.test(file)).sort()).toEqual([
    'CHANGELOG.md',
    'LICENSE',
    'README.md',
    'SECURITY.md',
    'docs/ARCHITECTURE.md',
    'docs/AUTHGEAR.md',
    'docs/CLIENT.md',
    'docs/DECISIONS.md',
    'docs/LOGOUT.md',
    'docs/OPERATIONS.md',
    'docs/PROTOCOL.md',
    'docs/PROVIDERS.md',
    'docs/RECIPES.md',
    'docs/SERVER.md',
    'docs/nginx-authgear.conf',
    'package.json',
    'schema/recent-auth.graphql',
  ]);
});

it('is found in order by publint', async () => {
  const tarball = (await readFile(packed.tarball)).buffer;
  const { messages } = await publint({ pack: { tarball }, strict: true });
  expect(messages).toEqual([]);
});

it('has types that resolve wherever ESM does', async () => {
  const attw = new URL('dist/index.js', import.meta.resolve('@arethetypeswrong/cli/package.json'));
  const options = ['--profile', 'esm-only', '--exclude-entrypoints', './directive.graphql'];
  const offline = ['--no-definitely-typed', '--no-color', '--no-emoji'];
  await run(process.execPath, [fileURLToPath(attw), packed.tarball, ...options, ...offline]);
});

/** What each entry may import of others, when it is imported alone. */
const library = Object.keys(manifest.dependencies);
it.each([
  { entry: 'index', allowed: [...library, 'graphql'] },
  { entry: 'apollo/index', allowed: [...library, 'graphql', '@apollo/server'] },
  { entry: 'testing/index', allowed: library },
  { entry: 'client/index', allowed: [] },
  { entry: 'apollo-client/index', allowed: ['@apollo/client'] },
  { entry: 'react/index', allowed: ['react'] },
  { entry: 'graphql-ws/index', allowed: ['graphql-ws'] },
  { entry: 'adapters/oidc-client-ts/index', allowed: [] },
  { entry: 'adapters/auth0-spa-js/index', allowed: [] },
  { entry: 'adapters/authgear/index', allowed: [] },
  { entry: 'codegen/index', allowed: [...library, 'graphql'] },
  { entry: 'command/main', allowed: [...library, 'graphql'] },
])('imports in $entry only what its users have installed', async ({ entry, allowed }) => {
  for (const extension of ['.js', '.d.ts']) {
    const imported = await importsFrom(join(packed.folder, 'dist', entry + extension), extension);
    expect([...imported].filter((name) => !allowed.includes(name))).toEqual([]);
  }
});

/** Every package that a file imports, itself or through others, also by `import()`. */
async function importsFrom(
  file: string,
  extension: string,
  seen = new Set<string>(),
): Promise<ReadonlySet<string>> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const { importedFiles } = ts.preProcessFile(await readFile(file, 'utf8'), true, true);
  const packages = new Set<string>();
  for (const { fileName } of importedFiles) {
    if (isBuiltin(fileName)) continue;
    if (!fileName.startsWith('.')) {
      packages.add(packageOf(fileName));
      continue;
    }
    const next = join(dirname(file), fileName.replace(/\.js$/, extension));
    for (const name of await importsFrom(next, extension, seen)) packages.add(name);
  }
  return packages;
}

function packageOf(specifier: string): string {
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}
