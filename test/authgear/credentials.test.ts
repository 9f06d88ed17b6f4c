import { expect, it } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import type { CookieOptions } from '../../src/authgear/index.js';
import type { RequestLike } from '../../src/tokens/index.js';
import { withRequest } from '../support/real-request.js';
import { NOW, serveSessionResolver, signedIn } from '../support/session-resolver.js';

const APP = 'https://app.example.com';
const COOKIES: CookieOptions = { origins: [APP, 'https://admin.example.com'] };
/** What a page of the app sends by itself, and by `fetch`. */
const OWN = { origin: APP, 'content-type': 'application/json' };
const SESSION = { ...OWN, cookie: 'session=alice' };

async function setUp(cookies?: CookieOptions) {
  const resolver = await serveSessionResolver({ cookieName: cookies?.name ?? 'session' });
  for (const name of ['alice', 'bob']) resolver.sessions.set(name, signedIn(900, name));
  const authgear = createAuthgearResolver({
    ...{ endpoint: resolver.endpoint, clock: () => NOW },
    ...(cookies && { cookies }),
  });
  const whoSends = (request: RequestLike): Promise<unknown> =>
    authgear.resolve(request).then(
      (one) => (one.status === 'authenticated' ? one.subject : one.status),
      (error: unknown) => (error as { refusal?: unknown }).refusal ?? error,
    );
  /** What Authgear was shown. */
  const shown = () =>
    resolver.asked.map(({ cookie, authorization }) => cookie ?? authorization ?? 'nothing');
  return { authgear, whoSends, shown };
}

it.each([
  { what: 'an access token', headers: { authorization: 'Bearer bob' }, who: 'bob' },
  { what: 'one in capitals', headers: { Authorization: 'BEARER bob' }, who: 'bob' },
  { what: 'one that is none', headers: { authorization: 'Bearer carol' }, who: 'expired' },
])('$what says who it is', async ({ headers, who }) => {
  const { whoSends, shown } = await setUp();
  expect(await whoSends({ headers })).toBe(who);
  expect(shown()).toEqual([who === 'bob' ? 'Bearer bob' : 'Bearer carol']);
});

it.each([
  { what: 'nothing', headers: {}, who: 'anonymous' },
  { what: 'another scheme', headers: { authorization: 'Basic Ym9i' }, who: 'anonymous' },
  { what: 'an empty token', headers: { authorization: 'Bearer ' }, who: 'malformed_header' },
  {
    what: 'a token of 8193 characters',
    headers: { authorization: `Bearer ${'x'.repeat(8193)}` },
    who: 'token_too_long',
  },
  {
    what: 'two tokens',
    headers: { authorization: 'Bearer a, Bearer b' },
    who: 'several_tokens',
  },
])('$what is $who, and nobody is asked', async ({ headers, who }) => {
  const { whoSends, shown } = await setUp(COOKIES);
  expect(await whoSends({ headers })).toBe(who);
  expect(shown()).toEqual([]);
});

it('a token of 8192 characters is asked about', async () => {
  const { whoSends } = await setUp();
  const authorization = `Bearer ${'x'.repeat(8192)}`;
  expect(await whoSends({ headers: { authorization } })).toBe('expired');
});

it('a cookie is not looked at unless cookies are let in', async () => {
  const { whoSends, shown } = await setUp();
  expect(await whoSends({ headers: SESSION })).toBe('anonymous');
  expect(shown()).toEqual([]);
});

it('of all cookies, Authgear sees its own', async () => {
  const { whoSends, shown } = await setUp(COOKIES);
  const cookie = 'a=1; xsession=bob; session=alice;theme=dark; session2=bob';
  expect(await whoSends({ headers: { ...OWN, cookie } })).toBe('alice');
  expect(shown()).toEqual(['session=alice']);
});

it('the cookie has the name that the project gives it', async () => {
  const { whoSends, shown } = await setUp({ ...COOKIES, name: 'my_session' });
  const cookie = 'session=bob; my_session=alice';
  expect(await whoSends({ headers: { ...OWN, cookie } })).toBe('alice');
  expect(shown()).toEqual(['my_session=alice']);
});

