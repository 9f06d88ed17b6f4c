import { afterAll, expect, it, vi } from 'vitest';
import type { AuthgearResolver } from '../../src/authgear/index.js';
import type { ContextBuilder, RequestLike } from '../../src/tokens/index.js';
import { loadPage } from '../support/page-modules.js';
import { serveSessionResolver, signedIn } from '../support/session-resolver.js';

const page = await loadPage('docs/AUTHGEAR.md');
afterAll(() => {
  vi.unstubAllGlobals();
  page.remove();
});

interface Block {
  readonly resolver: AuthgearResolver;
  readonly buildContext: ContextBuilder;
}

/** The block's module, whose project is a resolver of ours. */
async function load(name: string) {
  const resolver = await serveSessionResolver();
  const realFetch = globalThis.fetch;
  vi.stubGlobal('fetch', (url: string, init: RequestInit) =>
    realFetch(`${resolver.endpoint}${new URL(url).pathname}`, init),
  );
  const block = (await page.load(name)) as unknown as Block;
  vi.stubGlobal('fetch', realFetch);
  return { ...block, sessions: resolver.sessions };
}

it('docs/AUTHGEAR.md has a block for each way', () => {
  expect(page.names).toEqual(['access-tokens.ts', 'cookies.ts', 'proxy.ts']);
});

it('access-tokens.ts knows the user of an opaque access token', async () => {
  const { buildContext, sessions } = await load('access-tokens.ts');
  sessions.set('opaque', signedIn(0));
  const { authentication } = await buildContext({ headers: { authorization: 'Bearer opaque' } });
  expect(authentication).toMatchObject({
    ...{ status: 'authenticated', subject: 'user-1', issuer: 'https://example.authgear.cloud' },
  });
});

it('cookies.ts knows the user of a cookie, from the pages of the app', async () => {
  const { resolver, sessions } = await load('cookies.ts');
  sessions.set('value', signedIn(0));
  const headers = {
    ...{ cookie: 'session=value', 'content-type': 'application/json' },
    origin: 'https://app.example.com',
  };
  expect(await resolver.resolve({ headers })).toMatchObject({ subject: 'user-1' });
  const evil = { ...headers, origin: 'https://evil.example' };
  await expect(resolver.resolve({ headers: evil })).rejects.toMatchObject({
    refusal: 'unlisted_origin',
  });
});

it('proxy.ts believes the proxy alone', async () => {
  const { resolver } = await load('proxy.ts');
  const from = (remoteAddress: string) =>
    ({
      headers: {
        authorization: 'Bearer opaque',
        'x-authgear-session-valid': 'true',
        'x-authgear-user-id': 'user-1',
        'x-authgear-user-anonymous': 'false',
      },
      socket: { remoteAddress },
    }) as unknown as RequestLike;
  expect(await resolver.resolve(from('10.1.2.3'))).toMatchObject({ subject: 'user-1' });
  expect(await resolver.resolve(from('203.0.113.9'))).toEqual({ status: 'anonymous' });
});
