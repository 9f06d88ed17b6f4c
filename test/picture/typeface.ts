import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';

const FILE = 'node_modules/@fontsource-variable/inter/files/inter-latin-wght-normal.woff2';

/** Ours, where a page takes that of whatever system it is on: the picture is the same everywhere. */
export async function setTypeface(page: Page): Promise<void> {
  const source = `data:font/woff2;base64,${await readFile(FILE, 'base64')}`;
  await page.addStyleTag({
    content: `@font-face { font-family: Inter; font-weight: 100 900; src: url(${source}); }
      body { font-family: Inter; }`,
  });
  await page.evaluate(async () => {
    await document.fonts.ready;
  });
}
