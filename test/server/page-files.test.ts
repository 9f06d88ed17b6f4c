import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAsIs } from '../support/ask-as-is.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { pageFolder, SCRIPT } from '../support/page-folder.js';

const page = pageFolder();
afterAll(page.remove);

let bank: BankServer;
beforeAll(async () => {
  bank = await startBank({ demo: true, pageDir: page.path });
});
afterAll(() => bank.close());

describe("The page's files", () => {
  it.each([
    { name: 'index-a1b2.js', type: 'text/javascript; charset=utf-8', compressed: true },
    { name: 'index-a1b2.css', type: 'text/css; charset=utf-8', compressed: true },
    { name: 'icon-a1b2.svg', type: 'image/svg+xml', compressed: true },
    { name: 'inter-a1b2.woff2', type: 'font/woff2', compressed: false },
  ])('$name is kept for ever, compressed: $compressed', async ({ name, type, compressed }) => {
    const plain = await askAsIs(bank.url, `/assets/${name}`);
    const gzip = await askAsIs(bank.url, `/assets/${name}`, {
      headers: { 'accept-encoding': 'br, gzip;q=0.8' },
    });
    for (const { status, headers } of [plain, gzip]) {
      expect(status).toBe(200);
      expect(headers).toMatchObject({
        'content-type': type,
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      });
      expect(headers.vary).toBe(compressed ? 'accept-encoding' : undefined);
    }
    expect(plain.headers).not.toHaveProperty('content-encoding');
    expect(gzip.headers['content-encoding']).toBe(compressed ? 'gzip' : undefined);
    expect(compressed ? gunzipSync(gzip.body) : gzip.body).toEqual(plain.body);
    if (name.endsWith('.js')) expect(plain.body.toString()).toBe(SCRIPT);
  });

  it.each(['identity', 'br', 'gzip;q=0', 'gzip; q=0.000', 'gzipped', '*', ''])(
    'come as they are to whoever accepts "%s"',
    async (accepted) => {
      const headers = { 'accept-encoding': accepted };
      const { body } = await askAsIs(bank.url, '/assets/index-a1b2.js', { headers });
      expect(body.toString()).toBe(SCRIPT);
    },
  );

  it('come whole to whoever asks for a part', async () => {
    const headers = { range: 'bytes=0-3' };
    const { status, body } = await askAsIs(bank.url, '/assets/index-a1b2.js', { headers });
    expect({ status, length: body.length }).toEqual({ status: 200, length: SCRIPT.length });
  });

  it.each([
    '/index.html',
    '/.vite/manifest.json',
    '/secret.js',
    '/assets',
    '/assets/',
    '/assets/missing.js',
    '/assets/.env',
    '/assets/index-a1b2.js.map',
    '/assets/hosts.js',
    '/assets/nested/index-a1b2.js',
    '/assets/nested%2findex-a1b2.js',
    '/assets/../secret.js',
    '/assets/../index.html',
    '/assets/..%2fsecret.js',
    '/assets/%2e%2e/secret.js',
    '/assets/%2e%2e%2fsecret.js',
    '/assets/..%5csecret.js',
    '/assets/%252e%252e%252fsecret.js',
    '/assets/index-a1b2.js%00.css',
    '/assets//index-a1b2.js',
    '/assets/__proto__',
    '/assets/constructor',
    '//evil.example/',
    '/popup.html/',
    '/callback/',
  ])('are not at %s', async (path) => {
    const { status, headers, body } = await askAsIs(bank.url, path);
    expect(status).toBe(404);
    expect(JSON.parse(body.toString())).toEqual({
      errors: [
        {
          message: 'Nothing is here; the API is at /graphql',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
    expect(headers).not.toHaveProperty('cache-control');
  });

  it('are not where the address cannot be decoded, and nothing of it comes back', async () => {
    const { status, body } = await askAsIs(bank.url, '/assets/%ff-evil');
    expect(status).toBe(400);
    expect(body.toString()).not.toContain('evil');
  });
});
