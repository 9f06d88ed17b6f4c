import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { temporaryFolder } from './temporary.js';

/** The package as `npm start` runs it, built into a folder of its own. */
export interface BuiltPackage {
  readonly path: string;
  readonly remove: () => void;
}

export function buildPackage(): BuiltPackage {
  const folder = temporaryFolder();
  for (const name of ['schema', 'node_modules']) {
    symlinkSync(resolve(name), join(folder.path, name));
  }
  cpSync('package.json', join(folder.path, 'package.json'));
  const options = ['--outDir', join(folder.path, 'dist'), '--noCheck', '--incremental', 'false'];
  const { status, stdout } = spawnSync(
    process.execPath,
    [resolve('node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json', ...options],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`The build failed: ${stdout}`);
  return folder;
}

/** A program of the package, running. */
export interface RunningProgram {
  readonly child: ChildProcess;
  /** Everything it said so far, on either stream. */
  readonly output: () => string;
  /** Resolves with the exit code, or with the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>;
  /** Resolves with the first match in what it says; rejects when it ends before. */
  readonly says: (pattern: RegExp) => Promise<RegExpExecArray>;
}

export type Environment = Readonly<Record<string, string>>;

/** Runs with this environment alone: what the tester's shell exports must not matter. */
export function runProgram(
  built: BuiltPackage,
  [program = '', ...args]: readonly string[],
  environment: Environment,
  cwd: string = built.path,
): RunningProgram {
  const { PATH = '', HOME = '' } = process.env;
  const child = spawn(process.execPath, [join(built.path, 'dist', program), ...args], {
    cwd,
    env: { PATH, HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      child.emit('said');
    });
  }
  const ended = once(child, 'close').then(() => child.exitCode ?? child.signalCode);
  let isOver = false;
  void ended.then(() => {
    isOver = true;
    child.emit('said');
  });
  return {
    child,
    output: () => text,
    ended,
    async says(pattern) {
      for (;;) {
        const match = pattern.exec(text);
        if (match) return match;
        if (isOver) throw new Error(`It ended without saying ${String(pattern)}: ${text}`);
        await once(child, 'said');
      }
    },
  };
}

/** The server on a free port; resolves when it is ready. */
export async function runServer(
  built: BuiltPackage,
  environment: Environment,
): Promise<RunningProgram & { readonly url: string }> {
  const program = runProgram(built, ['server/main.js'], {
    PORT: '0',
    NODE_ENV: 'test',
    ...environment,
  });
  const [, url = ''] = await program.says(/"url":"([^"]+)".*"msg":"Ready"/);
  return { ...program, url };
}
