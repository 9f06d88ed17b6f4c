import { describe, expect, it } from 'vitest';
import type { Authentication, VerifiedAuthentication } from '../../src/protocol/index.js';
import { anonymous, asking, createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    five: String @requiresRecentAuth(seconds: 300)
    strong: String @requiresRecentAuth(seconds: 300, acr: ["mfa", "phr"])
    lenient: String @requiresRecentAuth(seconds: 60, allowIfCannotReauthenticate: true)
    lenientLong: String @requiresRecentAuth(seconds: 900, allowIfCannotReauthenticate: true)
    lenientStrong: String
      @requiresRecentAuth(seconds: 60, acr: ["mfa"], allowIfCannotReauthenticate: true)
  }
`;

async function ask(field: string, context: unknown, options = {}): Promise<unknown> {
  const { run } = createGraph(typeDefs, () => ({ Query: { [field]: () => 'yes' } }), options);
  const { data, errors } = await run(`{ ${field} }`, context);
  if (!errors) return data?.[field];
  const { code, reason, reauth } = errors[0]?.extensions as Record<string, string | object>;
  const told: Record<string, unknown> = typeof reauth === 'object' ? { ...reauth } : { reason };
  return [code, told['reason'], told['remedy']]
    .filter((part) => part !== undefined)
    .map(String)
    .join(' ');
}

const cannot: Partial<VerifiedAuthentication> = { canReauthenticate: false };

describe('a sign-in', () => {
  it.each([
    ['RA-7: made now', signedIn(0), 'yes'],
    ['RA-7: at the limit', signedIn(300), 'yes'],
    [
      'RA-7: one second past the limit',
      signedIn(301),
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE',
    ],
    [
      'RA-7: a fraction past the limit',
      signedIn(300.5),
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE',
    ],
    ['RA-7: at the epoch', signedIn(NOW), 'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE'],
    ['RA-8: within the tolerance ahead', signedIn(-5), 'yes'],
    ['RA-8: past the tolerance ahead', signedIn(-6), 'REAUTH_REQUIRED AUTH_TIME_INVALID NONE'],
    [
      'RA-8: in milliseconds',
      signedIn(0, { authTime: NOW * 1000 }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: that is not a number',
      signedIn(0, { authTime: NaN }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: that never ends',
      signedIn(0, { authTime: Infinity }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: as text',
      signedIn(0, { authTime: String(NOW) as never }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: in a list',
      signedIn(0, { authTime: [NOW] as never }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: as a BigInt',
      signedIn(0, { authTime: BigInt(NOW) as never }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: before the epoch',
      signedIn(0, { authTime: -1 }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    ['RA-8: within the tolerance after its token', signedIn(5, { issuedAt: NOW - 10 }), 'yes'],
    [
      'RA-8: later than its token',
      signedIn(4, { issuedAt: NOW - 10 }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-8: of a token without a time',
      signedIn(4, { issuedAt: NaN }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'RA-9: that the token does not name',
      signedIn(0, { authTime: undefined }),
      'REAUTH_REQUIRED AUTH_TIME_MISSING REAUTHENTICATE',
    ],
  ])('%s is answered with %3$s', async (_, context, answer) => {
    expect(await ask('five', context)).toBe(answer);
  });

  it.each([
    ['is one of those asked for', { acr: 'phr' }, 0, 'yes'],
    ['is another', { acr: 'pwd' }, 0, 'REAUTH_REQUIRED ACR_INSUFFICIENT REAUTHENTICATE'],
    ['differs in case', { acr: 'MFA' }, 0, 'REAUTH_REQUIRED ACR_INSUFFICIENT REAUTHENTICATE'],
    ['is missing', {}, 0, 'REAUTH_REQUIRED ACR_INSUFFICIENT REAUTHENTICATE'],
    [
      'suffices, but long ago',
      { acr: 'mfa' },
      301,
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE',
    ],
    ['is missing, and long ago', {}, 301, 'REAUTH_REQUIRED ACR_INSUFFICIENT REAUTHENTICATE'],
    ['is missing, of one who cannot', { ...cannot }, 0, 'REAUTH_REQUIRED ACR_INSUFFICIENT LOGIN'],
  ])('RA-10: whose acr %s is answered with %4$s', async (_, changes, age, answer) => {
    expect(await ask('strong', signedIn(age, changes))).toBe(answer);
  });
});

describe('someone who cannot reauthenticate', () => {
  it.each([
    ['five', { age: 300 }, 'yes'],
    ['five', { age: 301 }, 'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE'],
    ['five', { age: 0, authTime: undefined }, 'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE'],
    ['five', { age: 0, authTime: NaN }, 'REAUTH_REQUIRED AUTH_TIME_INVALID NONE'],
  ])(
    'RA-25: asking for %s with %j is answered with %s',
    async (field, { age, ...changes }, answer) => {
      expect(await ask(field, signedIn(age, { ...cannot, ...changes }))).toBe(answer);
    },
  );

  it('RA-25: is offered a sign-in where the server is set so', async () => {
    const login = { cannotReauthenticate: 'login' };
    expect(await ask('five', signedIn(301, cannot), login)).toBe(
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD LOGIN',
    );
  });

  it.each([
    ['lenient', 'long ago', signedIn(9e5, cannot), 'yes'],
    ['lenient', 'at no known time', signedIn(0, { ...cannot, authTime: undefined }), 'yes'],
    ['lenient', 'with a token of 300 s', signedIn(9e5, { ...cannot, issuedAt: NOW - 300 }), 'yes'],
    [
      'lenient',
      'with a token of 301 s',
      signedIn(9e5, { ...cannot, issuedAt: NOW - 301 }),
      'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE',
    ],
    [
      'lenientLong',
      'with a token of 900 s',
      signedIn(9e5, { ...cannot, issuedAt: NOW - 900 }),
      'yes',
    ],
    [
      'lenientLong',
      'with a token of 901 s',
      signedIn(9e5, { ...cannot, issuedAt: NOW - 901 }),
      'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE',
    ],
    [
      'lenient',
      'with a token from the future',
      signedIn(9e5, { ...cannot, issuedAt: NOW + 6 }),
      'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE',
    ],
    [
      'lenient',
      'with an invalid time',
      signedIn(0, { ...cannot, authTime: NaN }),
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    ],
    [
      'lenient',
      'and may be able to',
      signedIn(61),
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE',
    ],
    [
      'lenient',
      'and is able to',
      signedIn(61, { canReauthenticate: true }),
      'REAUTH_REQUIRED AUTH_TIME_TOO_OLD REAUTHENTICATE',
    ],
    ['lenient', 'as a machine', signedIn(61, { ...cannot, principal: 'machine' }), 'FORBIDDEN'],
    [
      'lenientStrong',
      'long ago with a strong factor',
      signedIn(9e5, { ...cannot, acr: 'mfa' }),
      'yes',
    ],
    [
      'lenientStrong',
      'long ago with a weak factor',
      signedIn(9e5, cannot),
      'REAUTH_IMPOSSIBLE CANNOT_REAUTHENTICATE NONE',
    ],
  ])(
    'RA-11: asking for %s, signed in %s, is answered with %4$s',
    async (field, _, context, answer) => {
      expect(await ask(field, context)).toBe(answer);
    },
  );
});

describe('a caller', () => {
  const odd = { status: 'perhaps' } as unknown as Authentication;
  it.each([
    ['who sent no token', anonymous, 'UNAUTHENTICATED TOKEN_MISSING'],
    [
      'whose token has expired',
      asking({ status: 'anonymous', refusal: 'expired' }),
      'UNAUTHENTICATED TOKEN_EXPIRED',
    ],
    [
      'whose token was revoked',
      asking({ status: 'anonymous', refusal: 'revoked' }),
      'UNAUTHENTICATED TOKEN_REVOKED',
    ],
    [
      'whose token is not accepted',
      asking({ status: 'anonymous', refusal: 'wrong_issuer' }),
      'UNAUTHENTICATED TOKEN_INVALID',
    ],
    [
      'whose token could not be checked',
      asking({ status: 'anonymous', refusal: 'keys_unavailable' }),
      'AUTH_UNAVAILABLE',
    ],
    [
      'whose header was malformed',
      asking({ status: 'anonymous', refusal: 'several_tokens' }),
      'BAD_REQUEST',
    ],
    ['of a status that does not exist', asking(odd), 'UNAUTHENTICATED TOKEN_MISSING'],
  ])('%s is answered with %3$s', async (_, context, answer) => {
    expect(await ask('five', context)).toBe(answer);
  });

  it.each(['machine', 'anonymous'] as const)(
    'RA-18: who is a %s is forbidden',
    async (principal) => {
      expect(await ask('five', signedIn(0, { principal }))).toBe('FORBIDDEN');
    },
  );

  it.each([
    ['undefined', undefined],
    ['null', null],
    ['a string', 'context'],
    ['without authentication', { checkedAt: NOW }],
    ['with null for it', { authentication: null, checkedAt: NOW }],
    ['with another thing for it', { authentication: 'alice', checkedAt: NOW }],
    ['without a time', { authentication: signedIn(0).authentication }],
    ['with no usable time', { ...signedIn(0), checkedAt: NaN }],
    ['built 61 seconds ago', { ...signedIn(0), checkedAt: NOW - 61 }],
    ['built in 61 seconds', { ...signedIn(0), checkedAt: NOW + 61 }],
    ['built in milliseconds', { ...signedIn(0), checkedAt: NOW * 1000 }],
  ])('RA-17: whose context is %s is a programming error', async (_, context) => {
    const { run } = createGraph(typeDefs, () => ({}));
    const { data, errors } = await run('{ five }', context);
    expect(data).toEqual({ five: null });
    expect(errors).toMatchObject([
      {
        message: expect.stringContaining('createContextBuilder') as string,
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      },
    ]);
  });

  it('RA-17: may have waited for 60 seconds', async () => {
    expect(await ask('five', { ...signedIn(0), checkedAt: NOW - 60, authTime: NOW - 60 })).toBe(
      'REAUTH_REQUIRED AUTH_TIME_INVALID NONE',
    );
    expect(await ask('five', { ...signedIn(100), checkedAt: NOW - 60 })).toBe('yes');
  });

  it('is found where getAuthentication looks', async () => {
    const getAuthentication = (context: unknown) => (context as { deep: typeof anonymous }).deep;
    expect(await ask('five', { deep: signedIn(0) }, { getAuthentication })).toBe('yes');
    expect(await ask('five', undefined, { getAuthentication })).toBe('INTERNAL_SERVER_ERROR');
  });
});
