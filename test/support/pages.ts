import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { codeBlocks } from './code-blocks.js';
import type { CodeBlock } from './code-blocks.js';
import { ROOT } from './packed-project.js';

const SERVERS = ['docs/RECIPES.md', 'docs/LOGOUT.md'];

/** A page of Markdown with code in it. */
export interface Page {
  readonly page: string;
  readonly text: string;
  /** Its own, and those of the README that it goes on from. */
  readonly blocks: readonly CodeBlock[];
}

/** All but those whose servers have tests of their own. */
export async function readPages(): Promise<readonly Page[]> {
  const docs = (await readdir(join(ROOT, 'docs'))).map((name) => `docs/${name}`);
  const names = ['README.md', ...docs.filter((name) => name.endsWith('.md'))];
  const readme = codeBlocks(await read('README.md'));
  const pages = await Promise.all(
    names.map(async (page) => {
      const text = await read(page);
      const own = codeBlocks(text);
      const blocks = new Map([...readme, ...own].map((block) => [block.name, block]));
      return { page, text, own, blocks: [...blocks.values()] };
    }),
  );
  return pages.filter(({ page, own }) => own.length > 0 && !SERVERS.includes(page));
}

function read(page: string): Promise<string> {
  return readFile(join(ROOT, page), 'utf8');
}
