import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryFolder } from './temporary.js';

export const SCRIPT = `document.title = 'It works';\n`.repeat(100);
const FONT = Buffer.from([0x77, 0x4f, 0x46, 0x32, 0, 255]);

/** What a build of the page leaves, and beside it what nobody should get. */
const FILES: Readonly<Record<string, string | Buffer>> = {
  'index.html': '<!doctype html><html lang="en" data-config=""><title>Bank</title></html>',
  'popup.html': '<!doctype html><html lang="en" data-config=""><title>Signed in</title></html>',
  '.vite/manifest.json': '{}',
  'secret.js': 'secret',
  'assets/index-a1b2.js': SCRIPT,
  'assets/index-a1b2.css': 'body { margin: 0 }',
  'assets/icon-a1b2.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'assets/inter-a1b2.woff2': FONT,
  'assets/index-a1b2.js.map': '{}',
  'assets/.env': 'secret',
  'assets/nested/index-a1b2.js': 'secret',
};

/** A built page in a folder of its own; `undefined` leaves a file out. */
export function pageFolder(
  changes: Readonly<Record<string, string | undefined>> = {},
): ReturnType<typeof temporaryFolder> {
  const { path, remove } = temporaryFolder();
  for (const [name, content] of Object.entries({ ...FILES, ...changes })) {
    if (content === undefined) continue;
    const file = join(path, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }
  symlinkSync('/etc/hosts', join(path, 'assets/hosts.js'));
  return { path, remove };
}
