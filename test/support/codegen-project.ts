import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, run } from './packed-project.js';
import { temporaryFolder } from './temporary.js';

/** An application that uses one major of GraphQL Code Generator. */
export interface CodegenProject {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  /** Runs the command as an application does; answers with everything that it printed. */
  generate(...flags: readonly string[]): Promise<{ readonly ok: boolean; readonly output: string }>;
  /** What a module of the project prints as JSON, in a process of its own. */
  evaluate(program: string): Promise<unknown>;
}

export interface CodegenProjects {
  readonly 6: CodegenProject;
  readonly 7: CodegenProject;
  readonly remove: () => void;
}

/** What both applications have installed, beside this package. */
const COMPANIONS = [
  'graphql',
  '@apollo',
  '@graphql-tools',
  '@graphql-typed-document-node',
  '@types',
];

/** This package is installed in them as it would be published. */
export async function createCodegenProjects(): Promise<CodegenProjects> {
  const { path: folder, remove } = temporaryFolder();
  const modules = join(folder, 'node_modules');
  for (const name of COMPANIONS) link(join(ROOT, 'node_modules', name), join(modules, name));
  await installPackage(join(modules, 'graphql-recent-auth'));
  const scope = join(ROOT, 'node_modules/@graphql-codegen');
  const seven = join(scope, 'cli-7');
  const nested = join(seven, 'node_modules/@graphql-codegen');
  return {
    6: createProject(join(folder, '6'), scope, join(scope, 'cli')),
    7: createProject(join(folder, '7'), nested, seven),
    remove,
  };
}

/** Its plugins and presets are those that came with its command. */
function createProject(folder: string, scope: string, cli: string): CodegenProject {
  const own = join(folder, 'node_modules/@graphql-codegen');
  for (const name of readdirSync(scope)) {
    if (name !== 'cli' && name !== 'cli-7') link(join(scope, name), join(own, name));
  }
  link(cli, join(own, 'cli'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  const manifest = readFileSync(join(cli, 'package.json'), 'utf8');
  const { bin } = JSON.parse(manifest) as { bin: Record<string, string> };
  const command = join(own, 'cli', bin['graphql-codegen'] ?? '');

  return {
    folder,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    async generate(...flags) {
      // Under NODE_ENV=test it would print nothing.
      const env = { ...process.env, NODE_ENV: 'development' };
      const options = { cwd: folder, env, timeout: 60_000 };
      return run(process.execPath, [command, ...flags], options).then(
        ({ stdout, stderr }) => ({ ok: true, output: stdout + stderr }),
        (failure: unknown) => {
          const { stdout, stderr } = failure as { stdout: string; stderr: string };
          return { ok: false, output: stdout + stderr };
        },
      );
    },
    async evaluate(program) {
      const flags = ['--input-type=module', '--eval', program];
      const { stdout } = await run(process.execPath, flags, { cwd: folder, timeout: 60_000 });
      return JSON.parse(stdout) as unknown;
    },
  };
}

/** Built without a look at types: other tests have that. */
async function installPackage(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const path of ['package.json', 'schema']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  const output = ['--outDir', join(folder, 'dist'), '--tsBuildInfoFile', join(folder, 'info')];
  const flags = ['-p', 'tsconfig.build.json', '--noCheck', ...output];
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  await run(process.execPath, [compiler, ...flags], { cwd: ROOT });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
