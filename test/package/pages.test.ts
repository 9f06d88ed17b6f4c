import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { installedPackages, writeBlocks } from '../support/code-blocks.js';
import { compileFiles, RESOLUTIONS } from '../support/compile.js';
import { companionsOf, consumerFolder } from '../support/consumers.js';
import { readPages } from '../support/pages.js';
import { serveReadme } from '../support/snippet-server.js';

describe.each(await readPages())('$page', ({ page, text, blocks }) => {
  it.each(['nodenext', 'bundler'] as const)(
    'has TypeScript that compiles, with modules found as %s does',
    async (resolution) => {
      const folder = join(await consumerFolder('everything'), page.replace(/\W/g, '-'));
      const files = await writeBlocks(blocks, folder);
      expect(compileFiles(files, RESOLUTIONS[resolution])).toEqual([]);
    },
  );

  it('has one install what it is compiled with here', () => {
    const names = installedPackages(text).map((name) => name.replace(/(?<=.)@.*/, ''));
    const companions = companionsOf('everything');
    expect(names.filter((name) => !companions.includes(name))).toEqual([]);
  });
});

describe('the first server of README.md', () => {
  it('asks for a recent sign-in', async () => {
    const issuer = await createTestIssuer();
    await issuer.listen();
    onTestFinished(() => issuer.close());
    const server = await serveReadme(issuer);
    const stale = await issuer.token({ auth_time: Math.floor(Date.now() / 1000) - 900 });
    expect(await transfer(server, stale)).toMatchObject({
      errors: [{ extensions: { code: 'REAUTH_REQUIRED', reauth: { executed: false } } }],
    });
    expect(await transfer(server, await issuer.token())).toEqual({ data: { transfer: 100 } });
  });
});

async function transfer(server: string, token: string): Promise<unknown> {
  const response = await fetch(server, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: 'mutation { transfer(amount: 100) }' }),
  });
  return response.json() as Promise<unknown>;
}
