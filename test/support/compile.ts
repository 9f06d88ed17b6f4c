import { basename } from 'node:path';
import ts from 'typescript';

/** How an application finds the modules of its packages: as Node does, or as bundlers do. */
export const RESOLUTIONS = {
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.Preserve, moduleResolution: ts.ModuleResolutionKind.Bundler },
} as const;

/** Compiles these files together; answers with what is wrong in them, or in the types of this package. */
export function compileFiles(
  files: readonly string[],
  options: ts.CompilerOptions = {},
): readonly string[] {
  const program = ts.createProgram(files, {
    ...RESOLUTIONS.nodenext,
    noEmit: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    target: ts.ScriptTarget.ES2023,
    moduleDetection: ts.ModuleDetectionKind.Force,
    jsx: ts.JsxEmit.ReactJSX,
    skipLibCheck: true,
    types: [],
    ...options,
  });
  return ts
    .getPreEmitDiagnostics(program)
    .filter(({ file }) => !isForeign(file))
    .map(({ file, start = 0, messageText }) => {
      const line = file ? ts.getLineAndCharacterOfPosition(file, start).line + 1 : 0;
      const text = ts.flattenDiagnosticMessageText(messageText, ' ');
      return `${basename(file?.fileName ?? 'options')}:${line} ${text}`;
    });
}

/** Of another package, or of TypeScript: Apollo Client's own types do not compile with `exactOptionalPropertyTypes`. */
function isForeign(file: ts.SourceFile | undefined): boolean {
  return /node_modules\/(?!graphql-recent-auth\/)/.test(file?.fileName ?? '');
}
