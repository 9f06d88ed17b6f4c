import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, expect, it, onTestFinished, vi } from 'vitest';
import type { AuthgearResolver } from '../../src/authgear/index.js';
import { createContextBuilder } from '../../src/tokens/index.js';
import type { ContextBuilder, RequestLike } from '../../src/tokens/index.js';
import { loadPage } from '../support/page-modules.js';
import { NOW, serveSessionResolver, signedIn } from '../support/session-resolver.js';

const page = await loadPage('docs/AUTHGEAR.md');
afterEach(() => {
  vi.restoreAllMocks();
});
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
  expect(page.names).toEqual(['access-tokens.ts', 'cookies.ts', 'proxy.ts', 'upgrade.ts']);
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

it('upgrade.ts has a socket as old as its handshake', async () => {
  const { resolver } = await load('proxy.ts');
  const { noteHandshakes } = (await page.load('upgrade.ts')) as {
    noteHandshakes: (server: Server) => void;
  };
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  // Those who use the socket listen first; a later one of the page's still comes before them.
  const upgraded = new Promise<RequestLike>((resolve) => {
    server.on('upgrade', (request, socket) => {
      vi.spyOn(Date, 'now').mockReturnValue((NOW + 3600) * 1000);
      socket.end();
      resolve(request);
    });
  });
  noteHandshakes(server);
  vi.spyOn(Date, 'now').mockReturnValue(NOW * 1000);
  const headers = {
    ...{ connection: 'Upgrade', upgrade: 'websocket', authorization: 'Bearer opaque' },
    'x-authgear-session-valid': 'true',
    'x-authgear-user-id': 'user-1',
    'x-authgear-user-anonymous': 'false',
  };
  request({ host: '127.0.0.1', port, headers })
    .on('error', () => undefined)
    .end();
  const handshake = await upgraded;
  const firstOperation = createContextBuilder({ resolver })(handshake);
  await expect(firstOperation).rejects.toMatchObject({ refusal: 'expired' });
});