it.each([
  { what: 'two of them', cookie: 'session=alice; session=bob', who: 'several_tokens' },
  { what: 'the same twice', cookie: 'session=alice; session=alice', who: 'several_tokens' },
  { what: 'an empty one', cookie: 'session=', who: 'anonymous' },
  ...[
    'SESSION=bob; session=alice',
    'session=alice;Session=bob',
    'session =bob; session=alice',
    'session=alice; session \t =bob',
    'a=1,session=bob; session=alice',
    'session=alice,session=bob',
    'session=; session=alice',
  ].map((cookie) => ({ what: `one and another, "${cookie}",`, cookie, who: 'several_tokens' })),
  ...['Session=alice', 'session =alice', 'a=1,session=alice', 'a=1, SESSION=alice'].map(
    (cookie) => ({ what: `another spelling, "${cookie}",`, cookie, who: 'malformed_header' }),
  ),
  { what: 'one with a space', cookie: 'session=al ice', who: 'malformed_token' },
  { what: 'one in quotes', cookie: 'session="alice"', who: 'malformed_token' },
  { what: 'one with a comma', cookie: 'session=alice,bob', who: 'malformed_token' },
  { what: 'a line break', cookie: 'session=alice\r\nx: y', who: 'malformed_token' },
  { what: 'one of 4097', cookie: `session=${'x'.repeat(4097)}`, who: 'token_too_long' },
])('of session cookies, $what is $who, and nobody is asked', async ({ cookie, who }) => {
  const { whoSends, shown } = await setUp(COOKIES);
  expect(await whoSends({ headers: { ...OWN, cookie } })).toBe(who);
  expect(shown()).toEqual([]);
});

it('a cookie that is no session any more is expired', async () => {
  const { whoSends } = await setUp(COOKIES);
  expect(await whoSends({ headers: { ...OWN, cookie: 'session=carol' } })).toBe('expired');
  const cookie = `session=${'x'.repeat(4096)}`;
  expect(await whoSends({ headers: { ...OWN, cookie } })).toBe('expired');
});

it('credentials that the resolver does not see say nothing of who sent them', async () => {
  const resolver = await serveSessionResolver({ cookieName: 'other' });
  const { endpoint } = resolver;
  const authgear = createAuthgearResolver({ endpoint, cookies: COOKIES, clock: () => NOW });
  await expect(authgear.resolve({ headers: SESSION })).rejects.toMatchObject({
    refusal: 'keys_unavailable',
    cause: {
      message: `${endpoint}/_resolver/resolve answered as if no credentials had come: check "endpoint", and "cookies.name" if these were a cookie`,
    },
    extensions: { code: 'AUTH_UNAVAILABLE' },
  });
});

it.each([
  { token: 'bob', who: 'bob' },
  { token: 'carol', who: 'expired' },
])('of a cookie and the token $token, the token alone counts', async ({ token, who }) => {
  const { whoSends, shown } = await setUp(COOKIES);
  const authorization = `Bearer ${token}`;
  // Also where the cookie alone would be refused.
  for (const origin of [APP, 'https://evil.example']) {
    expect(await whoSends({ headers: { ...SESSION, origin, authorization } })).toBe(who);
  }
  expect(shown()).toEqual([authorization, authorization]);
});

