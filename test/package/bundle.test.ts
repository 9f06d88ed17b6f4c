import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import type { OutputChunk } from 'rolldown';
import { beforeAll, describe, expect, it } from 'vitest';
import { packProject } from '../support/packed-project.js';
import type { PackedProject } from '../support/packed-project.js';

/** What an application that uses the link loads before anybody was asked for anything. */
const LIMIT = 4000;

const APPLICATION = `
  export { createReauthenticator } from './dist/client/index.js';
  export { RecentAuthLink } from './dist/apollo-client/index.js';
`;

let packed: PackedProject;
beforeAll(async () => {
  packed = await packProject();
});

it('costs an application at most 4 kB, minified and gzipped, before anybody is asked', async () => {
  const { first, later } = await bundle(APPLICATION);
  process.stdout.write(
    `client + apollo-client: ${first} B at first, ${later} B when loaded apart\n`,
  );
  expect(first).toBeLessThanOrEqual(LIMIT);
});

describe.each([
  { entry: 'client', folders: ['client', 'protocol'], packages: [] },
  {
    entry: 'apollo-client',
    folders: ['apollo-client', 'client', 'protocol'],
    packages: ['@apollo/client'],
  },
  { entry: 'react', folders: ['react', 'client', 'protocol'], packages: ['react'] },
  { entry: 'graphql-ws', folders: ['graphql-ws', 'client', 'protocol'], packages: ['graphql-ws'] },
  { entry: 'adapters/oidc-client-ts', folders: ['adapters', 'client', 'protocol'], packages: [] },
  { entry: 'adapters/auth0-spa-js', folders: ['adapters', 'client', 'protocol'], packages: [] },
  { entry: 'adapters/authgear', folders: ['adapters', 'client', 'protocol'], packages: [] },
])('a bundle of $entry', ({ entry, folders, packages }) => {
  it('has no server code in it, and no other framework', async () => {
    const { inputs, imports } = await bundle(`export * from './dist/${entry}/index.js';`);
    expect(inputs.filter((input) => !folders.includes(input.split('/')[1] ?? ''))).toEqual([]);
    expect(
      imports.filter((name) => !packages.some((one) => name.split('/')[0] === one.split('/')[0])),
    ).toEqual([]);
  });
});

interface Bundle {
  /** Bytes, gzipped, of what the entry needs at once, and of what it loads later. */
  readonly first: number;
  readonly later: number;
  /** The files that code was taken from, and the packages that were left to the application. */
  readonly inputs: readonly string[];
  readonly imports: readonly string[];
}

async function bundle(source: string): Promise<Bundle> {
  const input = join(packed.folder, 'application.js');
  await writeFile(input, source);
  const bundling = await rolldown({
    cwd: packed.folder,
    input,
    platform: 'browser',
    external: (id) => !/^[./]/.test(id),
    preserveEntrySignatures: 'strict',
    logLevel: 'silent',
  });
  const { output } = await bundling.generate({ format: 'esm', minify: true });
  await bundling.close();
  const chunks = new Map(
    output.filter((one) => one.type === 'chunk').map((chunk) => [chunk.fileName, chunk] as const),
  );
  const entry = [...chunks.values()].find(({ isEntry }) => isEntry);
  const first = atOnce(chunks, entry?.fileName ?? '');
  const sizeOf = (some: readonly { readonly code: string }[]) =>
    gzipSync(some.map(({ code }) => code).join(''), { level: 9 }).length;
  return {
    first: sizeOf(first),
    later: sizeOf([...chunks.values()].filter((chunk) => !first.includes(chunk))),
    inputs: [...chunks.values()]
      .flatMap(({ moduleIds }) => moduleIds.map((id) => relative(packed.folder, id)))
      .filter((name) => name.startsWith('dist/')),
    imports: [...chunks.values()].flatMap(({ imports, dynamicImports }) =>
      [...imports, ...dynamicImports].filter((name) => !chunks.has(name)),
    ),
  };
}

/** A chunk and what it imports statically. */
function atOnce(
  chunks: ReadonlyMap<string, OutputChunk>,
  name: string,
  found: readonly OutputChunk[] = [],
): readonly OutputChunk[] {
  const chunk = chunks.get(name);
  if (!chunk || found.includes(chunk)) return found;
  let all: readonly OutputChunk[] = [...found, chunk];
  for (const one of chunk.imports) all = atOnce(chunks, one, all);
  return all;
}
