import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { StartOptions } from '../../src/server/index.js';
import { askAsIs } from '../support/ask-as-is.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { pageFolder } from '../support/page-folder.js';

const page = pageFolder();
afterAll(page.remove);

let bank: BankServer;
beforeAll(async () => {
  bank = await startPage({ corsOrigins: ['https://app.example'] });
});
afterAll(() => bank.close());

function startPage(changes: Partial<StartOptions> = {}): Promise<BankServer> {
  return startBank({ demo: true, pageDir: page.path, ...changes });
}

async function startAnother(changes: Partial<StartOptions>): Promise<BankServer> {
  const another = await startPage(changes);
  onTestFinished(() => another.close());
  return another;
}

/** What a browser makes of the attribute. */
function configOf(html: string): unknown {
  const [, escaped = ''] = /<html lang="en" data-config="([^"]*)">/.exec(html) ?? [];
  const text = escaped.replaceAll(/&#(\d+);/g, (_entity, code) =>
    String.fromCharCode(Number(code)),
  );
  return JSON.parse(text);
}

describe('The page', () => {
  it.each([
    { path: '/', title: 'Bank', coop: 'same-origin-allow-popups' },
    { path: '/callback?code=c&state=s', title: 'Bank', coop: 'same-origin-allow-popups' },
    { path: '/popup.html?code=c&state=s', title: 'Signed in', coop: 'unsafe-none' },
  ])('is at $path, under a strict policy, and in no cache', async ({ path, title, coop }) => {
    const { url, issuer } = bank;
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    const policy = [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self'",
      "font-src 'self'",
      "img-src 'self' data:",
      `connect-src 'self' ${issuer.issuer}`,
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ];
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy.join('; '),
      'cross-origin-opener-policy': coop,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-content-type-options': 'nosniff',
    });
    const html = await response.text();
    expect(html).toContain(`<title>${title}</title>`);
    expect(configOf(html)).toEqual({
      authority: issuer.issuer,
      clientId: issuer.audience,
      developmentProvider: false,
      shortWindowDivisor: 6,
    });
  });

  it('is told where the development provider runs, and that it may switch it', async () => {
    const { url, provider } = await startAnother({ identity: { providerPort: 0 } });
    const response = await fetch(url);
    expect(configOf(await response.text())).toEqual({
      authority: provider,
      clientId: 'development-app',
      developmentProvider: true,
      shortWindowDivisor: 6,
    });
    expect(response.headers.get('content-security-policy')).toContain(
      `connect-src 'self' ${provider}; `,
    );
  });

  it('keeps an odd issuer and client id within their attribute', async () => {
    const issuer = `https://issuer.invalid/"><script>$&'</script>`;
    const audience = [`$'"'<&>`, 'another'];
    const { url } = await startAnother({ identity: { issuer, audience } });
    const html = await (await fetch(url)).text();
    expect(html).not.toContain('<script');
    expect(configOf(html)).toMatchObject({ authority: issuer, clientId: audience[0] });
    expect(html).toMatch(/"><title>Bank<\/title><\/html>$/);
  });

  it('is the same whatever name the server is asked by', async () => {
    const policy = 'content-security-policy';
    const { body, headers } = await askAsIs(bank.url, '/');
    for (const host of ['evil.example', 'a b', '']) {
      const forged = await askAsIs(bank.url, '/', { headers: { host, 'x-forwarded-host': host } });
      expect(forged.body).toEqual(body);
      expect(forged.headers[policy]).toBe(headers[policy]);
    }
  });

  it('answers HEAD as GET, without a body, and no other method', async () => {
    for (const path of ['/', '/assets/index-a1b2.js']) {
      const get = await askAsIs(bank.url, path);
      const head = await askAsIs(bank.url, path, { method: 'HEAD' });
      expect(head.body).toHaveLength(0);
      expect({ ...head.headers, date: '' }).toEqual({ ...get.headers, date: '' });
      expect(Number(head.headers['content-length'])).toBe(get.body.length);
      for (const method of ['POST', 'PUT', 'DELETE']) {
        expect((await askAsIs(bank.url, path, { method })).status).toBe(404);
      }
    }
  });

  it("is no other origin's to read, also where its pages may call the API", async () => {
    for (const path of ['/', '/assets/index-a1b2.js']) {
      const { headers } = await askAsIs(bank.url, path, {
        headers: { origin: 'https://app.example' },
      });
      expect(headers).not.toHaveProperty('access-control-allow-origin');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    }
  });

  it('takes precedence over the IDE, which stays where it is', async () => {
    expect((await fetch(`${bank.url}/ide`)).url).toBe(`${bank.url}/ide/`);
  });
});

describe('A page that is not there', () => {
  it.each(['index.html', 'popup.html'])('says how to build it: without %s', async (name) => {
    const { path: pageDir, remove } = pageFolder({ [name]: undefined });
    onTestFinished(remove);
    const unbuilt = await startAnother({ pageDir });
    for (const path of ['/', '/callback', '/popup.html']) {
      const response = await fetch(unbuilt.url + path);
      expect(response.status).toBe(503);
      expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(await response.text()).toContain('run "npm run build"');
    }
    expect((await fetch(`${unbuilt.url}/assets/index-a1b2.js`)).status).toBe(404);
    expect(unbuilt.log().match(/The demo page is not built: .*npm run build/g)).toHaveLength(1);
    expect(await unbuilt.anonymous.ask('{ viewer { id } }')).toEqual({ data: { viewer: null } });
  });

  it('stops the start where the build has no place for the configuration', async () => {
    const html = '<!doctype html><html lang="en"></html>';
    const { path: pageDir, remove } = pageFolder({ 'index.html': html });
    onTestFinished(remove);
    await expect(startPage({ pageDir })).rejects.toThrow(
      'The built page must hold data-config="" once',
    );
  });

  it('leaves the address to the IDE where no folder is named', async () => {
    const { url } = await startAnother({ pageDir: undefined });
    expect((await fetch(url)).url).toBe(`${url}/ide/`);
  });

  it('is nowhere where DEMO is off', async () => {
    const off = { demo: false, ide: false, identity: { providerPort: 0 } };
    const { url } = await startAnother(off);
    const paths = ['', 'callback', 'popup.html', 'assets/index-a1b2.js', 'demo/provider'];
    const answers = await Promise.all(paths.map((path) => fetch(`${url}/${path}`)));
    expect(answers.map(({ status }) => status)).toEqual(paths.map(() => 404));
  });
});
