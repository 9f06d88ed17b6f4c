import { execFile } from 'node:child_process';
import { cp, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { oncePerRun } from './once-per-run.js';

/** The folder of this project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const run = promisify(execFile);

export interface PackedProject {
  readonly tarball: string;
  /** What the tarball holds, by path. */
  readonly files: readonly string[];
  /** A folder with the same files, as they were packed. */
  readonly folder: string;
}

/** Builds the project into an empty folder and packs it there, as `npm publish` would: once for all tests of a run. */
export function packProject(): Promise<PackedProject> {
  return oncePerRun('packed', pack);
}

async function pack(folder: string): Promise<PackedProject> {
  const names = await readdir(ROOT);
  for (const name of names.filter(
    (name) => name === 'schema' || name === 'docs' || /^[A-Z]+(\.md)?$|^package\.json$/.test(name),
  )) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const output = [
    '--outDir',
    join(folder, 'dist'),
    '--tsBuildInfoFile',
    join(folder, 'build.info'),
  ];
  const compiler = join(ROOT, 'node_modules/.bin/tsc');
  await run(compiler, ['-p', 'tsconfig.build.json', ...output], { cwd: ROOT }).catch(
    (failure: unknown) => {
      throw new Error(`The build failed: ${(failure as { stdout: string }).stdout}`);
    },
  );
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts'], { cwd: folder });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    folder,
  };
}

/** A project with the packed tarball, and these packages, installed from scratch: once for all tests of a run. */
export async function installTarball(name: string, packages: readonly string[]): Promise<string> {
  const { tarball } = await packProject();
  return oncePerRun(name, async (folder) => {
    await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
    const install = ['install', '--no-audit', '--no-fund', tarball, ...packages];
    await run('npm', install, { cwd: folder });
    return folder;
  });
}
