import { defineConfig } from 'vitest/config';

/** What is made once per run. */
const GLOBAL_SETUP: Readonly<Record<string, string[]>> = {
  package: ['test/support/run-folder.ts'],
  browser: ['test/support/page-build.ts', 'test/support/embedded-template.ts'],
  picture: ['test/support/page-build.ts'],
};

export default defineConfig({
  // graphql ships two builds, and the tools would load the other one than our sources do.
  resolve: {
    alias: [
      { find: /^graphql$/, replacement: 'graphql/index.js' },
      // As for the page itself: see vite.config.ts.
      {
        find: /^graphql-recent-auth\/(.+)$/,
        replacement: `${import.meta.dirname}/src/$1/index.ts`,
      },
    ],
  },
  test: {
    // A second, as is usual, is short where two browsers share two cores.
    expect: { poll: { timeout: 15_000 } },
    coverage: {
      provider: 'v8',
      include: ['src/protocol/**', 'src/tokens/**', 'src/authgear/**', 'src/directive/**'],
      thresholds: { lines: 100, branches: 100 },
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/{browser,nginx,package,picture,postgres}/**'],
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      ...['package', 'postgres', 'nginx', 'browser', 'picture'].map((name) => ({
        extends: true as const,
        test: {
          name,
          include: [`test/${name}/**/*.test.{ts,tsx}`],
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
          globalSetup: GLOBAL_SETUP[name] ?? [],
        },
      })),
    ],
  },
});
