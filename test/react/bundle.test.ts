import { build } from 'esbuild';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';

/** What of the entry reaches a browser, as an application's bundler makes it. */
async function bundle(names: string) {
  const { outputFiles, metafile } = await build({
    stdin: { contents: `export ${names} from './src/react/index.js'`, resolveDir: '.' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    jsx: 'automatic',
    external: ['react'],
    define: { 'process.env.NODE_ENV': '"production"' },
  });
  const [output] = Object.values(metafile.outputs);
  const inputs = Object.entries(output?.inputs ?? {});
  return {
    bytes: gzipSync(outputFiles[0]?.contents ?? '').length,
    packages: [...new Set(output?.imports.map(({ path }) => path))].sort(),
    folders: [
      ...new Set(
        inputs.flatMap(([path, { bytesInOutput }]) =>
          bytesInOutput > 0 ? [path.split('/').slice(0, 2).join('/')] : [],
        ),
      ),
    ].sort(),
  };
}

it.each([
  { what: 'the hooks', names: '{ RecentAuthProvider, useReauthPrompt, useRecentAuth }', kB: 1 },
  { what: 'everything with the dialog', names: '*', kB: 3.3 },
])('brings nothing but itself, and at most $kB kB gzipped of $what', async ({ names, kB }) => {
  const { bytes, packages, folders } = await bundle(names);
  expect(packages).toEqual(['react', 'react/jsx-runtime']);
  expect(folders).toEqual(['src/protocol', 'src/react']);
  expect(bytes).toBeLessThanOrEqual(kB * 1000);
});
