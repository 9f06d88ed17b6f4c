import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The demo page: `src/web`, built into `dist/web`, from where the server serves it. */
export default defineConfig({
  root: at('src/web'),
  publicDir: false,
  plugins: [react()],
  // The page imports the library by its published names.
  resolve: {
    alias: [{ find: /^graphql-recent-auth\/(.+)$/, replacement: at('src/$1/index.ts') }],
  },
  build: {
    outDir: at('dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2022',
    // A strict policy has no place for data: URLs.
    assetsInlineLimit: 0,
    rolldownOptions: {
      input: [
        at('src/web/index.html'),
        at('src/web/popup.html'),
        // The bar above Altair at /ide, and where its sign-in comes back.
        at('src/web/ide/ide.tsx'),
        at('src/web/ide/ide.css'),
        at('src/web/ide/signed-in.html'),
      ],
    },
  },
  logLevel: 'warn',
});
