import { describe, expect, it } from 'vitest';
import { ISSUER_ARGUMENTS, runExplain } from '../support/explain-command.js';
import { encodePart, forgeKey } from '../support/forge.js';
import type { ForgedParts } from '../support/forge.js';
import { CLAIMS, ISSUER, NOW, scriptIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';

function explain(token: string, ...args: readonly string[]) {
  return runExplain(token, [...ISSUER_ARGUMENTS, ...args], issuer);
}

describe('what is said', () => {
  it('of a token that is accepted', async () => {
    const { code, out, err } = await explain(issuer.token({ claims: { acr: 'mfa' } }));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Form
        ✓ is short enough
        ✓ is a signed JWT

      Header
        ✓ alg ES256 is accepted
        ✓ having no typ fits an ID token
        ✓ asks for no extension (crit, b64)
        ✓ kid can be looked for, or is left out

      Issuer and audience
        ✓ iss is --issuer, letter by letter
        ✓ its claims may be those of an ID token
        ✓ aud is among --audience
        ✓ has the claims that such a token must have
        ✓ is bound to no key (cnf)
        ✓ has a sub

      Times
        ✓ exp is 2026-11-18T11:11:30Z, in 290 seconds
        ✓ ends within a year
        ✓ iat is 2026-11-18T11:06:30Z, 10 seconds ago

      Signature
        ✓ is signed by a key of the issuer

      What it says of the sign-in
        ✓ the user signed in 2026-11-18T11:05:40Z, 60 seconds ago
        · has an acr
        · does not say whether the user can reauthenticate, so they are asked to

      The token is accepted.
      "
    `);
  });

  it('of a token that is refused', async () => {
    const token = issuer.token({
      header: { typ: 'at+jwt' },
      claims: { aud: 'other', exp: NOW - 30, auth_time: undefined },
    });
    const { code, out, err } = await explain(token, '--seconds', '300', '--offline');
    expect({ code, err }).toEqual({ code: 1, err: '' });
    expect(out).toMatchInlineSnapshot(`
      "Form
        ✓ is short enough
        ✓ is a signed JWT

      Header
        ✓ alg ES256 is accepted
        ✗ typ at+jwt does not fit an ID token
        ✓ asks for no extension (crit, b64)
        ✓ kid can be looked for, or is left out

      Issuer and audience
        ✓ iss is --issuer, letter by letter
        · looks like an access token, though nothing in its claims rules out an ID token
        ✗ aud is not among --audience
        ✓ has the claims that such a token must have
        ✓ is bound to no key (cnf)
        ✓ has a sub

      Times
        ✗ has expired: exp was 2026-11-18T11:06:10Z, 30 seconds ago
        ✓ ends within a year
        ✓ iat is 2026-11-18T11:06:30Z, 10 seconds ago

      Signature
        – signature, with --offline: not checked

      What it says of the sign-in
        ✗ does not say when the user signed in, so guarded fields refuse it
        · has no acr: fields that ask for one refuse it
        · does not say whether the user can reauthenticate, so they are asked to
        ✗ does not pass @requiresRecentAuth(seconds: 300): REAUTH_REQUIRED, AUTH_TIME_MISSING

      The token is refused: wrong type.
      A client gets UNAUTHENTICATED, reason TOKEN_INVALID (HTTP 401).

      What to do
        - This looks like an access token: send the ID token; or accept access tokens (--token-type access_token), with the name of your API as audience.
        - The client must renew its token before it sends it: ID tokens often live for minutes (Authgear: five). A token that was renewed just now and has expired means that a clock is wrong.
        - To pass guarded fields the token must say when the user signed in: have the provider put auth_time into the token: by require_auth_time in its registration of the client, or by max_age in the request.
      "
    `);
  });

  it('of a token alone, with nothing to compare it with', async () => {
    const { code, out } = await runExplain(issuer.token(), [], issuer);
    expect(code).toBe(1);
    expect(out).toContain('– iss, without --issuer: not checked');
    expect(out).toContain('Nothing speaks against the token, but not all of it could be checked.');
    expect(out).toContain('To have all of it checked, add --issuer and --audience.');
  });

  it('to a program', async () => {
    const { code, out } = await explain(issuer.token({ claims: { aud: 'other' } }), '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({
      ...{ verdict: 'refused', refusal: 'wrong_audience' },
      answer: { code: 'UNAUTHENTICATED', reason: 'TOKEN_INVALID', status: 401 },
      checks: expect.arrayContaining([
        {
          ...{ name: 'audience', outcome: 'failed', refusal: 'wrong_audience', clue: 'other' },
          text: 'aud is not among --audience',
        },
      ]) as unknown,
      ...{ judgedAt: NOW, times: { authTime: NOW - 60, notBefore: null } },
      signIn: { principal: 'user', authTime: NOW - 60, authTimeIs: 'usable', hasAcr: false },
      advice: [expect.stringContaining('Set audience to the client’s id')],
      stripped: [],
    });
  });

  it('in colours where there are some', async () => {
    const { out } = await runExplain('opaque', [], issuer, { hasColours: true });
    expect(out).toContain('\u001b[31m✗\u001b[39m is an opaque token');
  });
});

describe('what a field says of the sign-in', () => {
  it.each([
    { claims: {}, seconds: 60, code: 0, says: 'and passes @requiresRecentAuth(seconds: 60)' },
    { claims: {}, seconds: 59, code: 1, says: 'REAUTH_REQUIRED, reason AUTH_TIME_TOO_OLD' },
    {
      claims: { auth_time: undefined },
      ...{ seconds: 60, code: 1, says: 'REAUTH_REQUIRED, reason AUTH_TIME_MISSING' },
    },
    {
      claims: { auth_time: NOW * 1000 },
      ...{ seconds: 60, code: 1, says: 'REAUTH_REQUIRED, reason AUTH_TIME_INVALID' },
    },
    {
      claims: { [CAN_REAUTHENTICATE]: false },
      ...{ seconds: 59, code: 1, says: 'REAUTH_IMPOSSIBLE, reason CANNOT_REAUTHENTICATE' },
    },
    { claims: { sub: 'client_id_1' }, seconds: 60, code: 1, says: 'FORBIDDEN' },
  ])('$claims, asked for $seconds: $says', async ({ claims, seconds, code, says }) => {
    const outcome = await explain(issuer.token({ claims }), '--seconds', String(seconds));
    expect({ code: outcome.code, err: outcome.err }).toEqual({ code, err: '' });
    expect(outcome.out).toContain(says);
  });

  it.each([
    { claims: { auth_time: undefined }, says: 'by require_auth_time in its registration' },
    { claims: { auth_time: String(NOW) }, says: 'it is no number of seconds' },
    { claims: { auth_time: NOW * 1000 }, says: 'it is in milliseconds' },
    { claims: { auth_time: NOW + 60 }, says: 'it lies ahead' },
    { claims: { auth_time: NOW - 1 }, says: 'it is later than iat' },
    { claims: { acr: '0' }, says: '· acr is "0", which proves nothing' },
    { claims: { [CAN_REAUTHENTICATE]: true }, says: 'the user can reauthenticate' },
    { claims: { [CAN_REAUTHENTICATE]: false }, says: 'the user cannot reauthenticate' },
    {
      claims: { 'https://authgear.com/claims/user/is_anonymous': true },
      says: 'is a user who never signed in',
    },
  ])('$claims: $says, and the token is accepted', async ({ claims, says }) => {
    const { code, out } = await explain(issuer.token({ claims }));
    expect(code).toBe(0);
    expect(out).toContain(says);
  });

  it('that cannot be used is told at once, though the token is accepted', async () => {
    const { out } = await explain(issuer.token({ claims: { auth_time: undefined } }));
    expect(out).toContain('The token is accepted, and passes no guarded field.');
  });

  it('is what the provider says it must switch on', async () => {
    const name = 'https://example.eu.auth0.com/';
    const token = issuer.token({ claims: { iss: name, auth_time: undefined } });
    const args = ['--issuer', name, '--audience', 'client-id', '--provider', 'auth0', '--offline'];
    const { out } = await runExplain(token, args, issuer);
    expect(out).toContain('Auth0 puts auth_time into an ID token only if');
  });
});

interface Fault extends ForgedParts {
  readonly args?: readonly string[];
  readonly says: string;
  readonly advice: string;
}

const FAULTS: readonly Fault[] = [
  {
    claims: { iss: `${ISSUER}/` },
    ...{ says: 'they differ by a slash at the end', advice: 'Slashes count' },
  },
  {
    claims: { iss: 'https://other.test' },
    ...{ says: 'it names another host', advice: 'another environment, tenant or custom domain' },
  },
  {
    claims: { iss: `${ISSUER}/realms/x` },
    ...{ says: 'the host is right', advice: 'the realm (Keycloak)' },
  },
  { claims: { iss: undefined }, says: 'there is none', advice: 'set issuer exactly' },
  {
    header: { alg: 'HS256' },
    ...{ says: 'alg HS256 is symmetric', advice: 'sign with RS256 or ES256' },
  },
  {
    header: { alg: 'RS512' },
    ...{ says: 'alg RS512 is not among', advice: 'name it in algorithms' },
  },
  { header: { alg: 'xyz' }, says: 'alg is no signature algorithm', advice: 'Find out who makes' },
  {
    header: { typ: 'at+jwt' },
    ...{
      says: 'typ at+jwt does not fit an ID token',
      advice: 'This looks like an access token: send the ID token',
    },
  },
  { header: { typ: 'logout+jwt' }, says: 'typ logout+jwt', advice: 'back-channel logout' },
  { header: { typ: 'dpop+jwt' }, says: 'typ dpop+jwt', advice: 'A DPoP proof' },
  { header: { typ: 'xyz' }, says: 'typ is missing or strange', advice: 'JWT or left out' },
  {
    ...{ header: { typ: 'JWT' }, claims: { auth_time: undefined } },
    args: ['--token-type', 'access_token'],
    ...{ says: 'typ JWT does not fit an access token', advice: 'at+jwt (RFC 9068)' },
  },
  {
    ...{ header: { typ: 'at+jwt' }, args: ['--token-type', 'access_token'] },
    ...{ says: 'client_id or jti is missing', advice: 'access tokens by RFC 9068' },
  },
  {
    ...{ claims: { nonce: 'n' }, args: ['--token-type', 'access_token'] },
    ...{
      says: 'typ is missing or strange',
      advice: 'This looks like an ID token: send the access token; or accept ID tokens',
    },
  },
  {
    claims: { typ: 'Refresh' },
    ...{ says: 'it looks like a refresh token', advice: 'never leave the client' },
  },
  { header: { crit: ['x'] }, says: 'asks for an extension', advice: 'Find out who makes' },
  { header: { kid: '' }, says: 'kid is no text', advice: 'Find out who makes' },
  {
    claims: { aud: ISSUER },
    says: 'it is the issuer itself',
    advice: 'with the issuer as audience',
  },
  { claims: { aud: ['client-id', 'x'] }, says: 'one is, but', advice: 'have the provider add azp' },
  { claims: { azp: 'x' }, says: 'another client asked', advice: 'the client that asked' },
  {
    claims: { aud: 'x', scope: 'x' },
    says: '· looks like an access token',
    advice: 'This looks like',
  },
  { claims: { aud: 'x' }, says: 'aud is not', advice: 'or the token was issued to another app' },
  {
    ...{ header: { typ: 'at+jwt' }, claims: { aud: 'x' }, args: ['--token-type', 'access_token'] },
    ...{ says: 'aud is not among --audience', advice: 'the name of your API' },
  },
  { claims: { cnf: {} }, says: 'bound to a key', advice: 'plain bearer tokens' },
  { claims: { sub: 7 }, says: 'sub is missing', advice: 'the user’s id into sub' },
  { claims: { exp: undefined }, says: 'exp is missing', advice: 'exp and iat' },
  {
    claims: { exp: NOW - 30 },
    ...{ says: 'has expired: exp was 2026-11-18T11:06:10Z, 30 seconds ago', advice: 'renew' },
  },
  { claims: { exp: NOW * 1000 }, says: 'exp is in milliseconds', advice: 'Date.now()' },
  { claims: { exp: NOW + 4e8 }, says: 'in more than a year', advice: 'a shorter life' },
  { claims: { iat: NOW + 60 }, says: 'does not hold yet', advice: 'synchronise both (NTP)' },
  { claims: { nbf: NOW * 1000 }, says: 'nbf is in milliseconds', advice: 'Date.now()' },
  { claims: { nbf: 1e300 }, says: 'nbf is in milliseconds', advice: 'Date.now()' },
  {
    ...{ claims: { v: 2, sid: 'sess_1', sub: 'user_1', aud: undefined, azp: 'x', sts: 'pending' } },
    args: ['--provider', 'clerk'],
    ...{ says: 'azp is not among --audience', advice: 'the origins of your pages' },
  },
  {
    ...{ claims: { v: 2, sid: 'sess_1', sub: 'user_1', aud: undefined, azp: 'x', sts: 'pending' } },
    args: ['--provider', 'clerk'],
    ...{ says: 'a task left', advice: 'finish what Clerk asks' },
  },
  {
    ...{ claims: { token_use: 'access', username: 'u', client_id: 'x' } },
    args: ['--provider', 'cognito', '--token-type', 'access_token'],
    ...{ says: 'client_id is not among --audience', advice: 'the app client' },
  },
  {
    ...{ claims: {}, args: ['--provider', 'keycloak'] },
    ...{ says: 'its claims are not those of an ID token of Keycloak', advice: 'docs/PROVIDERS.md' },
  },
];

describe('what to change', () => {
  it.each(FAULTS)('$header $claims $args: $says', async (fault) => {
    const { header = {}, claims = {}, args = [], says, advice } = fault;
    // Without a name of its own that the preset knows.
    const named = args.includes('--provider') ? ['--audience', 'client-id'] : ISSUER_ARGUMENTS;
    const token = issuer.token({ header, claims });
    const { code, out, err } = await runExplain(token, [...named, ...args], issuer);
    expect({ code, err }).toEqual({ code: 1, err: '' });
    const [checks = '', advised = ''] = out.split('What to do');
    expect(checks).toContain(says);
    expect(advised).toContain(advice);
  });

  it.each([
    { parts: { claims: { aud: 'x', scope: 'x' } }, type: 'id_token' },
    { parts: { header: { typ: 'at+jwt' }, claims: { aud: 'x' } }, type: 'id_token' },
    { parts: { header: { typ: 'at+jwt' }, claims: { aud: ISSUER } }, type: 'id_token' },
    { parts: { claims: {} }, type: 'access_token' },
    { parts: { claims: { aud: 'x' } }, type: 'access_token' },
  ])('is one thing where $type is asked for, and another kind sent: $parts', async (one) => {
    const { out } = await explain(issuer.token(one.parts), '--token-type', one.type);
    const [, advised = ''] = out.split('What to do\n');
    expect(advised).toMatch(/^ {2}- This looks like an? [^\n]*\n$/);
  });

  const good = issuer.token();
  it.each([
    { what: 'an encrypted one', token: 'a.b.c.d.e', advice: 'Switch encryption off' },
    { what: 'an opaque one', token: 'opaque', advice: 'Issue JWT as access token' },
    { what: 'one in two lines', token: good.replace('.', '\n.'), advice: 'in one piece' },
    { what: 'one that was cut off', token: good.slice(0, -1), advice: 'in one piece' },
    { what: 'one in two parts', token: 'a.b', advice: 'in one piece' },
    { what: 'one in base64', token: `${good}==`, advice: 'as the provider gave it' },
    {
      what: 'an unsigned one',
      token: `${encodePart({ alg: 'none' })}.${encodePart(CLAIMS)}.`,
      advice: 'never accept it',
    },
    { what: 'one that is too long', token: 'x'.repeat(8193), advice: 'raise maxTokenLength' },
  ])('of $what', async ({ token, advice }) => {
    const { code, out } = await explain(token);
    expect(code).toBe(1);
    expect(out).toContain(advice);
    expect(out).not.toContain('Header');
  });

  it.each([
    { key: forgeKey('ES256', issuer.key.kid), header: {}, advice: 'do not trust it' },
    { key: forgeKey('ES256', 'another'), header: {}, advice: 'another environment or tenant' },
    { key: forgeKey('RS256', 'r'), header: { kid: undefined }, advice: 'put kid into the header' },
  ])('of one that a stranger signed: $advice', async ({ key, header, advice }) => {
    const { code, out } = await explain(issuer.token({ header }, key));
    expect(code).toBe(1);
    expect(out).toContain(advice);
  });

  it('of one whose keys cannot be had, after all else', async () => {
    const down = scriptIssuer();
    down.answer = () => new Response('', { status: 502 });
    const { code, out } = await runExplain(down.token(), [...ISSUER_ARGUMENTS], down);
    expect(code).toBe(1);
    expect(out).toContain('/.well-known/openid-configuration answered with status 502');
    expect(out).toContain('– not checked, since the issuer’s keys cannot be had');
    expect(out).toContain('Whether the token is accepted cannot be decided while');
    expect(out).not.toContain('refused');
    expect(out).toContain('A client gets AUTH_UNAVAILABLE (HTTP 503).');
    expect(out).toContain('no token is called invalid');
    expect(out).toContain('✓ aud is among --audience');
  });

  it('of an issuer that writes to the terminal', async () => {
    const odd = scriptIssuer();
    odd.answer = () => Response.json({ issuer: '\u009b31m\u202e' });
    const { out } = await runExplain(odd.token(), [...ISSUER_ARGUMENTS], odd);
    expect(out).toContain('its discovery document says "?31m?"');
  });
});
