import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import type { TestIssuer } from '../../src/testing/index.js';
import { consumerFolder } from '../support/consumers.js';

let folder: string;
beforeAll(async () => {
  folder = await consumerFolder('nothing');
});

interface Ended {
  readonly code: unknown;
  readonly out: string;
  readonly err: string;
}

/** Runs the installed program as its users do. On stderr npm may have its say, too. */
function npx(args: readonly string[], input: string): Promise<Ended> {
  const command = ['--no-install', 'graphql-recent-auth', ...args];
  return new Promise((resolve) => {
    const child = execFile('npx', command, { cwd: folder, timeout: 60_000 }, (error, out, err) => {
      resolve({ code: error ? error.code : 0, out, err });
    });
    child.stdin?.end(input);
  });
}

async function startIssuer(): Promise<TestIssuer> {
  const issuer = await createTestIssuer();
  await issuer.listen();
  onTestFinished(() => issuer.close());
  return issuer;
}

it('npx graphql-recent-auth explain says whether a token is accepted', async () => {
  const issuer = await startIssuer();
  const args = ['explain', '--issuer', issuer.issuer, '--audience', issuer.audience];
  const accepted = await npx([...args, '--seconds', '60'], await issuer.token());
  expect(accepted.code).toBe(0);
  expect(accepted.out).toContain('passes @requiresRecentAuth(seconds: 60).');
  const refused = await npx([...args, '--json'], await issuer.token({ aud: 'another' }));
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.out)).toMatchObject({ refusal: 'wrong_audience' });
});

it('refuses a token in an argument', async () => {
  const issuer = await startIssuer();
  const token = await issuer.token();
  const { code, out, err } = await npx(['explain', token], '');
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('a token in an argument is not looked at');
  expect(err).not.toContain(token.split('.')[2]);
});

it('says its version, and what to do without input', async () => {
  expect(await npx(['--version'], '')).toMatchObject({ code: 0, out: '0.1.0\n' });
  expect(await npx(['explain'], '')).toMatchObject({ code: 2, out: '' });
});

it('is executable as it is installed', async () => {
  const program = join(folder, 'node_modules/graphql-recent-auth/dist/command/main.js');
  expect((await stat(program)).mode & 0o111).toBe(0o111);
});
