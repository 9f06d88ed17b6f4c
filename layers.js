/**
 * Who may import whom. Each folder of `src` is one entry point or one program, and its `index.ts`
 * is its only face: other folders import `../<folder>/index.js` and nothing behind it.
 * `eslint.config.js` turns this table into rules.
 *
 * @type {Readonly<Record<string, { folders: readonly string[], packages: readonly string[] }>>}
 */
export const layers = {
  protocol: { folders: [], packages: [] },
  tokens: { folders: ['protocol'], packages: ['jose', 'lru-cache', 'node:crypto'] },
  authgear: {
    folders: ['tokens', 'protocol'],
    packages: ['lru-cache', 'node:crypto', 'node:events', 'node:net'],
  },
  directive: { folders: ['protocol'], packages: ['graphql', '@graphql-tools/utils'] },
  apollo: { folders: ['directive', 'tokens', 'protocol'], packages: ['@apollo/server', 'graphql'] },
  testing: { folders: ['tokens', 'protocol'], packages: ['jose', 'node:http', 'node:net'] },
  // Runs in browsers and in React Native: no package, no server code.
  client: { folders: ['protocol'], packages: [] },
  'apollo-client': { folders: ['client', 'protocol'], packages: ['@apollo/client/core'] },
  react: { folders: ['client', 'protocol'], packages: ['react'] },
  'graphql-ws': { folders: ['client', 'protocol'], packages: ['graphql-ws'] },
  // Structural types: no SDK is imported, so none is a dependency.
  adapters: { folders: ['client', 'protocol'], packages: [] },
  codegen: { folders: ['directive', 'client', 'protocol'], packages: ['graphql'] },
  // The demo page imports the library by its published names, and nothing behind them.
  web: {
    folders: [],
    packages: [
      'graphql-recent-auth/client',
      'graphql-recent-auth/react',
      'graphql-recent-auth/apollo-client',
      'graphql-recent-auth/adapters/oidc-client-ts',
      'react',
      'react-dom',
      '@apollo/client',
      'rxjs',
      'oidc-client-ts',
    ],
  },
  // The code that signs never sees the code that checks, so they cannot share a mistake.
  provider: { folders: [], packages: ['oidc-provider', 'jose', 'node:*'] },
  server: {
    folders: ['apollo', 'directive', 'tokens', 'protocol', 'provider'],
    packages: [
      'node:*',
      'graphql',
      'graphql-scalars',
      'fastify',
      '@fastify/*',
      '@apollo/server',
      '@as-integrations/fastify',
      '@graphql-tools/schema',
      '@electric-sql/pglite',
      'drizzle-orm',
      'pg',
      'pino',
      'pino-pretty',
      'altair-static',
    ],
  },
  // The program that is published, `npx graphql-recent-auth`.
  command: { folders: ['tokens', 'directive', 'protocol'], packages: ['node:*'] },
  cli: { folders: ['server', 'provider'], packages: ['node:*'] },
};

/** What `src/index.ts`, the main entry, may gather. */
export const mainEntry = { folders: ['protocol', 'tokens', 'authgear', 'directive'], packages: [] };
