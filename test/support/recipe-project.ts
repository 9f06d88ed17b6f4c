import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import type { TestIssuer } from '../../src/testing/index.js';
import { installTarball, packProject, ROOT, run } from './packed-project.js';
import { compileFiles, typescriptBlocks } from './readme.js';

/** What the recipes are run with: releases that work together on Node 20. */
const PINS: Readonly<Record<string, string>> = {
  '@apollo/server': '5.5.1',
  '@as-integrations/express5': '1.1.2',
  '@as-integrations/fastify': '3.1.0',
  '@fastify/cors': '11.4.3',
  '@graphql-tools/schema': '10.1.5',
  '@nestjs/apollo': '14.0.3',
  '@nestjs/common': '12.5.1',
  '@nestjs/core': '12.5.1',
  '@nestjs/graphql': '14.0.3',
  '@nestjs/platform-express': '12.5.1',
  '@pothos/core': '4.15.1',
  '@types/cors': '2.8.19',
  '@types/express': '5.0.6',
  '@types/node': '20.19.43',
  cors: '2.8.6',
  express: '5.3.0',
  fastify: '5.12.8',
  graphql: '16.15.0',
  'graphql-http': '1.23.1',
  'graphql-yoga': '5.24.1',
  mercurius: '16.10.1',
  'reflect-metadata': '0.2.2',
  rxjs: '7.8.2',
};

/** Nest's decorators are TypeScript's own. */
const DECORATORS = { experimentalDecorators: true, emitDecoratorMetadata: true };

export interface RecipeProject {
  readonly folder: string;
  /** Packages that the page has one install and that are not the ones it is run with. */
  readonly otherPackages: readonly string[];
  /** Compiles every recipe; answers with what is wrong. */
  compile(): readonly string[];
  /** What a program prints that stands beside the recipes, as JSON. */
  evaluate(program: string): Promise<unknown>;
  readonly remove: () => Promise<void>;
}

/** The files of docs/RECIPES.md, with everything that they import, trusting this issuer. */
export async function createRecipeProject(issuer: TestIssuer): Promise<RecipeProject> {
  const page = await readFile(join(ROOT, 'docs/RECIPES.md'), 'utf8');
  const packed = await packProject();
  const packages = Object.entries(PINS).map(([name, version]) => `${name}@${version}`);
  const consumer = await installTarball(packed.tarball, packages);
  const folder = join(consumer.folder, 'recipes');
  await mkdir(folder);
  const blocks = typescriptBlocks(page).map((block) => ({ name: nameOf(block), block }));
  for (const { name, block } of blocks) {
    await writeFile(join(folder, name), block);
    const { outputText } = ts.transpileModule(trust(block, issuer), {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        ...DECORATORS,
      },
    });
    await writeFile(join(folder, name.replace(/ts$/, 'js')), outputText);
  }
  return {
    folder,
    otherPackages: installedPackages(page).filter((name) => !isPinned(name)),
    compile: () =>
      compileFiles(
        blocks.map(({ name }) => join(folder, name)),
        DECORATORS,
      ),
    async evaluate(program) {
      const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
        cwd: folder,
      });
      return JSON.parse(stdout) as unknown;
    },
    async remove() {
      await consumer.remove();
      await packed.remove();
    },
  };
}

/** The first line of a block names its file. */
function nameOf(block: string): string {
  const name = /^\/\/ ([\w.-]+\.ts)\n/.exec(block)?.[1];
  if (name === undefined) throw new Error(`A recipe does not name its file: ${block.slice(0, 80)}`);
  return name;
}

function trust(block: string, { issuer, audience }: TestIssuer): string {
  return block
    .replace(/issuer: 'https:[^']*'/, `issuer: '${issuer}'`)
    .replace(/audience: '[^']*'/, `audience: '${audience}'`);
}

/** Everything that the page has one install, such as `express@5`. */
function installedPackages(page: string): readonly string[] {
  const commands = [...page.matchAll(/^npm install (?:--save-dev )?(.*)$/gm)];
  const names = commands.flatMap(([, names = '']) => names.split(' '));
  return names.filter((name) => name !== 'graphql-recent-auth');
}

function isPinned(wanted: string): boolean {
  const [, name = '', major = ''] = /^(.+)@([\d.]+)$/.exec(wanted) ?? [];
  return PINS[name]?.startsWith(`${major}.`) ?? false;
}
