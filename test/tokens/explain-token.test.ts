import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { explainToken, TOKEN_CHECKS } from '../../src/tokens/index.js';
import type {
  ExplainTokenOptions,
  TokenCheckName,
  TokenExplanation,
} from '../../src/tokens/index.js';
import { encodePart, forgeKey } from '../support/forge.js';
import type { ForgedParts } from '../support/forge.js';
import { hostileTokens, TOKEN_CASES, verifierFor } from '../support/hostile-tokens.js';
import type { TokenCase } from '../support/hostile-tokens.js';
import {
  AUDIENCE,
  CLAIMS,
  ISSUER,
  NOW,
  outcomeOf,
  scriptIssuer,
} from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const OPTIONS: ExplainTokenOptions = {
  ...{ issuer: ISSUER, audience: AUDIENCE },
  ...{ clock: issuer.clock, fetch: issuer.fetch },
};
const ACCESS = { typ: 'at+jwt' };
const ACCESS_CLAIMS = { client_id: 'app', jti: 'token-1' };

function explain(token: string, options: ExplainTokenOptions = {}): Promise<TokenExplanation> {
  return explainToken(token, { ...OPTIONS, ...options });
}

/** The checks that did not pass, each with what came of it. */
function trouble({ checks }: TokenExplanation): object {
  const others = checks.filter(({ outcome }) => outcome !== 'passed');
  return Object.fromEntries(
    others.map(({ name, outcome, refusal, clue }) => [
      name,
      [refusal ?? outcome, clue].filter((one) => one !== undefined).join(': '),
    ]),
  );
}

describe('the verdict is the verifier’s', () => {
  const optionsOf = ({ expected }: TokenCase): ExplainTokenOptions => {
    const { issuer: name, audience, provider, tokenType } = expected;
    return {
      ...{ issuer: name, audience, tokenType, jwksUri: `${ISSUER}/jwks` },
      ...(provider !== 'none' && { provider }),
    };
  };

  it.each(TOKEN_CASES)('on tokens like $expected.provider’s $expected.tokenType', async (one) => {
    const verifier = verifierFor(one, issuer);
    const seen = new Set<unknown>();
    await fc.assert(
      fc.asyncProperty(hostileTokens(one, issuer), async ({ token }) => {
        const explanation = await explain(token, optionsOf(one));
        const { refusal = 'accepted', isAccepted } = explanation;
        seen.add(refusal);
        expect({ refusal, isAccepted }).toEqual({
          refusal: await outcomeOf(verifier.verify(token)),
          isAccepted: refusal === 'accepted',
        });
      }),
      { numRuns: 150 },
    );
    expect(seen.size).toBeGreaterThan(2);
    verifier.close();
  });

  const good = issuer.token();
  it.each([
    ...['', '.', '..', 'a.b.c', 'opaque', `${good}=`, `${good} `, `${good}.`, ` ${good}`],
    ...[good.slice(0, -1), good.slice(1), `${good}A`, good.replace('.', ''), 'x'.repeat(8193)],
    issuer.token({}, forgeKey('ES256', issuer.key.kid)),
    issuer.token({}, forgeKey('ES256', 'another')),
    issuer.token({}, forgeKey('RS256', issuer.key.kid)),
    ...[`${encodePart({ alg: 'none' })}.${encodePart(CLAIMS)}.`],
  ])('on %s', async (token) => {
    const { refusal = 'accepted' } = await explain(token);
    expect(refusal).toBe(await outcomeOf(issuer.verifier().verify(token)));
  });

  it('on what is no text', async () => {
    const { refusal, checks } = await explain(undefined as unknown as string);
    expect({ refusal, first: checks[0] }).toEqual({
      refusal: 'malformed_token',
      first: { name: 'length', outcome: 'failed', refusal: 'malformed_token' },
    });
  });

  it.each([{ exp: NOW - 4 }, { exp: NOW - 5 }, { iat: NOW + 5 }, { iat: NOW + 6 }])(
    'at the edge of what is forgiven: %j',
    async (claims) => {
      const token = issuer.token({ claims });
      const { refusal = 'accepted' } = await explain(token);
      expect(refusal).toBe(await outcomeOf(issuer.verifier().verify(token)));
    },
  );

  it('on a claim that readClaims does not stand', async () => {
    const readClaims = () => {
      throw new Error('secret');
    };
    expect(trouble(await explain(good, { readClaims }))).toEqual({ reading: 'wrong_claim' });
  });
});

