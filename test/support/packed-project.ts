import { execFile } from 'node:child_process';
import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The folder of this project. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export const run = promisify(execFile);

export interface PackedProject {
  readonly tarball: string;
  /** What the tarball holds, by path. */
  readonly files: readonly string[];
  /** A folder with the same files, as they were packed. */
  readonly folder: string;
  readonly remove: () => Promise<void>;
}

/** Builds the project into an empty folder and packs it there, as `npm publish` would. */
export async function packProject(): Promise<PackedProject> {
  const folder = await mkdtemp(join(tmpdir(), 'packed-'));
  const names = await readdir(ROOT);
  for (const name of names.filter(
    (name) => name === 'schema' || /^[A-Z]+(\.md)?$|^package\.json$/.test(name),
  )) {
    await cp(join(ROOT, name), join(folder, name), { recursive: true });
  }
  const output = [
    '--outDir',
    join(folder, 'dist'),
    '--tsBuildInfoFile',
    join(folder, 'build.info'),
  ];
  await run(join(ROOT, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json', ...output], {
    cwd: ROOT,
  });
  const { stdout } = await run('npm', ['pack', '--json', '--ignore-scripts'], { cwd: folder });
  const [packed] = JSON.parse(stdout) as [{ filename: string; files: { path: string }[] }];
  return {
    tarball: join(folder, packed.filename),
    files: packed.files.map(({ path }) => path),
    folder,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

/** An empty project with the tarball, and these packages, installed from scratch. */
export async function installTarball(
  tarball: string,
  packages: readonly string[],
): Promise<{ readonly folder: string; readonly remove: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'consumer-'));
  await writeFile(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  await run('npm', ['install', '--no-audit', '--no-fund', tarball, ...packages], { cwd: folder });
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}
