import { describe, expect, it } from 'vitest';
import {
  createContextBuilder,
  createMemoryRevocations,
  createTokenVerifier,
} from '../../src/tokens/index.js';
import type { RevocationStore, VerifierEvent } from '../../src/tokens/index.js';
import { logoutToken, revocationOf } from '../support/logout-tokens.js';
import { CLAIMS, ISSUER, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const HOUR = 3600;

/** An issuer, and a verifier that remembers who was logged out. */
function watch(store?: RevocationStore) {
  const issuer = scriptIssuer();
  const revocations = store ?? createMemoryRevocations({ clock: issuer.clock });
  const verifier = issuer.verifier({ revocations });
  const outcome = (claims: object = {}) => outcomeOf(verifier.verify(issuer.token({ claims })));
  return { issuer, revocations, verifier, outcome };
}

/** A store whose answers a test gives, in its own time. */
function storeOf(isRevoked: RevocationStore['isRevoked']): RevocationStore {
  return { isRevoked, revoke: () => true, retention: HOUR };
}

describe('a session that has ended', () => {
  it('ends its tokens, those that were verified before and those that come new', async () => {
    const { issuer, verifier, revocations, outcome } = watch();
    const token = issuer.token();
    expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
    await revocations.revoke(await verifier.verifyLogoutToken(logoutToken(issuer)));
    expect(await outcomeOf(verifier.verify(token))).toBe('revoked');
    expect(await outcome({ iat: NOW })).toBe('revoked');
    expect(await outcome({ sid: undefined })).toBe('revoked');
    expect(await outcome({ sid: 'session-2' })).toBe('accepted');
    expect(await outcome({ sub: 'other', sid: undefined })).toBe('accepted');
    expect(await outcome({ sub: 'other', sid: 'session-3' })).toBe('accepted');
  });

  it('is told from all others of the user, whose sessions end together without a sid', async () => {
    const { issuer, verifier, revocations, outcome } = watch();
    const token = logoutToken(issuer, { sid: undefined });
    await revocations.revoke(await verifier.verifyLogoutToken(token));
    expect(await outcome({ sid: 'session-2' })).toBe('revoked');
    expect(await outcome({ sid: undefined, auth_time: undefined })).toBe('revoked');
    issuer.clock.advance(1);
    const now = { auth_time: issuer.clock(), iat: issuer.clock() };
    expect(await outcome({ ...now, sid: 'session-3' })).toBe('accepted');
    // Refreshed, of the sign-in before.
    expect(await outcome({ iat: issuer.clock() })).toBe('revoked');
  });

  it('is one of its issuer alone, where a verifier knows several', async () => {
    const [one, two] = [scriptIssuer(), scriptIssuer()];
    const revocations = createMemoryRevocations({ clock: one.clock });
    const OTHER = 'https://other.test';
    const verifier = createTokenVerifier({
      issuers: [
        { issuer: ISSUER, audience: CLAIMS.aud, jwksUri: `${ISSUER}/jwks` },
        { issuer: OTHER, audience: CLAIMS.aud, jwksUri: `${OTHER}/jwks` },
      ],
      ...{ revocations, clock: one.clock },
      fetch: (input) =>
        Promise.resolve(
          Response.json({ keys: ((input as string).startsWith(OTHER) ? two : one).keys }),
        ),
    });
    revocations.revoke(await verifier.verifyLogoutToken(logoutToken(two, { iss: OTHER })));
    expect(await outcomeOf(verifier.verify(one.token()))).toBe('accepted');
    expect(await outcomeOf(verifier.verify(two.token({ claims: { iss: OTHER } })))).toBe('revoked');
    // Nor can one issuer end sessions of another.
    const foreign = logoutToken(two, { iss: ISSUER });
    expect(await outcomeOf(verifier.verifyLogoutToken(foreign))).toBe('wrong_signature');
  });

  it('ends an operation on a connection that was there before', async () => {
    const { issuer, verifier, revocations } = watch();
    const buildContext = createContextBuilder({ verifier });
    const request = { headers: { authorization: `Bearer ${issuer.token()}` } };
    expect(await outcomeOf(buildContext(request))).toBe('accepted');
    await revocations.revoke(revocationOf());
    expect(await outcomeOf(buildContext(request))).toBe('revoked');
    const lenient = createContextBuilder({ verifier, invalidToken: 'anonymous' });
    expect((await lenient(request)).authentication).toEqual({
      ...{ status: 'anonymous', refusal: 'revoked' },
    });
  });

  it('answers 401 TOKEN_REVOKED with a challenge', async () => {
    const { issuer, verifier, revocations } = watch();
    await revocations.revoke(revocationOf());
    await expect(verifier.verify(issuer.token())).rejects.toMatchObject({
      message: 'Token refused: revoked',
      extensions: {
        ...{ code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' },
        http: { status: 401, headers: { 'www-authenticate': 'Bearer error="invalid_token"' } },
      },
    });
  });
});

describe('a logout that comes while a token is verified', () => {
  it('wins while the keys are fetched', async () => {
    const { issuer, verifier, revocations } = watch();
    const discovery = { issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` };
    let publish = (): void => undefined;
    const published = new Promise<void>((resolve) => (publish = resolve));
    issuer.answer = async (url) => {
      await published;
      return Response.json(url.endsWith('/jwks') ? { keys: issuer.keys } : discovery);
    };
    const token = issuer.token();
    const outcomes = [verifier.verify(token), verifier.verify(token)].map(outcomeOf);
    await revocations.revoke(revocationOf());
    publish();
    expect(await Promise.all(outcomes)).toEqual(['revoked', 'revoked']);
    expect(await outcomeOf(verifier.verify(token))).toBe('revoked');
  });

  it('wins at any moment of the verification', async () => {
    const { issuer, verifier, revocations } = watch();
    await verifier.ready();
    for (let turns = 0; turns < 60; turns += 1) {
      const sid = `session-${turns}`;
      const token = issuer.token({ claims: { sid } });
      const first = outcomeOf(verifier.verify(token));
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      await revocations.revoke(revocationOf({ sessionId: sid }));
      // Who asks from now on is not let in by what was found before.
      expect(await outcomeOf(verifier.verify(token))).toBe('revoked');
      await first;
      expect(await outcomeOf(verifier.verify(token))).toBe('revoked');
    }
  });

  it('wins for who joins a verification, whatever its first caller was told', async () => {
    const answers = [false, true];
    const { issuer, verifier } = watch(storeOf(() => Promise.resolve(answers.shift() ?? true)));
    const token = issuer.token();
    const outcomes = [verifier.verify(token), verifier.verify(token)].map(outcomeOf);
    expect(await Promise.all(outcomes)).toEqual(['accepted', 'revoked']);
  });
});

describe('a store', () => {
  it.each([
    { what: 'says no', isRevoked: () => false, outcome: 'accepted' },
    { what: 'says yes', isRevoked: () => true, outcome: 'revoked' },
    { what: 'promises no', isRevoked: () => Promise.resolve(false), outcome: 'accepted' },
    { what: 'promises yes', isRevoked: () => Promise.resolve(true), outcome: 'revoked' },
    ...[undefined, null, 0, '', 'false', NaN, {}].map((value) => ({
      what: `says ${JSON.stringify(value)}`,
      isRevoked: () => value as boolean,
      outcome: 'revocations_unavailable',
    })),
    {
      what: 'throws',
      isRevoked: () => {
        throw new Error('down');
      },
      outcome: 'revocations_unavailable',
    },
    {
      what: 'rejects',
      isRevoked: () => Promise.reject(new Error('down')),
      outcome: 'revocations_unavailable',
    },
  ])('that $what: $outcome, for a new token and a known one', async ({ isRevoked, outcome }) => {
    const { issuer, verifier } = watch(storeOf(isRevoked));
    const token = issuer.token();
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
    const caller = await issuer.verifier().verify(token);
    expect(await verifier.isCurrent(caller)).toBe(outcome === 'accepted');
  });

  it('that fails is answered 503, with nothing of what it said', async () => {
    const { issuer, verifier } = watch(
      storeOf(({ sessionId }) => {
        throw new Error(`GET ${String(sessionId)}: secret`);
      }),
    );
    const error = await verifier.verify(issuer.token()).catch((fault: unknown) => fault);
    expect(error).toMatchObject({
      message: 'Token refused: revocations unavailable',
      extensions: {
        code: 'AUTH_UNAVAILABLE',
        http: { status: 503, headers: { 'retry-after': '5' } },
      },
    });
    expect(error).not.toHaveProperty('cause');
  });

  it('that comes back lets in who was kept out', async () => {
    let isDown = true;
    const { issuer, verifier } = watch(
      storeOf(() => {
        if (isDown) throw new Error('down');
        return false;
      }),
    );
    const buildContext = createContextBuilder({ verifier });
    const request = { headers: { authorization: `Bearer ${issuer.token()}` } };
    expect(await outcomeOf(buildContext(request))).toBe('revocations_unavailable');
    isDown = false;
    expect(await outcomeOf(buildContext(request))).toBe('accepted');
    isDown = true;
    expect(await outcomeOf(buildContext(request))).toBe('revocations_unavailable');
  });

  it('is asked for every request, and only for tokens that hold', async () => {
    let asked = 0;
    const { issuer, verifier } = watch(
      storeOf(() => {
        asked += 1;
        return false;
      }),
    );
    const token = issuer.token();
    for (let count = 0; count < 3; count += 1) await verifier.verify(token);
    expect(asked).toBe(3);
    await outcomeOf(verifier.verify('junk'));
    await outcomeOf(verifier.verify(issuer.token({ claims: { exp: NOW - 60 } })));
    issuer.clock.advance(HOUR);
    await outcomeOf(verifier.verify(token));
    expect(asked).toBe(3);
  });
});

describe('a token that lives longer than its revocation would be remembered', () => {
  it.each([
    { life: HOUR, outcome: 'accepted' },
    { life: HOUR + 1, outcome: 'wrong_claim' },
  ])('is $outcome at $life seconds', async ({ life, outcome }) => {
    const { issuer, verifier } = watch(createMemoryRevocations({ retention: HOUR }));
    const token = issuer.token({ claims: { iat: NOW - 10, exp: NOW - 10 + life } });
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
    expect(await outcomeOf(issuer.verifier().verify(token))).toBe('accepted');
  });

  it('is told once an hour, with how long a logout is remembered', async () => {
    const issuer = scriptIssuer();
    const events: VerifierEvent[] = [];
    const revocations = createMemoryRevocations({ retention: HOUR, clock: issuer.clock });
    const verifier = issuer.verifier({ revocations, onEvent: (event) => events.push(event) });
    for (const sid of ['a', 'b', 'c']) {
      const token = issuer.token({ claims: { sid, iat: NOW, exp: NOW + HOUR + 1 } });
      expect(await outcomeOf(verifier.verify(token))).toBe('wrong_claim');
    }
    expect(events.filter(({ type }) => type !== 'keys-renewed')).toEqual([
      { type: 'token-outlives-logouts', issuer: ISSUER, retention: HOUR },
    ]);
  });

  it('is none: until the last second of the last token its session stays ended', async () => {
    const issuer = scriptIssuer();
    const revocations = createMemoryRevocations({ retention: HOUR, clock: issuer.clock });
    const verifier = issuer.verifier({ revocations, clockTolerance: 300 });
    // By an issuer whose clock is as far ahead as is forgiven.
    const token = issuer.token({ claims: { iat: NOW + 300, exp: NOW + 300 + HOUR } });
    revocations.revoke(
      await verifier.verifyLogoutToken(logoutToken(issuer, { iat: NOW + 300, exp: NOW + 420 })),
    );
    issuer.clock.advance(HOUR + 599);
    // Another logout has the store forget what is past.
    revocations.revoke(revocationOf({ sessionId: 'other', issuedAt: issuer.clock() }));
    expect(await outcomeOf(verifier.verify(token))).toBe('revoked');
    expect(await outcomeOf(issuer.verifier({ clockTolerance: 300 }).verify(token))).toBe(
      'accepted',
    );
    issuer.clock.advance(1);
    expect(await outcomeOf(verifier.verify(token))).toBe('expired');
  });
});

it.each([
  ...[null, {}, 'redis', { revoke: () => true, isRevoked: () => false }],
  { revoke: () => true, retention: HOUR },
  { isRevoked: () => false, retention: HOUR },
  ...[0, -1, 0.5, NaN, '60'].map((retention) => ({ ...storeOf(() => false), retention })),
])('refuses the store %j at start', (revocations) => {
  const create = () =>
    scriptIssuer().verifier({ revocations: revocations as unknown as RevocationStore });
  expect(create).toThrow('"revocations" must be what createMemoryRevocations returns');
});
