import { expect, it } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import type { AuthgearProxyOptions } from '../../src/authgear/index.js';
import { manualClock } from '../../src/testing/index.js';
import { createContextBuilder } from '../../src/tokens/index.js';
import type { RequestLike } from '../../src/tokens/index.js';
import { withRequest } from '../support/real-request.js';
import { NOW } from '../support/session-resolver.js';

const ENDPOINT = 'https://example.authgear.cloud';
const APP = 'https://app.example.com';
const COPIED = {
  'x-authgear-session-valid': 'true',
  'x-authgear-user-id': 'user-1',
  'x-authgear-user-anonymous': 'false',
  'x-authgear-session-authenticated-at': String(NOW - 900),
};
const TOKEN = { ...COPIED, authorization: 'Bearer opaque' };

function resolverOf(options: Partial<AuthgearProxyOptions> = {}) {
  return createAuthgearResolver({
    ...{ endpoint: ENDPOINT, clock: () => NOW, proxy: { trusted: ['127.0.0.1'] } },
    ...options,
  });
}

function whoIs(
  request: RequestLike,
  options: Partial<AuthgearProxyOptions> = { proxy: { trusted: () => true } },
): Promise<unknown> {
  return resolverOf(options)
    .resolve(request)
    .then(
      (one) => (one.status === 'authenticated' ? one.subject : one.status),
      (error: unknown) => (error as { refusal?: unknown }).refusal ?? error,
    );
}

const from = (remoteAddress: unknown): RequestLike =>
  ({ headers: { ...TOKEN }, socket: { remoteAddress } }) as unknown as RequestLike;

it('is who the proxy says, at once, in a real connection', async () => {
  const options = { proxy: { trusted: ['127.0.0.1'] } };
  const who = (request: RequestLike) => whoIs(request, options);
  expect(await withRequest(Object.entries(TOKEN), who)).toBe('user-1');
  const stranger = { proxy: { trusted: ['127.0.0.2'] } };
  expect(await withRequest(Object.entries(TOKEN), (one) => whoIs(one, stranger))).toBe('anonymous');
});

it.each([
  { peer: '10.0.0.1', who: 'user-1' },
  { peer: '10.255.255.255', who: 'user-1' },
  { peer: '11.0.0.1', who: 'anonymous' },
  { peer: '9.255.255.255', who: 'anonymous' },
  { peer: '::ffff:10.1.2.3', who: 'user-1' },
  { peer: '::FFFF:10.1.2.3', who: 'user-1' },
  { peer: '::ffff:11.1.2.3', who: 'anonymous' },
  { peer: '::10.1.2.3', who: 'anonymous' },
  { peer: '192.168.7.7', who: 'user-1' },
  { peer: '192.168.7.8', who: 'anonymous' },
  { peer: '::1', who: 'user-1' },
  { peer: '::2', who: 'anonymous' },
  { peer: '2001:db8:1::5', who: 'user-1' },
  { peer: '2001:db8:2::5', who: 'anonymous' },
  { peer: 'fe80::1%eth0', who: 'user-1' },
  ...['', '10.0.0', '10.0.0.1.evil.example', '010.0.0.1', '10.0.0.1:80', undefined, null, 10].map(
    (peer) => ({ peer, who: 'anonymous' }),
  ),
])('the peer $peer is $who', async ({ peer, who }) => {
  const trusted = ['10.0.0.0/8', '192.168.7.7', '::1', '2001:db8:1::/48', 'fe80::/10'];
  const request = from(peer);
  expect(await whoIs(request, { proxy: { trusted } })).toBe(who);
  expect(Object.keys(request.headers)).toHaveLength(who === 'user-1' ? 5 : 1);
});

it('the peer is who holds the connection, whatever a header or the framework says', async () => {
  const headers = { ...TOKEN, 'x-forwarded-for': '127.0.0.1', forwarded: 'for=127.0.0.1' };
  const socket = { remoteAddress: '203.0.113.9' };
  const forged = { headers, socket, ip: '127.0.0.1', ips: ['127.0.0.1'] };
  expect(await whoIs(forged as unknown as RequestLike, {})).toBe('anonymous');
  const fastify = { headers: { ...TOKEN }, raw: { socket: { remoteAddress: '127.0.0.1' } } };
  expect(await whoIs(fastify as unknown as RequestLike, {})).toBe('user-1');
});

it('a request without a socket needs a function that says whose it is', async () => {
  const request = new Request('http://api.example.com', { headers: TOKEN });
  await expect(resolverOf().resolve(request)).rejects.toThrow(
    '"proxy.trusted" must be a function for requests without a socket',
  );
  expect(await whoIs(request, { proxy: { trusted: (one) => one === request } })).toBe('user-1');
});

