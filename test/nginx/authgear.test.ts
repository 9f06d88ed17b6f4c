import { once } from 'node:events';
import { request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { expect, it } from 'vitest';
import { APP, openProxiedBank } from '../support/proxied-bank.js';
import type { ProxiedBankOptions } from '../support/proxied-bank.js';
import type { Answer } from '../support/send.js';
import { NOW, signedIn } from '../support/session-resolver.js';

const TRANSFER = { query: 'mutation { transfer { id } }' };
const HELLO = { query: '{ hello }' };
const TOKEN = { authorization: 'Bearer opaque' };
const COOKIE = { cookie: 'theme=dark; session=opaque', origin: APP };
/** A client's own, in every spelling. */
const FORGED = {
  'X-Authgear-Session-Valid': 'true',
  'x-authgear-user-id': 'admin',
  'x-authgear-user-anonymous': 'false',
  'x-authgear-user-verified': 'true',
  'x-authgear-user-can-reauthenticate': 'false',
  'x-authgear-user-roles': 'admin',
  'x-authgear-session-amr': 'mfa',
  'x-authgear-session-acr': 'mfa',
  'x-authgear-session-authenticated-at': String(NOW),
  x_authgear_user_id: 'admin',
};

function codeOf({ status, body }: Answer): unknown {
  const [error] = (body as { errors?: { extensions: { code: string } }[] }).errors ?? [];
  return `${status} ${error?.extensions.code ?? 'OK'}`;
}

it.each([
  { by: 'an access token', credentials: TOKEN },
  { by: 'a cookie', credentials: COOKIE },
])('by $by, a fresh sign-in is seen at once', async ({ credentials }) => {
  const { nginx, resolver, bank } = await openProxiedBank();
  for (let user = 1; user <= 3; user += 1) {
    resolver.sessions.set('opaque', signedIn(900));
    expect(codeOf(await nginx.post(credentials, HELLO))).toBe('200 OK');
    expect(codeOf(await nginx.post(credentials, TRANSFER))).toBe('200 REAUTH_REQUIRED');
    resolver.sessions.set('opaque', signedIn(0));
    expect(codeOf(await nginx.post(credentials, TRANSFER))).toBe('200 OK');
  }
  expect(bank.ran.filter((name) => name === 'transfer')).toHaveLength(3);
  expect(resolver.asked).toHaveLength(9);
});

it('the cache of which other examples speak would hide it', async () => {
  const { nginx, resolver } = await openProxiedBank({
    replacements: {
      'map $http_cookie': 'proxy_cache_path cache keys_zone=auth_cache:1m; map $http_cookie',
      'proxy_cache off;': `proxy_cache auth_cache; proxy_cache_valid 200 10m;
        proxy_cache_key "$cookie_session|$http_authorization";`,
    },
  });
  resolver.sessions.set('opaque', signedIn(900));
  expect(codeOf(await nginx.post(TOKEN, HELLO))).toBe('200 OK');
  resolver.sessions.set('opaque', signedIn(0));
  expect(codeOf(await nginx.post(TOKEN, TRANSFER))).toBe('200 REAUTH_REQUIRED');
});

it('who signed out is out at once', async () => {
  const { nginx, resolver } = await openProxiedBank();
  resolver.sessions.set('opaque', signedIn(0));
  expect(codeOf(await nginx.post(TOKEN, TRANSFER))).toBe('200 OK');
  resolver.sessions.clear();
  const { status, body } = await nginx.post(TOKEN, TRANSFER);
  expect([status, body]).toMatchObject([
    401,
    { errors: [{ extensions: { reason: 'TOKEN_EXPIRED' } }] },
  ]);
});

it.each([
  { whose: 'nobody', credentials: {}, age: 900, code: '401 UNAUTHENTICATED' },
  { whose: 'a user of long ago', credentials: TOKEN, age: 900, code: '200 REAUTH_REQUIRED' },
  { whose: 'a cookie of long ago', credentials: COOKIE, age: 900, code: '200 REAUTH_REQUIRED' },
])('forged headers of $whose do not come through', async ({ credentials, age, code }) => {
  const { nginx, resolver, bank, arrived } = await openProxiedBank();
  resolver.sessions.set('opaque', signedIn(age));
  expect(codeOf(await nginx.post({ ...credentials, ...FORGED }, TRANSFER))).toBe(code);
  expect(bank.ran).toEqual([]);
  const copied = Object.entries(arrived[0] ?? {}).filter(([name]) => /authgear/.test(name));
  const isSomebody = 'cookie' in credentials || 'authorization' in credentials;
  expect(Object.fromEntries(copied)).toEqual(
    isSomebody
      ? {
          'x-authgear-session-valid': 'true',
          'x-authgear-session-authenticated-at': String(NOW - age),
          'x-authgear-session-amr': 'pwd',
          'x-authgear-user-id': 'user-1',
          'x-authgear-user-anonymous': 'false',
          'x-authgear-user-verified': 'true',
          'x-authgear-user-can-reauthenticate': 'true',
        }
      : {},
  );
});

it('who goes around nginx is not believed', async () => {
  const { bank } = await openProxiedBank();
  const headers = { 'content-type': 'application/json', ...FORGED, ...TOKEN };
  const statusFrom = async (localAddress: string): Promise<unknown> => {
    const outgoing = request(bank.url, { method: 'POST', localAddress, headers });
    outgoing.end(JSON.stringify(TRANSFER));
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    return incoming.resume().statusCode;
  };
  expect(await statusFrom('127.0.0.9')).toBe(401);
  expect(bank.ran).toEqual([]);
  // The address is what counts.
  expect(await statusFrom('127.0.0.1')).toBe(200);
  expect(bank.ran).toEqual(['transfer']);
});

it('the resolver sees the credentials, of one kind, and nothing else', async () => {
  const { nginx, resolver, arrived } = await openProxiedBank();
  resolver.sessions.set('opaque', signedIn(0));
  const both = { ...COOKIE, authorization: 'Bearer other', 'x-secret': 'secret' };
  const host = 'example.authgear.cloud';
  expect(codeOf(await nginx.post(COOKIE, TRANSFER))).toBe('200 OK');
  expect(codeOf(await nginx.post(both, TRANSFER))).toBe('401 UNAUTHENTICATED');
  expect(codeOf(await nginx.post({}, HELLO))).toBe('200 OK');
  expect(resolver.asked).toEqual([
    { host, cookie: 'session=opaque' },
    { host, authorization: 'Bearer other' },
    { host },
  ]);
  expect(arrived.map(({ cookie }) => cookie)).toEqual([COOKIE.cookie, undefined, undefined]);
});

it.each([
  { what: 'a form', headers: { ...COOKIE, 'content-type': 'text/plain' } },
  { what: 'another origin', headers: { ...COOKIE, origin: 'https://evil.example' } },
  { what: 'no origin', headers: { cookie: 'session=opaque' } },
  { what: 'two session cookies', headers: { ...COOKIE, cookie: 'session=opaque; session=other' } },
])('with a cookie, $what is refused', async ({ what, headers }) => {
  const { nginx, resolver, bank } = await openProxiedBank();
  resolver.sessions.set('opaque', signedIn(0));
  const { status } = await nginx.post(headers, TRANSFER);
  expect([what, status, bank.ran]).toEqual([what, 400, []]);
});

it.each([
  'SESSION=mallory; session=victim',
  'session=victim; SESSION=mallory',
  'session=mallory; session=victim',
  'session=victim; session=mallory',
  'session =mallory; session=victim',
  'session=victim; session \t=mallory',
  'theme=1,session=mallory; session=victim',
  'session=victim,session=mallory',
  'session="mallory"; session=victim',
  'session=; session=mallory',
  'Session=mallory',
  'session =mallory',
  'theme=1,session=mallory',
])('the cookies "%s" are nobody, neither to the resolver nor to the API', async (cookie) => {
  const { nginx, resolver, bank } = await openProxiedBank();
  resolver.sessions.set('victim', signedIn(900, 'victim'));
  resolver.sessions.set('mallory', signedIn(0, 'mallory'));
  const { status } = await nginx.post({ ...COOKIE, cookie }, TRANSFER);
  expect([status, bank.ran]).toEqual([400, []]);
  expect(resolver.asked.map((headers) => headers.cookie)).toEqual([undefined]);
});

it.each([
  'xsession=mallory; session=victim',
  'session=victim ;session2=mallory',
  'a="=;session=victim',
])('of the cookies "%s", the resolver sees the one', async (cookie) => {
  const { nginx, resolver, bank } = await openProxiedBank();
  resolver.sessions.set('victim', signedIn(0, 'victim'));
  expect(codeOf(await nginx.post({ ...COOKIE, cookie }, TRANSFER))).toBe('200 OK');
  expect([resolver.asked.map((headers) => headers.cookie), bank.ran]).toEqual([
    ['session=victim'],
    ['transfer'],
  ]);
});

it.each<{ what: string; options: ProxiedBankOptions; asked: number }>([
  { what: 'is down', options: {}, asked: 1 },
  { what: 'has the name of another', options: { certifiedFor: 'evil.example' }, asked: 0 },
  { what: 'is certified by nobody whom nginx knows', options: { isKnown: false }, asked: 0 },
])('a resolver that $what lets nobody in', async ({ options, asked }) => {
  const { nginx, resolver, bank, arrived } = await openProxiedBank(options);
  resolver.sessions.set('opaque', signedIn(0));
  resolver.misbehave = ({ socket }) => {
    socket.destroy();
  };
  expect(await nginx.post(TOKEN, TRANSFER)).toEqual({
    status: 503,
    headers: expect.objectContaining({
      ...{ 'content-type': 'application/json', 'retry-after': '5', 'cache-control': 'no-store' },
    }) as unknown,
    body: {
      errors: [
        {
          message: 'Authentication is not available at the moment',
          extensions: { code: 'AUTH_UNAVAILABLE' },
        },
      ],
    },
  });
  expect([bank.ran, arrived]).toEqual([[], []]);
  expect(resolver.asked).toHaveLength(asked);
});

it.each(['/_authgear', '//_authgear', '/%5Fauthgear'])(
  'nobody asks the resolver through %s',
  async (path) => {
    const { nginx, resolver } = await openProxiedBank();
    const { status } = await nginx.post(TOKEN, HELLO, path);
    expect([status, resolver.asked]).toEqual([404, []]);
  },
);

it('an error of the API stays its own', async () => {
  const proxied = await openProxiedBank();
  proxied.fault = new Error('The database is on fire');
  const answer = await proxied.nginx.post({}, HELLO);
  expect(codeOf(answer)).toBe('500 INTERNAL_SERVER_ERROR');
  expect(answer.headers).not.toHaveProperty('retry-after');
});