it.each<{ request: string; headers: Record<string, string>; who?: string }>([
  { request: 'JSON of a listed origin', headers: {} },
  { request: 'JSON of the other one', headers: { origin: 'https://admin.example.com' } },
  {
    request: 'JSON with parameters',
    headers: { 'content-type': 'Application/JSON; charset=utf-8' },
  },
  { request: 'JSON of a kind', headers: { 'content-type': 'application/graphql-response+json' } },
  ...['apollo-require-preflight', 'x-apollo-operation-name', 'graphql-require-preflight'].map(
    (name) => ({
      request: `a form with ${name}`,
      headers: { 'content-type': 'multipart/form-data; boundary=x', [name]: 'true' },
    }),
  ),
  {
    request: 'a GET of the own origin with a header',
    headers: {
      ...{ origin: '', 'content-type': '', 'sec-fetch-site': 'same-origin' },
      'apollo-require-preflight': '1',
    },
  },
  {
    request: 'the handshake of a socket',
    headers: { 'content-type': '', upgrade: 'websocket', connection: 'Upgrade' },
  },
  ...[
    'https://evil.example',
    'null',
    'http://app.example.com',
    'https://app.example.com:8443',
    'https://app.example.com.evil.example',
    'https://evil-app.example.com',
    'https://APP.example.com',
    'https://app.example.com/',
    `${APP}, ${APP}`,
    `${APP} https://evil.example`,
  ].map((origin) => ({
    request: `JSON of ${origin}`,
    headers: { origin },
    who: 'unlisted_origin',
  })),
  ...['', 'same-site', 'cross-site', 'none', 'same-origin, cross-site'].map((site) => ({
    request: `JSON without an origin, sec-fetch-site "${site}"`,
    headers: { origin: '', 'sec-fetch-site': site },
    who: 'unlisted_origin',
  })),
  {
    request: 'JSON of another origin that says to be the own',
    headers: { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' },
    who: 'unlisted_origin',
  },
  ...[
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    'text/plain, application/json',
    'application/json, text/plain',
    'application/jsonx',
    'text/json',
    'x/application/json',
  ].map((type) => ({
    request: `the type "${type}"`,
    headers: { 'content-type': type },
    who: 'forgeable_request',
  })),
  {
    request: 'an empty apollo-require-preflight',
    headers: { 'content-type': 'text/plain', 'apollo-require-preflight': '' },
    who: 'forgeable_request',
  },
  {
    request: 'a handshake without an origin',
    headers: {
      origin: '',
      'content-type': '',
      upgrade: 'websocket',
      'sec-fetch-site': 'same-origin',
    },
    who: 'forgeable_request',
  },
  {
    request: 'the handshake of another origin',
    headers: { origin: 'https://evil.example', upgrade: 'websocket' },
    who: 'unlisted_origin',
  },
])('with a cookie, $request is $who', async ({ headers, who = 'alice' }) => {
  const { whoSends, shown } = await setUp(COOKIES);
  const present = Object.fromEntries(
    Object.entries({ ...SESSION, ...headers }).filter(
      ([name, value]) => value !== '' || name.endsWith('preflight'),
    ),
  );
  // As Node shows it, and as Fetch does.
  expect(await whoSends({ headers: present })).toBe(who);
  expect(await whoSends({ headers: new Headers(present) })).toBe(who);
  expect(shown()).toEqual(who === 'alice' ? ['session=alice', 'session=alice'] : []);
});

it.each(['origin', 'content-type', 'cookie'] as const)(
  'a second %s header, which Node hides, is seen',
  async (name) => {
    const { whoSends } = await setUp(COOKIES);
    const second = { origin: APP, 'content-type': 'application/json', cookie: 'session=bob' };
    const headers = [...Object.entries(SESSION), [name, second[name]] as const];
    const refusals = { origin: 'unlisted_origin', 'content-type': 'forgeable_request' } as const;
    expect(await withRequest(headers, whoSends)).toBe(
      name === 'cookie' ? 'several_tokens' : refusals[name],
    );
    expect(await withRequest(Object.entries(SESSION), whoSends)).toBe('alice');
  },
);

it.each([
  { who: 'unlisted_origin', change: { origin: 'https://evil.example' } },
  { who: 'forgeable_request', change: { 'content-type': 'text/plain' } },
])('$who is a bad request', async ({ who, change }) => {
  const { authgear } = await setUp(COOKIES);
  await expect(authgear.resolve({ headers: { ...SESSION, ...change } })).rejects.toMatchObject({
    refusal: who,
    extensions: { code: 'BAD_REQUEST', http: { status: 400 } },
  });
});
