import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { codeBlocks, writeBlocks } from './code-blocks.js';

const ROOT = join(import.meta.dirname, '../..');
/** Ignored by git, and within the project: what stands outside is not compiled for a test. */
const RESULTS = join(ROOT, 'test-results');

export interface PageModules {
  /** The files that the page's blocks say they are. */
  readonly names: readonly string[];
  load(name: string): Promise<Readonly<Record<string, unknown>>>;
  remove(): void;
}

/** The blocks of a page as modules, on the sources instead of the package. */
export async function loadPage(page: string): Promise<PageModules> {
  mkdirSync(RESULTS, { recursive: true });
  const folder = mkdtempSync(join(RESULTS, 'page-'));
  const main = relative(folder, join(ROOT, 'src/index.js'));
  const blocks = codeBlocks(readFileSync(join(ROOT, page), 'utf8')).map(({ name, code }) => ({
    name,
    code: code.replaceAll("'graphql-recent-auth'", `'${main}'`),
  }));
  await writeBlocks(blocks, folder);
  return {
    names: blocks.map(({ name }) => name),
    load: (name) => import(join(folder, name)) as Promise<Readonly<Record<string, unknown>>>,
    remove() {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
