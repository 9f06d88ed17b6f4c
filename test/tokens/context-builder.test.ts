import { expect, it, vi } from 'vitest';
import type { VerifiedAuthentication } from '../../src/protocol/index.js';
import { authenticationAt, manualClock } from '../../src/testing/index.js';
import { createContextBuilder } from '../../src/tokens/index.js';
import type { ContextBuilderOptions, TokenVerifier } from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const bearing = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });
/** A verifier that somebody else wrote. */
const verifyOnly = (verifier: TokenVerifier) => ({
  verify: (token: string) => verifier.verify(token),
});

it('builds the context of a user', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const token = issuer.token();
  const context = await createContextBuilder({ verifier })(bearing(token));
  expect(context).toEqual({ authentication: await verifier.verify(token), checkedAt: NOW });
  expect(Object.isFrozen(context.authentication)).toBe(true);
  expect(Object.isFrozen(context)).toBe(false);
});

it.each([
  { caller: 'without a header', request: { headers: {} } },
  { caller: 'with another scheme', request: { headers: { authorization: 'Basic dXNlcjpwYXNz' } } },
])('RA-36: lets a caller $caller be anonymous', async ({ request }) => {
  const buildContext = createContextBuilder({ verifier: scriptIssuer().verifier() });
  expect(await buildContext(request)).toEqual({
    authentication: { status: 'anonymous' },
    checkedAt: NOW,
  });
});

it('RA-41: verifies once per request, and reads the time anew for each operation', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const verify = vi.spyOn(verifier, 'verify');
  const buildContext = createContextBuilder({ verifier });
  const request = bearing(issuer.token());
  const [first, twin] = await Promise.all([buildContext(request), buildContext(request)]);
  issuer.clock.advance(7.9);
  const second = await buildContext(request);
  expect(verify).toHaveBeenCalledTimes(1);
  expect(twin).toEqual(first);
  expect(second).toEqual({ authentication: first.authentication, checkedAt: NOW + 7 });
  expect(second).not.toBe(first);
});

it('RA-41: refuses the operation after a token of a long-lived request expired', async () => {
  const issuer = scriptIssuer();
  const buildContext = createContextBuilder({ verifier: issuer.verifier() });
  const request = bearing(issuer.token());
  await buildContext(request);
  issuer.clock.advance(294);
  expect(await outcomeOf(buildContext(request))).toBe('accepted');
  issuer.clock.advance(1);
  expect(await outcomeOf(buildContext(request))).toBe('expired');
});

it('takes a request object whose token was changed for another caller', async () => {
  const issuer = scriptIssuer();
  const buildContext = createContextBuilder({ verifier: issuer.verifier() });
  const request = bearing(issuer.token({ claims: { sub: 'alice' } }));
  await buildContext(request);
  request.headers.authorization = `Bearer ${issuer.token({ claims: { sub: 'sam' } })}`;
  expect(await buildContext(request)).toMatchObject({ authentication: { subject: 'sam' } });
});

it('tries again for a request whose token was refused before', async () => {
  const issuer = scriptIssuer();
  const buildContext = createContextBuilder({ verifier: issuer.verifier() });
  const request = bearing(issuer.token({ claims: { iat: NOW + 30 } }));
  expect(await outcomeOf(buildContext(request))).toBe('not_yet_valid');
  issuer.clock.advance(30);
  expect(await outcomeOf(buildContext(request))).toBe('accepted');
});

const issuer = scriptIssuer();
const outage = scriptIssuer();
outage.answer = () => new Response(null, { status: 500 });

it.each([
  { token: 'expired', made: issuer.token({ claims: { exp: NOW - 60 } }), refusal: 'expired' },
  {
    token: 'forged',
    made: issuer.token({}, forgeKey('ES256', 'key-1')),
    refusal: 'wrong_signature',
  },
  { token: 'no token at all', made: 'null', refusal: 'malformed_token' },
])(
  'a bad token ($token) refuses the request, or leaves the caller anonymous if told so',
  async ({ made, refusal }) => {
    const verifier = issuer.verifier();
    const build = (options: Partial<ContextBuilderOptions>) =>
      createContextBuilder({ verifier, ...options })(bearing(made));
    expect(await outcomeOf(build({}))).toBe(refusal);
    expect(await outcomeOf(build({ invalidToken: 'reject' }))).toBe(refusal);
    expect(await build({ invalidToken: 'anonymous' })).toEqual({
      authentication: { status: 'anonymous', refusal },
      checkedAt: NOW,
    });
  },
);

