import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ROOT, run } from './packed-project.js';

/** A copy of what is, or would be, in the repository, with nothing that was installed or built. */
export async function copyCheckout(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const list = ['ls-files', '--cached', '--others', '--exclude-standard', '--deduplicate', '-z'];
  const [{ stdout: all }, { stdout: deleted }] = await Promise.all([
    run('git', list, { cwd: ROOT }),
    run('git', ['ls-files', '--deleted', '-z'], { cwd: ROOT }),
  ]);
  const gone = new Set(deleted.split('\0'));
  const folder = await mkdtemp(join(tmpdir(), 'checkout-'));
  for (const file of all.split('\0').filter((name) => name !== '' && !gone.has(name))) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await cp(join(ROOT, file), join(folder, file));
  }
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What a newcomer's shell has: none of the variables of whoever runs the tests. */
export function bareEnvironment(
  variables: Readonly<Record<string, string>> = {},
): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env;
  return { PATH, HOME, ...variables };
}

export interface NpmScript {
  /** Everything it said so far. */
  readonly output: () => string;
  /** Resolves once it says so; rejects when it ends before. */
  readonly says: (text: string) => Promise<void>;
  /** Ends it as a terminal or a service manager does; resolves when nothing of it is left. */
  readonly stop: (signal: NodeJS.Signals) => Promise<void>;
}

/** Runs an npm script in a process group of its own, as a shell does. */
export function startScript(
  folder: string,
  script: string,
  variables: Readonly<Record<string, string>>,
): NpmScript {
  const child = spawn('npm', ['run', script], {
    cwd: folder,
    env: bareEnvironment(variables),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let text = '';
  const collect = (chunk: Buffer): void => {
    text += chunk.toString();
    child.emit('said');
  };
  child.stdout.on('data', collect);
  child.stderr.on('data', collect);
  let isOver = false;
  const ended = once(child, 'close').then(() => {
    isOver = true;
    child.emit('said');
  });
  return {
    output: () => text,
    async stop(signal) {
      // npm does not hand a signal on to what it runs: the whole group gets it.
      if (!isOver && child.pid !== undefined) process.kill(-child.pid, signal);
      await ended;
    },
    async says(wanted) {
      while (!text.includes(wanted)) {
        if (isOver) throw new Error(`It ended without saying "${wanted}": ${text}`);
        await once(child, 'said');
      }
    },
  };
}

/** A port of loopback that was free a moment ago. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
