import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { build } from 'esbuild';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { answer } from '../support/handlers.js';
import { forgeKey } from '../support/forge.js';
import { DISCOVERY, KEYS, serveIssuer } from '../support/loopback-issuer.js';
import type { LoopbackIssuer } from '../support/loopback-issuer.js';
import { temporaryFolder } from '../support/temporary.js';

const folder = temporaryFolder();
const library = join(folder.path, 'tokens.mjs');

beforeAll(async () => {
  await build({
    ...{ entryPoints: ['src/tokens/index.ts'], outfile: library },
    ...{ bundle: true, platform: 'node', format: 'esm', logLevel: 'silent' },
  });
  return folder.remove;
});

/** A program of its own with a verifier; what it said, once it has come to its end. */
async function run(issuer: LoopbackIssuer, program: string): Promise<string> {
  const script = `
    import { createTokenVerifier } from ${JSON.stringify(library)};
    const issuer = ${JSON.stringify(issuer.issuer)};
    const verifier = createTokenVerifier({ issuer, audience: 'client-id' });
    ${program}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const said: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => said.push(chunk));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  return Buffer.concat(said).toString();
}

it.each([
  { state: 'holds keys', misbehave: {} },
  {
    state: 'is to ask again for keys that it could not have',
    misbehave: { keys: answer({ status: 500 }) },
  },
])('a process that $state ends by itself', async ({ misbehave }) => {
  const issuer = await serveIssuer([forgeKey('ES256', 'key-1').jwk]);
  issuer.misbehave = misbehave;
  const keys = await run(
    issuer,
    'await verifier.ready().catch(() => {}); console.log(verifier.health().keys);',
  );
  expect(keys).toBe('keys' in misbehave ? '0\n' : '1\n');
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('a process that waits for an issuer ends when its verifier is closed', async () => {
  const issuer = await serveIssuer([]);
  // Without an end: nobody but the verifier can end this.
  issuer.misbehave = { discovery: (_request, response) => response.writeHead(200).write('{') };
  const said = await run(
    issuer,
    `
      const began = performance.now();
      const asked = verifier.ready().catch(({ message }) => message);
      setTimeout(() => verifier.close(), 100);
      const message = await asked;
      process.on('exit', () => console.log(message, performance.now() - began < 4000));
    `,
  );
  expect(said).toBe('The verifier is closed true\n');
});
