import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Identity } from './identity.js';
import { withPageConfig } from './page-config.js';

/** The built bar above Altair, in which developers sign in. */
export interface IdeSignIn {
  /** Where its script and its stylesheet are. */
  readonly script: string;
  readonly stylesheet: string;
  /** The document to which the provider's redirect leads. */
  readonly signedIn: string;
}

/** `undefined` where the page is not built. */
export async function readIdeSignIn(pageDir: string): Promise<IdeSignIn | undefined> {
  try {
    const [manifest, signedIn] = await Promise.all([
      readFile(join(pageDir, '.vite/manifest.json'), 'utf8'),
      readFile(join(pageDir, 'ide/signed-in.html'), 'utf8'),
    ]);
    const built = JSON.parse(manifest) as Readonly<Record<string, { file: string } | undefined>>;
    const [script, stylesheet] = [built['ide/ide.tsx'], built['ide/ide.css']];
    return script && stylesheet
      ? { script: `/${script.file}`, stylesheet: `/${stylesheet.file}`, signedIn }
      : undefined;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * Puts the bar into Altair's document. Its script comes before Altair's own, so that it is there before Altair
 * reads or writes anything.
 */
export function withSignIn(
  html: string,
  { script, stylesheet }: IdeSignIn,
  identity: Pick<Identity, 'issuer' | 'clientId' | 'developmentProvider'>,
): string {
  const head = `<link rel="stylesheet" href="${stylesheet}"><script type="module" src="${script}"></script>`;
  const framed = [
    ['<html>', '<html lang="en" data-config="">'],
    ['</head>', `${head}</head>`],
    ['<body>', '<body><section id="ide-bar" class="ide-bar" aria-label="Sign-in"></section>'],
  ].reduce((text, [before = '', after = '']) => {
    if (text.split(before).length !== 2) throw new Error(`Altair must hold ${before} once`);
    return text.replace(before, () => after);
  }, html);
  return withPageConfig(framed, identity);
}
