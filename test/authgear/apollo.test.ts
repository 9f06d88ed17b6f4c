import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import { startApolloBank } from '../support/apollo-bank.js';
import { send } from '../support/send.js';
import type { Answer } from '../support/send.js';
import { NOW, serveSessionResolver, signedIn } from '../support/session-resolver.js';
import type { ResolvedSession, SessionResolver } from '../support/session-resolver.js';

const APP = 'https://app.example.com';
const TRANSFER = 'mutation { transfer { id } }';
const TOKEN = [['authorization', 'Bearer opaque']] as const;
const COOKIE = [
  ['cookie', 'theme=dark; session=opaque'],
  ['origin', APP],
] as const;

/** A real Apollo Server that asks a real resolver. */
async function openBank(resolver: SessionResolver) {
  const authgear = createAuthgearResolver({
    ...{ endpoint: resolver.endpoint, clock: () => NOW, cookies: { origins: [APP] } },
  });
  const bank = await startApolloBank({
    resolver: authgear,
    recentAuth: { clock: () => NOW },
  });
  const ask = (
    query: string,
    headers: readonly (readonly [string, string])[],
    type = 'application/json',
  ): Promise<Answer> => send(bank.url, [['content-type', type], ...headers], { query });
  return { bank, ask };
}

function codesOf({ status, body }: Answer): unknown {
  const { errors = [] } = body as { errors?: { extensions: Record<string, unknown> }[] };
  const [{ extensions } = { extensions: {} }] = errors;
  const { code, reason, reauth } = extensions as Record<string, { reason?: unknown } | undefined>;
  return [status, code ?? 'OK', reason ?? reauth?.reason].filter(Boolean).join(' ');
}

it.each([
  { by: 'an access token', headers: TOKEN },
  { by: 'a cookie', headers: COOKIE },
])('by $by, a sign-in is seen at once, also by an app that polls', async ({ headers }) => {
  const resolver = await serveSessionResolver();
  const { bank, ask } = await openBank(resolver);
  resolver.sessions.set('opaque', signedIn(900));
  const stale = await Promise.all(Array.from({ length: 10 }, () => ask(TRANSFER, headers)));
  expect(new Set(stale.map(codesOf))).toEqual(new Set(['200 REAUTH_REQUIRED AUTH_TIME_TOO_OLD']));

  // Those of before are still under way when the user comes back, under the same cookie or token.
  const held: (() => void)[] = [];
  resolver.hold = () => new Promise<void>((release) => held.push(release));
  const polls = [ask('{ hello }', headers), ask('{ hello }', headers)];
  await expect.poll(() => held.length).toBe(1);
  resolver.sessions.set('opaque', signedIn(0));
  const retried = ask(TRANSFER, headers);
  resolver.hold = undefined;
  held[0]?.();
  expect((await Promise.all([...polls, retried])).map(codesOf)).toEqual([
    ...['200 OK', '200 OK', '200 OK'],
  ]);
  expect(bank.ran.filter((name) => name === 'transfer')).toHaveLength(1);
});

it.each<{ who: string; session: ResolvedSession | undefined; is: string }>([
  { who: 'a user who signed in just now', session: signedIn(0), is: '200 OK' },
  { who: 'one who signed in five minutes ago', session: signedIn(300), is: '200 OK' },
  {
    who: 'one who signed in a second earlier',
    session: signedIn(301),
    is: '200 REAUTH_REQUIRED AUTH_TIME_TOO_OLD',
  },
  {
    who: 'one of whom no sign-in is known',
    session: { userId: 'user-1', authenticatedAt: undefined },
    is: '200 REAUTH_REQUIRED AUTH_TIME_MISSING',
  },
  {
    who: 'one whose time is in milliseconds',
    session: { userId: 'user-1', authenticatedAt: NOW * 1000 },
    is: '200 REAUTH_REQUIRED AUTH_TIME_INVALID',
  },
  {
    who: 'one from the future',
    session: signedIn(-60),
    is: '200 REAUTH_REQUIRED AUTH_TIME_INVALID',
  },
  {
    who: 'one who cannot reauthenticate',
    session: { ...signedIn(900), canReauthenticate: false },
    is: '200 REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE',
  },
  {
    who: 'one who never signed in',
    session: { ...signedIn(0), anonymous: true },
    is: '200 FORBIDDEN',
  },
  { who: 'one whose session ended', session: undefined, is: '401 UNAUTHENTICATED TOKEN_EXPIRED' },
])('$who is answered with $is', async ({ session, is }) => {
  const resolver = await serveSessionResolver();
  const { bank, ask } = await openBank(resolver);
  if (session) resolver.sessions.set('opaque', session);
  for (const headers of [TOKEN, COOKIE]) {
    expect(codesOf(await ask(TRANSFER, headers))).toBe(is);
  }
  expect(bank.ran).toEqual(is === '200 OK' ? ['transfer', 'transfer'] : []);
});