it.each<{ what: string; changes: Record<string, string | undefined>; who: string }>([
  {
    what: 'a session that ended',
    changes: { 'x-authgear-session-valid': 'false' },
    who: 'expired',
  },
  {
    what: 'a token that the resolver did not see',
    changes: { 'x-authgear-session-valid': undefined },
    who: 'malformed_token',
  },
  {
    what: 'no user',
    changes: { 'x-authgear-user-id': undefined },
    who: 'keys_unavailable',
  },
  {
    what: 'a header that a client added and the proxy passed on',
    changes: { 'x-authgear-user-id': 'user-1, admin' },
    who: 'keys_unavailable',
  },
  { what: 'two tokens', changes: { authorization: 'Bearer a, Bearer b' }, who: 'several_tokens' },
  { what: 'a token and a session cookie', changes: { cookie: 'session=a' }, who: 'several_tokens' },
  {
    what: 'a token and a cookie that nginx takes for a session',
    changes: { cookie: 'Session=a' },
    who: 'malformed_header',
  },
  { what: 'a token and another cookie', changes: { cookie: 'theme=dark' }, who: 'user-1' },
])('with $what, the caller is $who', async ({ changes, who }) => {
  const headers = { ...TOKEN, ...changes };
  expect(await whoIs({ headers })).toBe(who);
});

it('a header that came twice is nobody, also where Node would join the two', async () => {
  const twice = [...Object.entries(TOKEN), ['x-authgear-user-id', 'user-2'] as const];
  expect(await withRequest(twice, (one) => whoIs(one))).toBe('keys_unavailable');
});

it('who came without a token came with a cookie, which counts only where cookies do', async () => {
  expect(await whoIs({ headers: { ...COPIED } })).toBe('anonymous');
  expect(await whoIs({ headers: { ...COPIED, 'x-authgear-session-valid': 'false' } })).toBe(
    'anonymous',
  );
});

it.each([
  { what: 'JSON of a listed origin', changes: {}, who: 'user-1' },
  { what: 'another origin', changes: { origin: 'https://evil.example' }, who: 'unlisted_origin' },
  {
    what: 'a second session cookie',
    changes: { cookie: 'session=a; session=b' },
    who: 'several_tokens',
  },
  {
    what: 'a session cookie, and one that nginx takes for it,',
    changes: { cookie: 'SESSION=b; session=a' },
    who: 'several_tokens',
  },
  {
    what: 'a cookie that nginx takes for a session',
    changes: { cookie: 'Session=b' },
    who: 'malformed_header',
  },
  { what: 'a form', changes: { 'content-type': 'text/plain' }, who: 'forgeable_request' },
  { what: 'no session', changes: { 'x-authgear-session-valid': '' }, who: 'anonymous' },
  {
    what: 'a session that ended',
    changes: { 'x-authgear-session-valid': 'false' },
    who: 'expired',
  },
])('by a cookie, $what is $who', async ({ changes, who }) => {
  const proxy = { trusted: () => true };
  const page = { origin: APP, 'content-type': 'application/json' };
  for (const cookie of [{ cookie: 'session=a' }, {}]) {
    const headers = { ...COPIED, ...page, ...cookie, ...changes };
    expect(await whoIs({ headers }, { proxy, cookies: { origins: [APP] } })).toBe(who);
  }
});

it('a cookie of the name that the project gives it is seen beside a token', async () => {
  const options = { proxy: { trusted: () => true } };
  const cookies = { origins: [APP], name: 'my_session' };
  const headers = { ...TOKEN, cookie: 'my_session=a' };
  expect(await whoIs({ headers }, { ...options, cookies })).toBe('several_tokens');
  expect(await whoIs({ headers }, options)).toBe('user-1');
});

it('what the headers of a socket say is as old as its handshake, and holds for a minute', async () => {
  const clock = manualClock(NOW);
  const resolver = resolverOf({ clock, proxy: { trusted: () => true } });
  const buildContext = createContextBuilder({ resolver });
  const handshake = { headers: { ...TOKEN } };
  const atFirst = await buildContext(handshake);
  clock.advance(59);
  const later = await buildContext(handshake);
  expect([atFirst, later].map(({ authentication }) => authentication)).toMatchObject([
    { issuedAt: NOW },
    { issuedAt: NOW },
  ]);
  clock.advance(1);
  await expect(buildContext(handshake)).rejects.toMatchObject({ refusal: 'expired' });
});

it.each([
  { what: 'itself', wrap: (request: RequestLike) => request },
  {
    what: 'within those of a framework',
    wrap: (raw: RequestLike) => ({ headers: raw.headers, raw: raw as object }),
  },
])(
  'a handshake that waited for its first operation is as old as its upgrade, $what',
  async ({ wrap }) => {
    const clock = manualClock(NOW);
    const resolver = resolverOf({ clock, proxy: { trusted: () => true } });
    const buildContext = createContextBuilder({ resolver });
    const handshake = { headers: { ...TOKEN } };
    resolver.strip(wrap(handshake));
    clock.advance(59);
    const { authentication } = await buildContext(wrap(handshake));
    expect(authentication).toMatchObject({ subject: 'user-1', issuedAt: NOW });
    clock.advance(1);
    await expect(buildContext(wrap(handshake))).rejects.toMatchObject({ refusal: 'expired' });
    expect(await buildContext({ headers: { ...TOKEN } })).toMatchObject({
      authentication: { issuedAt: NOW + 60 },
    });
  },
);
