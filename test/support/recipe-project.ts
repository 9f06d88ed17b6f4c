import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestIssuer } from '../../src/testing/index.js';
import { codeBlocks, installedPackages, transpileBlocks, writeBlocks } from './code-blocks.js';
import { compileFiles } from './compile.js';
import { evaluate } from './consumers.js';
import { installTarball, ROOT } from './packed-project.js';

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
}

/** The files of a page, with everything that they import, trusting this issuer. */
export async function createRecipeProject(
  issuer: TestIssuer,
  path = 'docs/RECIPES.md',
): Promise<RecipeProject> {
  const page = await readFile(join(ROOT, path), 'utf8');
  const packages = Object.entries(PINS).map(([name, version]) => `${name}@${version}`);
  const folder = join(await installTarball('recipes', packages), 'recipes');
  const blocks = codeBlocks(page);
  const files = await writeBlocks(blocks, folder);
  const trusting = blocks.map(({ name, code }) => ({ name, code: trust(code, issuer) }));
  await transpileBlocks(trusting, folder, DECORATORS);
  return {
    folder,
    otherPackages: installedPackages(page).filter((name) => !isPinned(name)),
    compile: () => compileFiles(files, { types: ['node'], ...DECORATORS }),
    evaluate: (program) => evaluate(folder, program),
  };
}

function trust(block: string, { issuer, audience }: TestIssuer): string {
  return block
    .replace(/issuer: 'https:[^']*'/, `issuer: '${issuer}'`)
    .replace(/audience: '[^']*'/, `audience: '${audience}'`);
}

function isPinned(wanted: string): boolean {
  const [, name = '', major = ''] = /^(.+)@([\d.]+)$/.exec(wanted) ?? [];
  return PINS[name]?.startsWith(`${major}.`) ?? false;
}