it('keys that cannot be had refuse the request, or leave the caller anonymous if told so', async () => {
  const verifier = outage.verifier();
  const request = bearing(outage.token());
  const reject = createContextBuilder({ verifier });
  const anonymous = createContextBuilder({ verifier, invalidToken: 'anonymous' });
  expect(await outcomeOf(reject(request))).toBe('keys_unavailable');
  expect((await anonymous(request)).authentication).toEqual({
    status: 'anonymous',
    refusal: 'keys_unavailable',
  });
});

it('a token that expires during a request leaves the caller anonymous if told so', async () => {
  const other = scriptIssuer();
  const buildContext = createContextBuilder({
    verifier: other.verifier(),
    invalidToken: 'anonymous',
  });
  const request = bearing(other.token());
  await buildContext(request);
  other.clock.advance(3600);
  expect((await buildContext(request)).authentication).toEqual({
    status: 'anonymous',
    refusal: 'expired',
  });
});

it.each([
  { header: 'Bearer', refusal: 'malformed_header' },
  { header: 'Bearer a, Bearer b', refusal: 'several_tokens' },
  { header: `Bearer ${'a'.repeat(8193)}`, refusal: 'token_too_long' },
])('RA-35: always refuses a malformed header ($refusal)', async ({ header, refusal }) => {
  const buildContext = createContextBuilder({
    verifier: issuer.verifier(),
    invalidToken: 'anonymous',
  });
  expect(await outcomeOf(buildContext({ headers: { authorization: header } }))).toBe(refusal);
});

it('passes on what is no refusal', async () => {
  const fault = new Error('a fault of ours');
  const verifier = { verify: () => Promise.reject(fault) };
  const buildContext = createContextBuilder({ verifier, invalidToken: 'anonymous' });
  await expect(buildContext(bearing('abc'))).rejects.toBe(fault);
});

it('goes by its own clock if it has one, and by the system clock if nothing else has', async () => {
  const verifier = issuer.verifier();
  const request = { headers: {} };
  const own = await createContextBuilder({ verifier, clock: manualClock(5) })(request);
  expect(own.checkedAt).toBe(5);
  const bare = createContextBuilder({ verifier: verifyOnly(verifier) });
  expect((await bare(request)).checkedAt).toBeGreaterThan(1_700_000_000);
});

it('forgives no second of exp where the verifier does not say how many', async () => {
  const clock = manualClock(NOW);
  const buildContext = createContextBuilder({ verifier: verifyOnly(issuer.verifier()), clock });
  const request = bearing(issuer.token());
  clock.advance(289);
  expect(await outcomeOf(buildContext(request))).toBe('accepted');
  clock.advance(1);
  expect(await outcomeOf(buildContext(request))).toBe('expired');
});

it.each([
  [undefined, 'createContextBuilder takes an object of options'],
  [{}, '"verifier" must be what createTokenVerifier returns, unless there is a "resolver"'],
  [
    { verifier: null },
    '"verifier" must be what createTokenVerifier returns, unless there is a "resolver"',
  ],
  [
    { verifier: { verify: 5 } },
    '"verifier" must be what createTokenVerifier returns, unless there is a "resolver"',
  ],
  [{ verifier: issuer.verifier(), clock: 5 }, '"clock" must be a function'],
  [
    { verifier: issuer.verifier(), invalidToken: 'ignore' },
    '"invalidToken" must be one of "reject", "anonymous"',
  ],
  [
    { verifier: issuer.verifier(), onInvalidToken: 'reject' },
    'createContextBuilder has no option "onInvalidToken"; it has verifier, resolver, clock, invalidToken',
  ],
])('refuses wrong options at start: %#', (options, message) => {
  expect(() => createContextBuilder(options as ContextBuilderOptions)).toThrow(message);
});

it('a request that outlives the key of its token is judged anew', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier();
  const buildContext = createContextBuilder({ verifier });
  const request = bearing(issuer.token());
  const { authentication } = await buildContext(request);
  expect(await verifier.isCurrent(authentication as VerifiedAuthentication)).toBe(true);
  const key = forgeKey('ES256', 'key-2');
  issuer.keys = [key.jwk];
  await verifier.verify(issuer.token({}, key));
  expect(await verifier.isCurrent(authentication as VerifiedAuthentication)).toBe(false);
  expect(await outcomeOf(buildContext(request))).toBe('unknown_key');
});

it('who is known to no verifier is taken for current where nothing can end', async () => {
  const { authentication } = authenticationAt(30);
  const verifier = scriptIssuer().verifier();
  expect(await verifier.isCurrent(authentication as VerifiedAuthentication)).toBe(true);
});
