import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { TestIssuer } from '../../src/testing/index.js';
import { codeBlocks, transpileBlocks } from './code-blocks.js';
import { consumerFolder } from './consumers.js';
import { ROOT } from './packed-project.js';

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

/** Runs the README's first server as it stands there, but for the issuer that it trusts; answers with where it listens. */
export async function serveReadme({
  issuer,
  audience,
}: Pick<TestIssuer, 'issuer' | 'audience'>): Promise<string> {
  const blocks = codeBlocks(await readFile(join(ROOT, 'README.md'), 'utf8'));
  const server = blocks.find(({ code }) => code.includes('startStandaloneServer'));
  const code = (server?.code ?? '')
    .replace(/issuer: '[^']*'/, `issuer: '${issuer}'`)
    .replace(/audience: '[^']*'/, `audience: '${audience}'`);
  const folder = await consumerFolder('everything');
  await transpileBlocks([{ name: 'server.ts', code }], folder);
  return startProgram('server.js', folder);
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
