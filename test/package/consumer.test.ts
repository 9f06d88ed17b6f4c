import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installTarball, packProject, ROOT, run } from '../support/packed-project.js';
import { compileBlocks, typescriptBlocks } from '../support/readme.js';
import { serveSnippet } from '../support/snippet-server.js';
import { createTestIssuer } from '../../src/testing/index.js';

/** The newest releases that run on Node 20. */
const COMPANIONS = ['graphql@16', '@apollo/server@5', '@graphql-tools/schema@10'];

let folder: string;
const cleanUp: (() => Promise<void>)[] = [];
beforeAll(async () => {
  const packed = await packProject();
  cleanUp.push(packed.remove);
  const consumer = await installTarball(packed.tarball, COMPANIONS);
  cleanUp.push(consumer.remove);
  folder = consumer.folder;
});
afterAll(async () => {
  for (const remove of cleanUp) await remove();
});

describe('installed in an empty project', () => {
  it.each([
    {
      entry: 'graphql-recent-auth',
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
        'createContextBuilder',
        'createRecentAuth',
        'createTokenVerifier',
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
    { entry: 'graphql-recent-auth/apollo', names: ['apolloContext', 'recentAuthPlugin'] },
    { entry: 'graphql-recent-auth/codegen', names: ['plugin', 'recentAuthMeta', 'validate'] },
    {
      entry: 'graphql-recent-auth/testing',
      names: ['authenticationAt', 'createTestIssuer', 'manualClock'],
    },
  ])('$entry exports what is documented', async ({ entry, names }) => {
    expect(await evaluate(`Object.keys(await import(${JSON.stringify(entry)}))`)).toEqual(names);
  });

  it('has the directive as a file for schema tools', async () => {
    const path = `import.meta.resolve('graphql-recent-auth/directive.graphql')`;
    const text = `(await import('node:fs')).readFileSync(new URL(${path}), 'utf8')`;
    const file = await readFile(join(ROOT, 'schema/recent-auth.graphql'), 'utf8');
    expect(await evaluate(text)).toBe(file);
  });

  it('loads one graphql, which our schemas and the caller share', async () => {
    const { stdout } = await run('npm', ['ls', 'graphql', '--all', '--parseable'], { cwd: folder });
    expect(new Set(stdout.trim().split('\n')).size).toBe(1);
  });
});

describe('the README', () => {
  it('has TypeScript that compiles', async () => {
    const blocks = typescriptBlocks(await readFile(join(ROOT, 'README.md'), 'utf8'));
    expect(blocks).not.toEqual([]);
    expect(await compileBlocks(blocks, folder)).toEqual([]);
  });

  it('has a first server that asks for a recent sign-in', async () => {
    const blocks = typescriptBlocks(await readFile(join(ROOT, 'README.md'), 'utf8'));
    const snippet = blocks.find((block) => block.includes('startStandaloneServer')) ?? '';
    const issuer = await createTestIssuer();
    await issuer.listen();
    cleanUp.push(() => issuer.close());
    const transfer = await serveSnippet(snippet, issuer, folder);
    const now = Math.floor(Date.now() / 1000);
    expect(await transfer(await issuer.token({ auth_time: now - 900 }))).toMatchObject({
      errors: [{ extensions: { code: 'REAUTH_REQUIRED', reauth: { executed: false } } }],
    });
    expect(await transfer(await issuer.token())).toMatchObject({ data: { transfer: 100 } });
  });
});

/** What an expression is worth in the consumer's project, in a process of its own. */
async function evaluate(expression: string): Promise<unknown> {
  const program = `process.stdout.write(JSON.stringify(${expression}))`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: folder,
  });
  return JSON.parse(stdout);
}