describe('an accepted token', () => {
  it('passes every check, and is explained without what it says of the user', async () => {
    const header = { typ: 'application/JWT' };
    const claims = {
      ...{ acr: 'mfa', nbf: NOW - 20, nonce: 'n' },
      'https://authgear.com/claims/user/can_reauthenticate': false,
    };
    expect(await explain(issuer.token({ header, claims }))).toEqual({
      checks: TOKEN_CHECKS.map((name) => ({ name, outcome: 'passed' })),
      isAccepted: true,
      refusal: undefined,
      judgedAt: NOW,
      times: {
        ...{ authTime: NOW - 60, issuedAt: NOW - 10 },
        ...{ notBefore: NOW - 20, expiresAt: NOW + 290 },
      },
      proof: {
        ...{
          principal: 'user',
          authTime: NOW - 60,
          canReauthenticate: false,
          hasAcr: true,
          isAcrZero: false,
        },
      },
      ...{ algorithm: 'ES256', type: 'JWT', resembles: 'id_token', audienceClaim: 'aud' },
      withoutAuthTime: expect.stringContaining('auth_time') as string,
    });
  });

  it('is read as its provider means it', async () => {
    const one = TOKEN_CASES.find(({ expected }) => expected.provider === 'clerk');
    const { issuer: name = '', audience = '' } = one?.expected ?? {};
    const claims = Object.fromEntries(one?.claims ?? []);
    const token = issuer.token({
      claims: `{${Object.entries(claims)
        .map(([key, json]) => `"${key}":${json}`)
        .join(',')}}`,
    });
    const options = { issuer: name, audience, provider: 'clerk', offline: true } as const;
    const { proof, times, audienceClaim } = await explain(token, options);
    expect(proof?.authTime).toBeLessThan(NOW);
    expect({ authTime: times.authTime, audienceClaim }).toEqual({
      ...{ authTime: undefined, audienceClaim: 'azp' },
    });
  });
});

