import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { onTestFinished } from 'vitest';
import type { TestIssuer } from '../../src/testing/index.js';

/** Whatever port the program asks for, it gets a free one of loopback and says which. */
const FREE_PORT = `
  import { Server } from 'node:net';
  const { listen } = Server.prototype;
  Server.prototype.listen = function (...options) {
    const listening = options.filter((option) => typeof option === 'function');
    this.once('listening', () => process.send(this.address().port));
    return listen.call(this, 0, '127.0.0.1', ...listening);
  };
  process.once('disconnect', () => process.exit());
`;

/** What the README's server must be able to do. */
const TRANSFER = 'mutation { transfer(amount: 100) }';

/**
 * Runs a server of the README as it stands there, but for the issuer that it trusts. The answer is
 * what sends its `transfer` mutation with a token.
 */
export async function serveSnippet(
  snippet: string,
  { issuer, audience }: Pick<TestIssuer, 'issuer' | 'audience'>,
  folder: string,
): Promise<(token: string) => Promise<unknown>> {
  const program = snippet
    .replace(/issuer: '[^']*'/, `issuer: '${issuer}'`)
    .replace(/audience: '[^']*'/, `audience: '${audience}'`);
  const { outputText } = ts.transpileModule(program, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  await writeFile(join(folder, 'server.js'), outputText);
  const origin = await startProgram('server.js', folder);
  return async (token) => {
    const response = await fetch(origin, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: TRANSFER }),
    });
    return (await response.json()) as unknown;
  };
}

/** Starts a program of this folder that listens, and answers with where; it ends with the test. */
export async function startProgram(file: string, folder: string): Promise<string> {
  await writeFile(join(folder, 'free-port.js'), FREE_PORT);
  const server = spawn(process.execPath, ['--import', './free-port.js', file], {
    cwd: folder,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  onTestFinished(() => stop(server));
  return `http://127.0.0.1:${await portOf(server)}`;
}

async function portOf(server: ChildProcess): Promise<number> {
  const ended = once(server, 'exit').then(() => {
    throw new Error('The program ended before it listened');
  });
  const [port] = (await Promise.race([once(server, 'message'), ended])) as [number];
  return port;
}

async function stop(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null) return;
  const ended = once(server, 'exit');
  server.kill();
  await ended;
}
