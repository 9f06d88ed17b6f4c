import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import ts from 'typescript';
import { ROOT } from './packed-project.js';

/** The blocks of a Markdown text that are fenced as `ts`. */
export function typescriptBlocks(markdown: string): readonly string[] {
  return [...markdown.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, block = '']) => block);
}

/** Compiles each block as a module of its own in this project; answers with what is wrong. */
export async function compileBlocks(
  blocks: readonly string[],
  folder: string,
): Promise<readonly string[]> {
  const snippets = join(folder, 'snippets');
  await mkdir(snippets, { recursive: true });
  const files = blocks.map((_, index) => join(snippets, `block-${index + 1}.ts`));
  for (const [index, file] of files.entries()) await writeFile(file, blocks[index] ?? '');
  return compileFiles(files);
}

/** Compiles these files together; answers with what is wrong. */
export function compileFiles(
  files: readonly string[],
  options: ts.CompilerOptions = {},
): readonly string[] {
  const program = ts.createProgram(files, {
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.NodeNext,
    moduleDetection: ts.ModuleDetectionKind.Force,
    skipLibCheck: true,
    types: ['node'],
    typeRoots: [join(ROOT, 'node_modules/@types')],
    ...options,
  });
  return ts.getPreEmitDiagnostics(program).map(({ file, messageText }) => {
    const text = ts.flattenDiagnosticMessageText(messageText, ' ');
    return `${basename(file?.fileName ?? 'options')}: ${text}`;
  });
}
