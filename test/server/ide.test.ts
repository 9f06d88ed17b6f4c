import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StartOptions } from '../../src/server/index.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { pageFolder } from '../support/page-folder.js';

const SIGNED_IN = '<!doctype html><title>Back to the IDE</title>';
const page = pageFolder({
  '.vite/manifest.json': JSON.stringify({
    'ide/ide.tsx': { file: 'assets/ide-a1b2.js' },
    'ide/ide.css': { file: 'assets/ide-a1b2.css' },
  }),
  'ide/signed-in.html': SIGNED_IN,
});
const pageWithoutIde = pageFolder();
afterAll(() => {
  page.remove();
  pageWithoutIde.remove();
});

async function start(changes: Partial<StartOptions> = {}): Promise<BankServer> {
  const bank = await startBank({ demo: true, pageDir: page.path, ...changes });
  onTestFinished(() => bank.close());
  return bank;
}

describe('The IDE', () => {
  it('has a bar to sign in before Altair, may reach the issuer, and lets its window be', async () => {
    const { url, issuer } = await start();
    const response = await fetch(`${url}/ide`);
    const html = await response.text();
    const [, nonce = ''] = /nonce="([^"]+)"/.exec(html) ?? [];
    const policy = [
      "default-src 'self'",
      `script-src 'self' 'nonce-${nonce}'`,
      "style-src 'self' 'unsafe-inline'",
      `connect-src 'self' ${issuer.issuer}`,
      "img-src 'self' data:",
      "font-src 'self' data:",
      "object-src 'none'",
      "base-uri 'self'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ];
    expect(response.url).toBe(`${url}/ide/`);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-security-policy': policy.join('; '),
      'cross-origin-opener-policy': 'same-origin-allow-popups',
      'cache-control': 'no-store',
    });
    expect(html).toContain('<html lang="en" data-config="{&#34;authority&#34;:');
    expect(html).toContain('<body><section id="ide-bar" class="ide-bar" aria-label="Sign-in">');
    expect(html).toContain('<link rel="stylesheet" href="/assets/ide-a1b2.css">');
    const scripts = [...html.matchAll(/<script [^>]*src="([^"]+)"/g)].map(([, src]) => src);
    expect(scripts).toEqual(['/assets/ide-a1b2.js', 'polyfills.js', 'main.js']);
  });

  it.each(['code=c&state=s', 'error=access_denied&state=s'])(
    'takes what the provider sends back with ?%s in a document of its own',
    async (query) => {
      const { url } = await start();
      const response = await fetch(`${url}/ide?${query}`, { redirect: 'manual' });
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cross-origin-opener-policy': 'unsafe-none',
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
      });
      expect(response.headers.get('content-security-policy')).toContain(
        "connect-src 'self'; base-uri 'none'",
      );
      expect([response.status, await response.text()]).toEqual([200, SIGNED_IN]);
    },
  );

  it.each<{ where: string; changes: Partial<StartOptions> }>([
    { where: 'there is no page', changes: { pageDir: undefined } },
    { where: 'the page is not built', changes: { pageDir: `${page.path}/nowhere` } },
    { where: 'the page has no such bar', changes: { pageDir: pageWithoutIde.path } },
    { where: 'DEMO is off', changes: { demo: false } },
  ])('is Altair alone where $where', async ({ changes }) => {
    const { url, issuer } = await start(changes);
    const response = await fetch(`${url}/ide?state=s`);
    const html = await response.text();
    expect(response.url).toBe(`${url}/ide/`);
    expect(response.headers.get('content-security-policy')).not.toContain(issuer.issuer);
    expect(html).toContain('AltairGraphQL.init');
    expect(html).toContain('paste it under Auth');
    expect(html).not.toContain('ide-bar');
  });
});