describe('a refused token', () => {
  it('has all its faults named, not the first alone', async () => {
    const header = { typ: 'at+jwt', crit: ['x'] };
    const claims = { iss: `${ISSUER}/`, aud: 'other', exp: NOW - 10, cnf: {}, sub: 7 };
    const explanation = await explain(issuer.token({ header, claims }));
    expect(trouble(explanation)).toEqual({
      ...{ issuer: 'wrong_issuer: trailing_slash', type: 'wrong_type' },
      ...{ extensions: 'malformed_token', audience: 'wrong_audience: other' },
      ...{ binding: 'bound_to_another_key', subject: 'wrong_claim: unreadable' },
      ...{ expiry: 'expired', signature: 'unchecked', reading: 'unchecked' },
    });
    expect(explanation).toMatchObject({ refusal: 'wrong_issuer', proof: undefined });
  });

  const CASES: readonly (ForgedParts & {
    readonly check: TokenCheckName;
    readonly says: string;
    readonly options?: ExplainTokenOptions;
  })[] = [
    ...issuers([
      [undefined, 'missing'],
      [7, 'unreadable'],
      [`${ISSUER}/`, 'trailing_slash'],
      ['https://Issuer.test', 'letter_case'],
      ['issuer.test', 'other_scheme'],
      ['http://issuer.test', 'other_scheme'],
      ['https://other.test', 'other_host'],
      [`${ISSUER}/realm`, 'other_path'],
      ['other', 'other'],
    ]),
    ...algorithms([
      [undefined, 'missing'],
      ['none', 'none'],
      ['HS256', 'symmetric'],
      ['ES512', 'not_allowed'],
      ['es256', 'other'],
      [7, 'other'],
    ]),
    ...audiences([
      [{ aud: undefined }, 'missing'],
      [{ aud: [7] }, 'unreadable'],
      [{ aud: ['other', 'client-id'] }, 'several_audiences'],
      [{ aud: AUDIENCE, azp: 'other' }, 'other_party'],
      [{ aud: ISSUER }, 'issuer'],
      [{ aud: `${AUDIENCE}/` }, 'trailing_slash'],
      [{ aud: 'other' }, 'other'],
    ]),
    { check: 'subject', claims: { sub: undefined }, says: 'wrong_claim: missing' },
    { check: 'subject', claims: { sub: '' }, says: 'wrong_claim: unreadable' },
    { check: 'times', claims: { exp: undefined }, says: 'wrong_claim: no_exp' },
    { check: 'times', claims: { iat: undefined }, says: 'wrong_claim: no_iat' },
    { check: 'times', claims: { exp: String(NOW) }, says: 'wrong_claim: unreadable' },
    { check: 'expiry', claims: { exp: NOW - 5 }, says: 'expired' },
    { check: 'lifetime', claims: { exp: NOW * 1000 }, says: 'wrong_claim: milliseconds' },
    { check: 'lifetime', claims: { exp: NOW + 4e8 }, says: 'wrong_claim' },
    { check: 'start', claims: { iat: NOW + 6 }, says: 'not_yet_valid' },
    { check: 'start', claims: { nbf: NOW * 1000 }, says: 'not_yet_valid: milliseconds' },
    { check: 'key_id', header: { kid: '' }, says: 'unknown_key' },
    { check: 'kind', claims: { token_use: 'access' }, says: 'wrong_type' },
    {
      check: 'contents',
      ...{ header: ACCESS, claims: { ...ACCESS_CLAIMS, jti: undefined } },
      ...{ options: { tokenType: 'access_token' }, says: 'wrong_claim' },
    },
    {
      check: 'audience',
      claims: { v: 2, sid: 'sess_1', sub: 'user_1', aud: undefined, azp: 'https://other.test' },
      ...{ options: { provider: 'clerk' }, says: 'wrong_audience: other' },
    },
    {
      check: 'audience',
      claims: { v: 2, sid: 'sess_1', sub: 'user_1', aud: undefined },
      ...{ options: { provider: 'clerk' }, says: 'wrong_audience: missing' },
    },
  ];
  it.each(CASES)('$header $claims fails at $check: $says', async (one) => {
    const { header = {}, claims = {}, check, says, options } = one;
    const explanation = await explain(issuer.token({ header, claims }), options);
    expect(trouble(explanation)).toMatchObject({ [check]: says });
  });

  it.each([
    { token: 'opaque-token', clue: 'opaque' },
    { token: 'a.b.c.d.e', clue: 'encrypted' },
    { token: 'a.b', clue: 'wrong_parts' },
    { token: 'a.b.', clue: 'unsigned' },
    { token: 'a.b\n.c', clue: 'white_space' },
    { token: 'a+.b.c=', clue: 'wrong_alphabet' },
    { token: 'a.b.c', clue: 'unreadable' },
  ])('$token is $clue, and nothing else of it can be looked at', async ({ token, clue }) => {
    const { checks } = await explain(token);
    expect(checks.slice(0, 3)).toEqual([
      { name: 'length', outcome: 'passed' },
      { name: 'form', outcome: 'failed', refusal: 'malformed_token', clue },
      { name: 'issuer', outcome: 'unchecked' },
    ]);
    expect(new Set(checks.slice(2).map(({ outcome }) => outcome))).toEqual(new Set(['unchecked']));
  });

  it.each([
    { header: ACCESS, claims: {}, resembles: 'access_token' },
    { header: { typ: 'application/logout+jwt' }, claims: {}, resembles: 'logout_token' },
    { header: { typ: 'dpop+jwt' }, claims: {}, resembles: 'dpop_proof' },
    {
      header: {},
      claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      resembles: 'logout_token',
    },
    { header: {}, claims: { typ: 'Refresh' }, resembles: 'refresh_token' },
    { header: {}, claims: { token_use: 'id' }, resembles: 'id_token' },
    { header: {}, claims: { typ: 'Bearer', nonce: 'n' }, resembles: 'access_token' },
    { header: {}, claims: { at_hash: 'h', scope: 'openid' }, resembles: 'id_token' },
    { header: {}, claims: { scope: 'openid' }, resembles: 'access_token' },
    { header: {}, claims: {}, resembles: 'id_token' },
    { header: {}, claims: { auth_time: undefined, email: 'e' }, resembles: 'id_token' },
    { header: {}, claims: { auth_time: undefined, events: null }, resembles: undefined },
  ])('$header $claims looks like $resembles', async ({ header, claims, resembles }) => {
    expect((await explain(issuer.token({ header, claims }))).resembles).toBe(resembles);
  });

  it.each([
    { key: forgeKey('ES256', issuer.key.kid), header: {}, says: 'wrong_signature' },
    { key: forgeKey('ES256', 'another'), header: {}, says: 'unknown_key' },
    { key: forgeKey('RS256', 'r'), header: { kid: undefined }, says: 'unknown_key: no_key_id' },
  ])('signed by a stranger: $says', async ({ key, header, says }) => {
    expect(trouble(await explain(issuer.token({ header }, key)))).toEqual({ signature: says });
  });
});

