import { writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import type { Metafile } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packProject } from '../support/packed-project.js';
import type { PackedProject } from '../support/packed-project.js';

/** What an application that uses the link loads before anybody was asked for anything. */
const LIMIT = 4096;

const APPLICATION = `
  export { createReauthenticator } from './dist/client/index.js';
  export { RecentAuthLink } from './dist/apollo-client/index.js';
`;

let packed: PackedProject;
beforeAll(async () => {
  packed = await packProject();
});
afterAll(() => packed.remove());

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
  const file = join(packed.folder, 'application.js');
  await writeFile(file, source);
  const { metafile, outputFiles } = await build({
    entryPoints: [file],
    absWorkingDir: packed.folder,
    bundle: true,
    splitting: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    packages: 'external',
    outdir: 'bundle',
    metafile: true,
    write: false,
  });
  const text = new Map(
    outputFiles.map(({ path, text }) => [relative(packed.folder, path), text] as const),
  );
  const first = atOnce(metafile, 'bundle/application.js');
  const sizeOf = (names: readonly string[]) =>
    gzipSync(names.map((name) => text.get(name)).join(''), { level: 9 }).length;
  const outputs = Object.values(metafile.outputs);
  return {
    first: sizeOf(first),
    later: sizeOf([...text.keys()].filter((name) => !first.includes(name))),
    inputs: [...new Set(outputs.flatMap(({ inputs }) => Object.keys(inputs)))].filter((name) =>
      name.startsWith('dist/'),
    ),
    imports: [
      ...new Set(
        outputs.flatMap(({ imports }) =>
          imports.filter(({ external }) => external).map(({ path }) => path),
        ),
      ),
    ],
  };
}

/** An output and what it imports statically. */
function atOnce({ outputs }: Metafile, name: string): string[] {
  const own = (outputs[name]?.imports ?? []).filter(
    ({ kind, external }) => kind === 'import-statement' && !external,
  );
  return [...new Set([name, ...own.flatMap(({ path }) => atOnce({ outputs, inputs: {} }, path))])];
}
