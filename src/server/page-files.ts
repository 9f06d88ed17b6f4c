import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

/** The built page in memory. What is not listed here cannot be asked for, whatever the address says. */
export interface PageFiles {
  readonly documents: Readonly<Record<PageDocument, string>>;
  /** By their names in `/assets/`, each of which holds a digest of the content. */
  readonly assets: ReadonlyMap<string, Asset>;
}

export type PageDocument = 'index.html' | 'popup.html';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
  /** `undefined` for what is compressed by itself. */
  readonly gzipped: Buffer | undefined;
}

/** `undefined` where the page is not built. */
export async function readPageFiles(folder: string): Promise<PageFiles | undefined> {
  try {
    const [index, popup, assets] = await Promise.all([
      readFile(join(folder, 'index.html'), 'utf8'),
      readFile(join(folder, 'popup.html'), 'utf8'),
      readAssets(join(folder, 'assets')),
    ]);
    return { documents: { 'index.html': index, 'popup.html': popup }, assets };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The kinds of file that a build leaves here; any other is not served. */
const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

async function readAssets(folder: string): Promise<ReadonlyMap<string, Asset>> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const assets = await Promise.all(names.map((name) => readAsset(folder, name)));
  return new Map(assets.flat());
}

async function readAsset(folder: string, name: string): Promise<[string, Asset][]> {
  const type = TYPES[extname(name)];
  if (type === undefined) return [];
  const body = await readFile(join(folder, name));
  const gzipped = /^text\/|\+xml/.test(type) ? await compress(body, { level: 9 }) : undefined;
  return [[name, { type, body, gzipped }]];
}

const compress = promisify(gzip);