it('who shows nothing is anonymous, whatever headers they forge', async () => {
  const resolver = await serveSessionResolver();
  const { bank, ask } = await openBank(resolver);
  const forged = Object.entries({
    'x-authgear-session-valid': 'true',
    'x-authgear-user-id': 'admin',
    'x-authgear-user-anonymous': 'false',
    'x-authgear-session-authenticated-at': String(NOW),
  });
  expect(codesOf(await ask('{ hello }', forged))).toBe('200 OK');
  expect(codesOf(await ask(TRANSFER, forged))).toBe('401 UNAUTHENTICATED TOKEN_MISSING');
  expect([bank.ran, resolver.asked]).toEqual([['hello'], []]);
});

it('a form of another site does not move money by a cookie', async () => {
  const resolver = await serveSessionResolver();
  const { bank, ask } = await openBank(resolver);
  resolver.sessions.set('opaque', signedIn(0));
  const from = (origin: string) => [COOKIE[0], ['origin', origin]] as const;
  // What Apollo Server itself would let in.
  expect(await ask(TRANSFER, from('https://evil.example'))).toMatchObject({
    status: 400,
    body: {
      errors: [
        {
          message: 'Pages of this origin may not use the session cookie',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    },
  });
  expect(codesOf(await ask(TRANSFER, [COOKIE[0]]))).toBe('400 BAD_REQUEST');
  expect((await ask(TRANSFER, from(APP), 'text/plain')).status).toBe(400);
  expect([bank.ran, resolver.asked]).toEqual([[], []]);
});

it('a resolver that is down is 503, and when to come again; what needs no resolver goes on', async () => {
  const resolver = await serveSessionResolver();
  const { ask } = await openBank(resolver);
  resolver.misbehave = (_request, response) => {
    response.writeHead(503).end();
  };
  for (let time = 1; time <= 10; time += 1) {
    const answer = await ask('{ hello }', TOKEN);
    expect(answer).toMatchObject({
      status: 503,
      headers: { 'retry-after': '1', 'cache-control': 'no-store' },
      body: { errors: [{ extensions: { code: 'AUTH_UNAVAILABLE' } }] },
    });
  }
  expect(resolver.asked).toHaveLength(5);
  expect(codesOf(await ask('{ hello }', []))).toBe('200 OK');
});

it.each([
  { refusal: 'expired', answer: { 'x-authgear-session-valid': 'false' } },
  { refusal: 'keys_unavailable', answer: {} },
  { refusal: 'malformed_header', headers: { cookie: 'Session=secret' } },
  { refusal: 'keys_unavailable', answer: { 'x-authgear-session-valid': 'secret' } },
  {
    refusal: 'keys_unavailable',
    answer: { 'x-authgear-session-valid': 'true', 'x-authgear-user-id': 'secret user' },
  },
  {
    refusal: 'keys_unavailable',
    answer: { 'x-more': 'secret'.repeat(10_000), 'set-cookie': 'secret' },
  },
  { refusal: 'unlisted_origin', headers: { origin: 'https://secret.example' } },
  { refusal: 'forgeable_request', headers: { 'content-type': 'secret/type' } },
  { refusal: 'several_tokens', headers: { cookie: 'session=secret; session=secret2' } },
  { refusal: 'token_too_long', headers: { cookie: `session=${'secret'.repeat(1000)}` } },
])('the error of $refusal shows nothing of what came', async ({ refusal, answer, headers }) => {
  const resolver = await serveSessionResolver();
  resolver.misbehave = (_request, response) => {
    response.writeHead(200, answer).end('secret');
  };
  const { endpoint } = resolver;
  const authgear = createAuthgearResolver({ endpoint, cookies: { origins: [APP] } });
  const own = { origin: APP, 'content-type': 'application/json', cookie: 'session=secret' };
  const error = await authgear
    .resolve({ headers: { ...own, ...headers } })
    .catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'TokenRefusedError', refusal });
  const { stack } = error as Error;
  const printed = [stack, JSON.stringify(error), inspect(error, { depth: 20, showHidden: true })];
  expect(printed.join('\n')).not.toContain('secret');
});
