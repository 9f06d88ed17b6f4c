import { connect } from 'node:net';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  ALICE,
  APP_ORIGIN,
  authorizationUrl,
  createVisitor,
  postToken,
  refresh,
  startProvider,
} from '../support/development-provider.js';

const COOP = 'cross-origin-opener-policy';

describe('sever_popup=1', () => {
  it('cuts the window off from its opener on every page of that sign-in, and lets it end', async () => {
    const visitor = createVisitor(await startProvider());
    const severed = { sever_popup: '1', acr_values: 'mfa' };
    const pages = [
      await visitor.ask(severed),
      await visitor.fillIn({ ...ALICE, password: 'wrong' }),
      await visitor.agent.follow(await visitor.agent.submit({ step: 'social', age: '' })),
    ];
    await visitor.ask(severed);
    pages.push(await visitor.fillIn(ALICE), await visitor.fillIn({ step: 'code', code: '000000' }));
    expect(pages.map(({ text }) => /<h1>(.*)<\/h1>/.exec(text)?.[1])).toEqual([
      'Sign in',
      'Sign in',
      'Example Social',
      'Enter your code',
      'Enter your code',
    ]);
    expect(pages.map(({ headers }) => headers.get(COOP))).toEqual(pages.map(() => 'same-origin'));
    const end = await visitor.fillIn({ step: 'code', code: '123456' });
    expect(end.location?.origin).toBe(APP_ORIGIN);
    expect(end.location?.searchParams.get('code')).toEqual(expect.any(String));
  });

  it('is forgotten with the next sign-in', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask({ sever_popup: '1' });
    expect((await visitor.ask()).headers.get(COOP)).toBeNull();
    expect((await visitor.ask({ sever_popup: '' })).headers.get(COOP)).toBeNull();
  });

  it.each(['0', 'true', 'yes', '11', ' 1', '1 '])('is refused as "%s"', async (sever_popup) => {
    const { location } = await createVisitor(await startProvider()).ask({ sever_popup });
    expect(Object.fromEntries(location?.searchParams ?? [])).toMatchObject({
      error: 'invalid_request',
      error_description: 'sever_popup must be 1',
    });
  });
});

describe('A provider that is down', () => {
  it('says so to every request, and for how long', async () => {
    const provider = await startProvider();
    expect(provider.isAvailable()).toBe(true);
    provider.setAvailable(false);
    expect(provider.isAvailable()).toBe(false);
    const { issuer } = provider;
    const answers = [
      await fetch(issuer),
      await fetch(`${issuer}/provider.css`),
      await fetch(`${issuer}/.well-known/openid-configuration`, {
        headers: { origin: APP_ORIGIN },
      }),
      await fetch(`${issuer}/jwks`),
      await fetch(authorizationUrl(provider)),
      await fetch(`${issuer}/sign-in/unknown`, { method: 'POST', body: 'x'.repeat(100_000) }),
      await fetch(`${issuer.replace('127.0.0.1', 'localhost')}/`, { redirect: 'manual' }),
      await postToken(provider, { grant_type: 'refresh_token', refresh_token: 'x' }),
      await fetch(`${issuer}/token`, { method: 'OPTIONS', headers: { origin: APP_ORIGIN } }),
    ];
    for (const response of answers) {
      expect(response.status).toBe(503);
      expect(response.headers.get('retry-after')).toBe('5');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(response.headers.get('access-control-allow-origin')).toBeNull();
      expect(response.headers.getSetCookie()).toEqual([]);
      const text = await response.text();
      expect(text).toContain('<h1>The provider is down</h1>');
      expect(text).toContain(`<a href="${APP_ORIGIN}/">Back to the application</a>`);
      // Which would be 503, too.
      expect(text).not.toContain('stylesheet');
    }
  });

  it('says so also to what is hardly a request', async () => {
    const provider = await startProvider();
    provider.setAvailable(false);
    const { hostname, port } = new URL(provider.issuer);
    for (const line of ['GET http://evil.example/ HTTP/1.1', 'OPTIONS * HTTP/1.1']) {
      const socket = connect({ host: hostname, port: Number(port) });
      socket.write(`${line}\r\nhost: x\r\nconnection: close\r\n\r\n`);
      const [answer] = (await once(socket, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /);
      socket.destroy();
    }
  });

  it('goes on afterwards where it was: keys, session, refresh token, half a sign-in', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const tokens = await visitor.signIn();
    const another = createVisitor(provider);
    await another.ask();
    const files = (): string[] =>
      ['provider-keys.json', 'provider-sessions.json'].map((name) =>
        readFileSync(join(provider.dataDir, name), 'utf8'),
      );
    const before = files();
    provider.setAvailable(false);
    expect((await another.fillIn(ALICE)).status).toBe(503);
    await expect(refresh(provider, tokens)).rejects.toThrow();
    expect(files()).toEqual(before);
    provider.setAvailable(true);
    expect((await another.fillIn(ALICE)).location?.origin).toBe(APP_ORIGIN);
    expect((await visitor.signIn({ prompt: 'none' })).kid).toBe(tokens.kid);
    expect((await refresh(provider, tokens)).claims.sub).toBe('alice');
  });

  it('closes as any other', async () => {
    const provider = await startProvider();
    provider.setAvailable(false);
    await provider.close();
    await expect(fetch(provider.issuer)).rejects.toThrow('fetch failed');
  });
});
