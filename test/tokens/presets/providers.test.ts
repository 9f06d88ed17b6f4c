import { describe, expect, it } from 'vitest';
import { isFresh } from '../../../src/protocol/index.js';
import type { VerifiedAuthentication } from '../../../src/protocol/index.js';
import { NOW, scriptProvider } from '../../support/provider-issuer.js';
import { PROVIDER_KINDS } from '../../support/provider-tokens/index.js';
import type { TokenRequest } from '../../support/provider-tokens/index.js';
import { outcomeOf } from '../../support/scripted-issuer.js';

interface ReadTime {
  readonly value: unknown;
  readonly read: number | undefined;
}

/** Times that are none, or no recent ones, where a token was issued ten seconds ago. */
const TIMES: Readonly<Record<'auth_time' | 'fva', readonly ReadTime[]>> = {
  auth_time: [
    { value: undefined, read: undefined },
    { value: (NOW - 75) * 1000, read: (NOW - 75) * 1000 },
    { value: String(NOW - 75), read: NaN },
    { value: new Date((NOW - 75) * 1000).toISOString(), read: NaN },
    { value: null, read: NaN },
    { value: true, read: NaN },
    { value: -1, read: NaN },
    { value: [NOW - 75], read: NaN },
  ],
  fva: [
    { value: undefined, read: undefined },
    { value: [-1, -1], read: undefined },
    { value: [-1, 0], read: undefined },
    // Milliseconds, and a time rather than an age.
    { value: [75_000, -1], read: NOW - 10 - 75_001 * 60 },
    { value: [NOW - 75, -1], read: NaN },
    { value: [-2, -1], read: NaN },
    { value: [0, -2], read: NaN },
    { value: [0.5, -1], read: NaN },
    { value: ['0', '-1'], read: NaN },
    { value: [null, null], read: NaN },
    { value: [0], read: NaN },
    { value: [0, 0, 0], read: NaN },
    { value: [], read: NaN },
    { value: '0,-1', read: NaN },
    { value: 0, read: NaN },
    { value: null, read: NaN },
    { value: { 0: 0, 1: -1, length: 2 }, read: NaN },
  ],
};

describe.each(PROVIDER_KINDS)('the $tokenType of $provider', (one) => {
  const { fixture, kind } = one;
  const { audience, mint, authTime = ({ now, age }) => now - age, timeClaim = 'auth_time' } = kind;
  const provider = scriptProvider(fixture);
  const { issuer } = fixture;
  const verifier = provider.verifier(one);
  const request: TokenRequest = { issuer, audience, now: NOW, age: 75 };

  it('says who its user is, and since when', async () => {
    const { claims } = mint(request);
    const authentication: VerifiedAuthentication = {
      ...{ status: 'authenticated', principal: 'user', issuer, subject: claims['sub'] as string },
      ...{ sessionId: undefined, authTime: authTime(request), acr: undefined, amr: [] },
      ...{ issuedAt: NOW - 10, expiresAt: claims['exp'] as number, canReauthenticate: undefined },
      claims,
      ...kind.says,
    };
    expect(await verifier.verify(provider.token(mint, request))).toEqual(authentication);
  });

  it.each(TIMES[timeClaim])('of the time $value is read as signed in at $read', async (time) => {
    const { header, claims } = mint(request);
    const token = provider.sign({ header, claims: { ...claims, [timeClaim]: time.value } });
    const { authTime: found, issuedAt } = await verifier.verify(token);
    expect(found).toBe(time.read);
    const check = { now: NOW, issuedAt, maxAge: 3600, clockTolerance: 5 };
    expect(isFresh(found, check)).toBe(false);
  });

  if (kind.added) {
    it.each(kind.added)('may have %j besides', async (changes) => {
      const { header, claims } = mint(request);
      const token = provider.sign({ header, claims: { ...claims, ...changes } });
      expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    });
  }

  it.each(kind.strengths)('of a sign-in with %j has the acr %s', async (changes, acr) => {
    const { header, claims } = mint(request);
    const token = provider.sign({ header, claims: { ...claims, ...changes } });
    expect((await verifier.verify(token)).acr).toBe(acr);
  });

  it('is refused where it is for somebody else', async () => {
    const token = provider.token(mint, { audience: 'https://another.example', age: 0 });
    expect(await outcomeOf(verifier.verify(token))).toBe('wrong_audience');
  });

  it.each(kind.nobody)('with %j is of the principal "%s"', async (changes, principal) => {
    const { header, claims } = mint(request);
    const token = provider.sign({ header, claims: { ...claims, ...changes } });
    expect((await verifier.verify(token)).principal).toBe(principal);
  });

  const others = [
    { who: 'machine', token: kind.machine },
    { who: 'anonymous', token: kind.anonymous },
  ].flatMap(({ who, token }) => (token ? [{ who, token }] : []));
  if (others.length === 0) return;

  it.each(others)('of the principal "$who" says so', async ({ who, token }) => {
    const { principal } = await verifier.verify(provider.token(token, { audience, age: 0 }));
    expect(principal).toBe(who);
  });
});
