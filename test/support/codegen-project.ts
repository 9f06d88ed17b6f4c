import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROOT, run } from './packed-project.js';
import { temporaryFolder } from './temporary.js';

/** The two majors of GraphQL Code Generator, each with its own client-preset. */
export const CLIS = {
  6: 'node_modules/@graphql-codegen/cli',
  7: 'node_modules/@graphql-codegen/cli-7',
};

/** What an application has installed, beside this package. */
const COMPANIONS = [
  'graphql',
  'typescript',
  '@apollo',
  '@graphql-codegen',
  '@graphql-tools',
  '@graphql-typed-document-node',
  'rxjs',
  '@types',
];

export interface CodegenProject {
  readonly folder: string;
  write(files: Readonly<Record<string, string>>): void;
  read(path: string): string;
  /** Runs the command as an application does; answers with everything that it printed. */
  generate(cli: keyof typeof CLIS, ...flags: readonly string[]): Promise<CodegenRun>;
  /** What a module of the project prints as JSON, in a process of its own. */
  evaluate(program: string): Promise<unknown>;
  readonly remove: () => void;
}

export interface CodegenRun {
  readonly ok: boolean;
  readonly output: string;
}

/** An application's project, with this package installed as it would be published. */
export async function createCodegenProject(): Promise<CodegenProject> {
  const { path: folder, remove } = temporaryFolder();
  const modules = join(folder, 'node_modules');
  for (const name of COMPANIONS) link(join(ROOT, 'node_modules', name), join(modules, name));
  await installPackage(join(modules, 'graphql-recent-auth'));
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }');
  return {
    folder,
    remove,
    write(files) {
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    async generate(cli, ...flags) {
      const bin = join(folder, CLIS[cli], cli === 6 ? 'cjs/bin.js' : 'esm/bin.js');
      // Under NODE_ENV=test it would print nothing.
      const env = { ...process.env, NODE_ENV: 'development' };
      const options = { cwd: folder, env, timeout: 60_000 };
      const ran = run(process.execPath, [bin, ...flags], options);
      return ran.then(
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

/** Built without a second look at types: other tests have that. */
async function installPackage(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const path of ['package.json', 'schema']) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true });
  }
  const output = ['--outDir', join(folder, 'dist'), '--tsBuildInfoFile', join(folder, 'info')];
  const flags = ['-p', 'tsconfig.build.json', '--noCheck', ...output];
  await run(process.execPath, [join(ROOT, 'node_modules/typescript/bin/tsc'), ...flags], {
    cwd: ROOT,
  });
}

function link(target: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
}
