import { build } from 'esbuild';

/** Which Apollo Client the page is built with: the sources are the same. */
export type ApolloVersion = 3 | 4;

/** File names, such as `app.js`, and what is in them. */
export type Bundle = ReadonlyMap<string, string>;

const bundles = new Map<ApolloVersion, Promise<Bundle>>();

/** The page of `browser-app/`, made once per test file. */
export function bundleApp(apollo: ApolloVersion): Promise<Bundle> {
  const known = bundles.get(apollo);
  if (known) return known;
  const bundle = makeBundle(apollo);
  bundles.set(apollo, bundle);
  return bundle;
}

async function makeBundle(apollo: ApolloVersion): Promise<Bundle> {
  const { outputFiles } = await build({
    entryPoints: {
      app: 'test/support/browser-app/main.tsx',
      popup: 'test/support/browser-app/popup.ts',
    },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    target: 'es2022',
    splitting: true,
    minify: true,
    jsx: 'automatic',
    // With React's and Apollo Client's own checks: what they complain of fails a test.
    define: { 'process.env.NODE_ENV': '"development"' },
    alias: apollo === 3 ? { '@apollo/client': '@apollo/client-3' } : {},
    logLevel: 'error',
  });
  return new Map(outputFiles.map(({ path, text }) => [path.slice(1), text]));
}
