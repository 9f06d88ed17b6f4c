import { expect, it, onTestFinished, vi } from 'vitest';
import type { ClaimsReader, ClaimsReading, VerifierEvent } from '../../src/tokens/index.js';
import { NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const FACTORS = 'https://issuer.test/factors';

it('reads what a provider says in its own way, and keeps what the hook leaves alone', async () => {
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({
    readClaims: (claims, reading) => ({ ...reading, authTime: Number(claims[FACTORS]) }),
  });
  const claims = { [FACTORS]: NOW - 30, acr: 'pwd' };
  expect(await verifier.verify(issuer.token({ claims }))).toMatchObject({
    principal: 'user',
    sessionId: 'session',
    authTime: NOW - 30,
    acr: 'pwd',
  });
});

it.each<{ returned: Partial<Record<keyof ClaimsReading, unknown>>; read: object }>([
  { returned: { authTime: '1795000000' }, read: { authTime: NaN } },
  { returned: { authTime: null }, read: { authTime: NaN } },
  { returned: { authTime: -1 }, read: { authTime: NaN } },
  { returned: { authTime: Infinity }, read: { authTime: NaN } },
  { returned: { authTime: new Date(NOW * 1000) }, read: { authTime: NaN } },
  { returned: { authTime: NOW - 0.5 }, read: { authTime: NOW - 1 } },
  { returned: { authTime: undefined }, read: { authTime: undefined } },
  { returned: { acr: ['mfa'] }, read: { acr: undefined } },
  { returned: { canReauthenticate: 'false' }, read: { canReauthenticate: undefined } },
  { returned: { canReauthenticate: false }, read: { canReauthenticate: false } },
  { returned: { principal: 'anonymous' }, read: { principal: 'anonymous' } },
  { returned: { principal: 'admin' }, read: { principal: 'machine' } },
  { returned: { principal: undefined }, read: { principal: 'machine' } },
  { returned: { sessionId: '' }, read: { sessionId: undefined } },
  { returned: { sessionId: 5 }, read: { sessionId: undefined } },
])('a hook that returns $returned makes $read', async ({ returned, read }) => {
  const issuer = scriptIssuer();
  const readClaims = ((_claims, reading) => ({ ...reading, ...returned })) as ClaimsReader;
  expect(await issuer.verifier({ readClaims }).verify(issuer.token())).toMatchObject(read);
});

it.each([
  { what: 'throws', hook: (claims: object) => assertNever(claims) },
  { what: 'throws a text', hook: throwText },
  { what: 'returns nothing', hook: () => undefined },
  {
    what: 'misspells what it would replace',
    hook: (_claims: object, reading: object) => ({ ...reading, authtime: NOW - 3600 }),
  },
])('a hook that $what refuses the token, and tells no claim', async ({ hook }) => {
  const warnings = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined);
  onTestFinished(() => {
    warnings.mockRestore();
  });
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ readClaims: hook as unknown as ClaimsReader });
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('wrong_claim');
  expect(warnings.mock.calls).toEqual([
    [
      'readClaims threw, or returned something else than authTime, acr, canReauthenticate, principal, sessionId; the token was refused',
    ],
  ]);
});

it('tells what to switch on where tokens have no auth_time, once an hour', async () => {
  const issuer = scriptIssuer();
  const events: VerifierEvent[] = [];
  const verifier = issuer.verifier({ onEvent: (event) => events.push(event) });
  for (const sid of ['a', 'b', 'c']) {
    await verifier.verify(issuer.token({ claims: { sid, auth_time: undefined } }));
  }
  await verifier.verify(issuer.token());
  expect(events.filter(({ type }) => type === 'auth-time-missing')).toEqual([
    {
      type: 'auth-time-missing',
      issuer: 'https://issuer.test',
      advice:
        'have the provider put auth_time into the token: by require_auth_time in its registration of the client, or by max_age in the request',
    },
  ]);
});

function assertNever(claims: object): never {
  throw new TypeError(`What is ${JSON.stringify(claims)}?`);
}

function throwText(): void {
  AbortSignal.abort('subject').throwIfAborted();
}
