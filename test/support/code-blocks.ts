import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/** A block of a Markdown page that is fenced as `ts` or `tsx`. */
export interface CodeBlock {
  /** A path that its first line gives, such as `// client.ts`. */
  readonly name: string;
  readonly code: string;
}

/** The blocks of a page in order; those that do not say their name are called `block-1.ts` and so on. */
export function codeBlocks(markdown: string): readonly CodeBlock[] {
  const blocks = [...markdown.matchAll(/^```(tsx?)\n(.*?)^```$/gms)].map(
    ([, language = '', code = ''], index) => {
      const name = /^\/\/ ([\w./-]+)\n/.exec(code)?.[1] ?? `block-${index + 1}.${language}`;
      if (!name.endsWith(`.${language}`)) throw new Error(`${name} is fenced as ${language}`);
      return { name, code };
    },
  );
  const names = blocks.map(({ name }) => name);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) throw new Error(`Two blocks of the page are called ${repeated}`);
  return blocks;
}

/** Writes the blocks as the files that they say they are; answers with their paths. */
export async function writeBlocks(
  blocks: readonly CodeBlock[],
  folder: string,
): Promise<readonly string[]> {
  const files = blocks.map(({ name, code }) => ({ path: join(folder, name), code }));
  for (const { path, code } of files) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, code);
  }
  return files.map(({ path }) => path);
}

/** Writes the blocks as Node runs them, beside what they are compiled from. */
export async function transpileBlocks(
  blocks: readonly CodeBlock[],
  folder: string,
  options: ts.CompilerOptions = {},
): Promise<void> {
  for (const { name, code } of blocks) {
    const { outputText } = ts.transpileModule(code, {
      compilerOptions: {
        module: ts.ModuleKind.ESNext,
        target: ts.ScriptTarget.ES2023,
        jsx: ts.JsxEmit.ReactJSX,
        ...options,
      },
    });
    const path = join(folder, name.replace(/tsx?$/, 'js'));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, outputText);
  }
}

/** Every package that a page has one install, such as `express@5`. */
export function installedPackages(markdown: string): readonly string[] {
  const commands = [...markdown.matchAll(/^npm install (?:--save-dev )?(.*)$/gm)];
  const names = commands.flatMap(([, names = '']) => names.split(' '));
  return names.filter((name) => name !== 'graphql-recent-auth');
}
