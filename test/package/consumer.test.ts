import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { consumerFolder, evaluate } from '../support/consumers.js';
import { packProject, ROOT, run } from '../support/packed-project.js';

/** The exports of each entry, and the other packages that its users have installed. */
const ENTRIES = [
  {
    entry: 'graphql-recent-auth',
    peers: ['graphql'],
    names: [
      'ConfigurationError',
      'ERROR_CODES',
      'KeysUnavailableError',
      'REAUTH_REASONS',
      'REAUTH_REMEDIES',
      'TOKEN_REASONS',
      'TOKEN_REFUSALS',
      'TokenRefusedError',
      'answerTokenRefusal',
      'assertBoolean',
      'assertCount',
      'assertFunction',
      'assertKnownOptions',
      'assertOneOf',
      'assertSeconds',
      'createAuthgearResolver',
      'createBackchannelLogout',
      'createContextBuilder',
      'createMemoryRevocations',
      'createRecentAuth',
      'createTokenVerifier',
      'explainToken',
      'formatWwwAuthenticate',
      'isAcrValue',
      'isFresh',
      'isSeconds',
      'judgeFreshness',
      'parseReauthExtensions',
      'parseWwwAuthenticate',
      'systemClock',
    ],
  },
  {
    entry: 'graphql-recent-auth/apollo',
    peers: ['graphql', '@apollo/server'],
    names: ['apolloContext', 'recentAuthPlugin'],
  },
  {
    entry: 'graphql-recent-auth/testing',
    peers: [],
    names: ['authenticationAt', 'createTestIssuer', 'manualClock'],
  },
  {
    entry: 'graphql-recent-auth/client',
    peers: [],
    names: [
      'PopupBlockedError',
      'ReauthCancelledError',
      'ReauthError',
      'ReauthFailedError',
      'ReauthStillStaleError',
      'ReauthUnavailableError',
      'ReauthUserMismatchError',
      'createPendingActions',
      'createReauthenticator',
      'decodeIdToken',
      'digestUser',
      'getReauthChallenge',
      'getReauthError',
      'getRefusal',
      'isSameUser',
      'parseReturnTo',
    ],
  },
  {
    entry: 'graphql-recent-auth/apollo-client',
    peers: ['@apollo/client'],
    names: ['RecentAuthLink'],
  },
  {
    entry: 'graphql-recent-auth/react',
    peers: ['react'],
    names: [
      'ReauthDialog',
      'RecentAuthProvider',
      'englishWords',
      'useReauthPrompt',
      'useReauthenticator',
      'useRecentAuth',
    ],
  },
  {
    entry: 'graphql-recent-auth/graphql-ws',
    peers: ['graphql-ws'],
    names: ['createRecentAuthClient', 'recentAuthConnectionParams'],
  },
  {
    entry: 'graphql-recent-auth/adapters/oidc-client-ts',
    peers: [],
    names: ['createOidcClientTsAdapter'],
  },
  {
    entry: 'graphql-recent-auth/adapters/auth0-spa-js',
    peers: [],
    names: ['createAuth0Adapter'],
  },
  {
    entry: 'graphql-recent-auth/adapters/authgear',
    peers: [],
    names: ['createAuthgearAdapter'],
  },
  {
    entry: 'graphql-recent-auth/codegen',
    peers: ['graphql'],
    names: ['plugin', 'recentAuthMeta', 'validate'],
  },
] as const;

let folder: string;
beforeAll(async () => {
  folder = await consumerFolder('everything');
});

describe('installed beside all that it works with', () => {
  it.each(ENTRIES)('$entry exports what is documented', async ({ entry, names }) => {
    expect(await namesOf(entry, folder)).toEqual(names);
  });

  it('has an entry tested for each that there is', async () => {
    const { exports } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as {
      exports: Readonly<Record<string, string | object>>;
    };
    const modules = Object.keys(exports).filter((name) => typeof exports[name] === 'object');
    const entries = modules.map((name) => join('graphql-recent-auth', name));
    expect(ENTRIES.map(({ entry }) => entry).sort()).toEqual(entries.sort());
  });

  it('has the directive as a file for schema tools', async () => {
    const text = await evaluate(
      folder,
      `import { readFileSync } from 'node:fs';
      const file = new URL(import.meta.resolve('graphql-recent-auth/directive.graphql'));
      console.log(JSON.stringify(readFileSync(file, 'utf8')));`,
    );
    expect(text).toBe(await readFile(join(ROOT, 'schema/recent-auth.graphql'), 'utf8'));
  });

  it('loads one graphql, which our schemas and the caller share', async () => {
    const { stdout } = await run('npm', ['ls', 'graphql', '--all', '--parseable'], { cwd: folder });
    expect(new Set(stdout.trim().split('\n')).size).toBe(1);
  });
});

describe('installed alone', () => {
  const alone = ENTRIES.filter(({ peers }) => peers.every((name: string) => name === 'graphql'));
  it.each(alone)('$entry loads', async ({ entry, names }) => {
    expect(await namesOf(entry, await consumerFolder('nothing'))).toEqual(names);
  });
});

describe('in Node, where there is no page', () => {
  it('loads every module of the client side without a look at what only browsers have', async () => {
    const { files } = await packProject();
    const modules = files.filter((file) =>
      /^dist\/(client|apollo-client|react|graphql-ws|adapters)\/.*\.js$/.test(file),
    );
    const touched = await evaluate(
      folder,
      `// These may look: they are others', and loaded before.
      for (const peer of ['@apollo/client/core', 'graphql-ws', 'react', 'react/jsx-runtime']) await import(peer);
      const touched = [];
      const GLOBALS = ['window', 'document', 'location', 'navigator', 'self',
        'localStorage', 'sessionStorage', 'indexedDB', 'BroadcastChannel', 'WebSocket', 'fetch'];
      for (const name of GLOBALS) {
        const get = () => void touched.push(name);
        Object.defineProperty(globalThis, name, { configurable: true, get });
      }
      const modules = ${JSON.stringify(modules)};
      const root = new URL('./node_modules/graphql-recent-auth/', 'file://' + process.cwd() + '/');
      for (const module of modules) await import(new URL(module, root));
      process.stdout.write(JSON.stringify({ modules: modules.length, touched }));`,
    );
    expect(touched).toEqual({ modules: modules.length, touched: [] });
    expect(modules).toContain('dist/client/prompt-cycle.js');
  });
});

/** What a module of a consumer's project gets from an entry. */
function namesOf(entry: string, folder: string): Promise<unknown> {
  return evaluate(
    folder,
    `console.log(JSON.stringify(Object.keys(await import(${JSON.stringify(entry)}))))`,
  );
}