describe('keys', () => {
  it('are asked of nobody whom the token alone names', async () => {
    const asked = scriptIssuer();
    const options = { clock: asked.clock, fetch: asked.fetch };
    const explanation = await explainToken(asked.token(), options);
    expect(trouble(explanation)).toEqual({
      ...{ issuer: 'unchecked', audience: 'unchecked', signature: 'unchecked' },
    });
    expect(explanation).toMatchObject({ isAccepted: false, refusal: undefined });
    expect(asked.asked).toEqual([]);
  });

  it('are asked of nobody offline', async () => {
    const asked = scriptIssuer();
    const options = { fetch: asked.fetch, offline: true };
    expect(trouble(await explain(asked.token(), options))).toEqual({ signature: 'unchecked' });
    expect(asked.asked).toEqual([]);
  });

  it('are asked of the address alone that the options name', async () => {
    const asked = scriptIssuer();
    const { clock, fetch } = asked;
    const options = { clock, fetch, audience: AUDIENCE, jwksUri: `${ISSUER}/jwks` };
    expect(trouble(await explainToken(asked.token(), options))).toEqual({ issuer: 'unchecked' });
    expect(asked.asked).toEqual([`${ISSUER}/jwks`]);
  });

  it('that cannot be had are told as what they are, and the rest is explained', async () => {
    const down = scriptIssuer();
    down.answer = () => new Response('', { status: 502 });
    const token = down.token({ claims: { aud: 'other' } });
    const explanation = await explain(token, { fetch: down.fetch });
    expect(trouble(explanation)).toEqual({
      ...{ audience: 'wrong_audience: other', signature: 'keys_unavailable' },
    });
    const { outcome, fault } = explanation.checks.find(({ name }) => name === 'signature') ?? {};
    expect(outcome).toBe('unchecked');
    expect(fault?.message).toBe(
      `${ISSUER}/.well-known/openid-configuration answered with status 502`,
    );
  });
});

it('shows nothing of the token but its times', async () => {
  const secret = 'canary-canary';
  const header = { typ: secret, kid: secret, x: secret, crit: [secret], jku: secret };
  const names = ['iss', 'sub', 'aud', 'azp', 'sid', 'acr', 'typ', 'exp', 'iat', 'nbf', 'auth_time'];
  const all = Object.fromEntries(names.map((name) => [name, secret]));
  const tokens = [
    issuer.token({ header, claims: { ...all, [secret]: secret } }),
    issuer.token({ header: { alg: secret }, claims: { sub: secret, acr: secret, amr: [secret] } }),
    issuer.token({ header: { kid: secret }, claims: { aud: [secret], scope: secret } }),
    ...[secret, `${secret}.${secret}.${secret}`],
  ];
  for (const token of tokens) {
    const explanation = await explain(token);
    const printed = inspect(explanation, { depth: 20 }) + JSON.stringify(explanation);
    for (const part of [...token.split('.'), 'canary']) expect(printed).not.toContain(part);
  }
});

it.each([
  { option: 'issuers', options: { issuers: [] }, message: 'explainToken has no option "issuers"' },
  { option: 'issuer', options: { issuer: 'http://issuer.test' }, message: '"issuer" must be' },
  { option: 'jwksUri', options: { jwksUri: 'file:///keys' }, message: '"jwksUri" must be' },
  { option: 'audience', options: { audience: [] }, message: '"audience" must be' },
  { option: 'offline', options: { offline: 1 }, message: '"offline" must be' },
  { option: 'clockTolerance', options: { clockTolerance: -1 }, message: '"clockTolerance" must' },
])('refuses a wrong $option', async ({ options, message }) => {
  await expect(explainToken('', options as ExplainTokenOptions)).rejects.toThrow(message);
});

function issuers(cases: readonly (readonly [unknown, string])[]) {
  return cases.map(([iss, clue]) => ({
    ...{ check: 'issuer' as const, claims: { iss }, says: `wrong_issuer: ${clue}` },
  }));
}

function algorithms(cases: readonly (readonly [unknown, string])[]) {
  return cases.map(([alg, clue]) => ({
    ...{ check: 'algorithm' as const, header: { alg }, says: `wrong_algorithm: ${clue}` },
  }));
}

function audiences(cases: readonly (readonly [object, string])[]) {
  return cases.map(([claims, clue]) => ({
    ...{ check: 'audience' as const, claims, says: `wrong_audience: ${clue}` },
  }));
}
