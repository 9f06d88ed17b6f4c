import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ESLint } from 'eslint';
import { expect, it } from 'vitest';
import { layers } from '../../layers.js';
import { ROOT } from '../support/packed-project.js';

const eslint = new ESLint({ cwd: ROOT });

/** Lints this line as if it stood in the face of a folder; only what is forbidden to import counts. */
async function forbidden(folder: string, line: string): Promise<readonly string[]> {
  const filePath = join(ROOT, 'src', folder, 'index.ts');
  const [result] = await eslint.lintText(`${line}\n`, { filePath });
  const messages = result?.messages ?? [];
  expect(messages.filter(({ fatal }) => fatal)).toEqual([]);
  return messages
    .filter(({ ruleId }) => ruleId === 'no-restricted-imports')
    .map(({ message }) => message.replace(/^.*?layers\.js/, 'layers.js'));
}

const refusal = (name: string): string =>
  `layers.js does not let ${name} import this. Import another folder by its index.js.`;

it.each([
  ['tokens', `import { isFresh } from '../protocol/freshness.js';`, 'a deep import'],
  ['tokens', `export type { Clock } from '../protocol/clock.js';`, 'a deep re-export of a type'],
  ['tokens', `import { createRecentAuth } from '../directive/index.js';`, 'a forbidden folder'],
  ['directive', `import { createTokenVerifier } from '../tokens/index.js';`, 'a forbidden folder'],
  ['protocol', `import { createHash } from 'node:crypto';`, 'any package'],
  ['directive', `import { ApolloServer } from '@apollo/server';`, 'a forbidden package'],
  ['apollo', `import { jwtVerify } from 'jose';`, 'a forbidden package'],
  ['provider', `import { createTokenVerifier } from '../tokens/index.js';`, 'the code that checks'],
  ['provider', `import { isFresh } from '../protocol/index.js';`, 'anything of ours'],
  ['tokens', `import { x } from '../../test/support/forge.js';`, 'a folder outside of src'],
  ['apollo', `export * from '../server/index.js';`, 'the server'],
])('%s: %s is refused, being %s', async (folder, line) => {
  expect(await forbidden(folder, line)).toEqual([refusal(folder)]);
});

it.each([
  [`import { createTokenVerifier } from './tokens/verifier.js';`],
  [`import { recentAuthPlugin } from './apollo/index.js';`],
])('the main entry: %s is refused', async (line) => {
  expect(await forbidden('.', line)).toEqual([refusal('the main entry')]);
});

it.each([
  ['tokens', `import { isFresh } from '../protocol/index.js';`],
  ['tokens', `import { judgeClaims } from './claims.js';`],
  ['tokens', `import { importJWK } from 'jose';`],
  ['apollo', `import { startStandaloneServer } from '@apollo/server/standalone';`],
  ['server', `import { readFile } from 'node:fs/promises';`],
])('%s: %s is allowed', async (folder, line) => {
  expect(await forbidden(folder, line)).toEqual([]);
});

it('has a row for every folder of src', async () => {
  const entries = await readdir(join(ROOT, 'src'), { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  expect(folders.sort()).toEqual(Object.keys(layers).sort());
});
