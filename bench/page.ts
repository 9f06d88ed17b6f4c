import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { build } from 'vite';
import { launchBrowser } from './browser.js';
import { measureDialog } from './dialog.js';
import { measureFirstPaint } from './first-paint.js';
import type { Measurement } from './goal.js';
import { startProgram } from './program.js';
import type { Program } from './program.js';

/** What somebody with a browser at the built demo waits for. */
export async function measurePage(): Promise<readonly Measurement[]> {
  const browser = await launchBrowser();
  if (!browser) {
    process.stderr.write('\nThe page is not measured: no Chromium here, nor at CHROMIUM_PATH\n');
    return [];
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  const programs: Program[] = [];
  try {
    const demo = await startDemo(folder);
    programs.push(demo);
    const bare = await startBarePage(folder);
    programs.push(bare);
    const firstPaint = await measureFirstPaint(browser, demo.url, bare.url);
    return [...firstPaint, ...(await measureDialog(browser, demo.url))];
  } finally {
    await browser.close();
    for (const { stop } of programs) await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** As `npm start` runs it, with a database and a development provider of its own. */
function startDemo(folder: string): Promise<Program> {
  return startProgram([resolve('dist/server/main.js')], {
    cwd: folder,
    env: { NODE_ENV: 'bench', PORT: '0', PROVIDER_PORT: '0', DATA_DIR: join(folder, 'data') },
  });
}

/** React and Apollo Client alone, built as the demo's page is. */
async function startBarePage(folder: string): Promise<Program> {
  const outDir = join(folder, 'bare');
  await build({
    configFile: false,
    root: resolve('bench/bare'),
    plugins: [react()],
    build: { outDir, emptyOutDir: true, target: 'es2022' },
    logLevel: 'warn',
  });
  // A page has two documents here.
  await copyFile(join(outDir, 'index.html'), join(outDir, 'popup.html'));
  return startProgram([fileURLToPath(new URL('./bare/serve.js', import.meta.url)), outDir], {
    cwd: folder,
  });
}
