import { afterAll, describe, expect, it } from 'vitest';
import type { ClaimsReader, ProviderName, TokenVerifier } from '../../src/tokens/index.js';
import { PROVIDER_NAMES } from '../../src/tokens/index.js';
import { loadPage } from '../support/page-modules.js';
import { scriptProvider } from '../support/provider-issuer.js';
import { PROVIDER_KINDS } from '../support/provider-tokens/index.js';
import { CLAIMS, NOW, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const page = await loadPage('docs/PROVIDERS.md');
afterAll(() => {
  page.remove();
});

interface Recipe {
  readonly verifier: TokenVerifier;
  readonly readClaims: ClaimsReader | undefined;
}

async function recipe(name: string): Promise<Recipe> {
  return (await page.load(`${name}.ts`)) as unknown as Recipe;
}

const MORE: Readonly<Partial<Record<ProviderName, readonly string[]>>> = {
  auth0: ['auth0-access-token'],
  entra: ['entra-contexts'],
};

it('docs/PROVIDERS.md has a block for every preset, and for those who have none', () => {
  expect(page.names).toEqual([
    ...PROVIDER_NAMES.flatMap((name) =>
      [name, ...(MORE[name] ?? [])].map((block) => `${block}.ts`),
    ),
    ...['google.ts', 'workos.ts', 'supabase.ts', 'stytch.ts'],
  ]);
});

it.each(page.names)('the options of %s are good', async (file) => {
  const { verifier } = await recipe(file.replace('.ts', ''));
  expect(verifier.health()).toMatchObject({ cachedTokens: 0 });
  verifier.close();
});

const SIGNED_IN = NOW - 75;
const RFC_3339 = new Date(SIGNED_IN * 1000).toISOString();
const SESSION = 'https://stytch.com/session';
const NOTHING = {
  ...{ authTime: undefined, acr: undefined, canReauthenticate: undefined },
  ...{ principal: 'user', sessionId: undefined },
};
const READ = { ...NOTHING, authTime: SIGNED_IN };

function supabase(...amr: unknown[]) {
  return { role: 'authenticated', aal: 'aal1', session_id: 'f9', is_anonymous: false, amr };
}

function stytch(...authentication_factors: unknown[]) {
  return { [SESSION]: { id: 'session-test-1', started_at: RFC_3339, authentication_factors } };
}

const SUPABASE = { ...READ, sessionId: 'f9' };
const STYTCH = { ...READ, sessionId: 'session-test-1' };
const password = { type: 'password', delivery_method: 'knowledge' };

describe.each<{ name: string; cases: (readonly [claims: object, reading: object])[] }>([
  {
    name: 'auth0-access-token',
    cases: [
      [{ 'https://bank.example/auth_time': SIGNED_IN, scope: 'openid' }, READ],
      [{ 'https://bank.example/auth_time': `${SIGNED_IN}` }, { ...READ, authTime: NaN }],
      [{}, NOTHING],
    ],
  },
  {
    name: 'entra-contexts',
    cases: [
      [
        { auth_time: SIGNED_IN, acrs: ['c1', 'c2'] },
        { ...READ, acr: 'c2' },
      ],
      [
        { auth_time: SIGNED_IN, acrs: ['c1'], acr: '1' },
        { ...READ, acr: '1' },
      ],
      [{ auth_time: SIGNED_IN, acrs: 'c2' }, READ],
      [{ auth_time: SIGNED_IN, acrs: null }, READ],
      [{ auth_time: SIGNED_IN }, READ],
    ],
  },
  {
    name: 'google',
    cases: [
      [
        { auth_time: SIGNED_IN, azp: 'client-id' },
        { ...READ, canReauthenticate: false },
      ],
      [{}, { ...NOTHING, canReauthenticate: false }],
    ],
  },
  {
    name: 'workos',
    cases: [
      [
        { auth_time: SIGNED_IN, sid: 'session_1', org_id: 'org_1' },
        { ...READ, sessionId: 'session_1' },
      ],
      [
        { auth_time: SIGNED_IN, act: { sub: 'admin@bank.example' } },
        { ...READ, authTime: NaN },
      ],
      [{}, NOTHING],
    ],
  },
  {
    name: 'supabase',
    cases: [
      [supabase({ method: 'password', timestamp: SIGNED_IN }), SUPABASE],
      [
        supabase(
          { method: 'totp', timestamp: SIGNED_IN },
          { method: 'password', timestamp: SIGNED_IN - 3600 },
        ),
        SUPABASE,
      ],
      [
        supabase(
          { method: 'token_refresh', timestamp: NOW },
          { method: 'password', timestamp: SIGNED_IN },
        ),
        SUPABASE,
      ],
      [supabase({ method: 'token_refresh', timestamp: NOW }), { ...SUPABASE, authTime: undefined }],
      [supabase('password', 'otp'), { ...SUPABASE, authTime: undefined }],
      [
        supabase({ method: 'password', timestamp: `${NOW}` }, null, 1),
        { ...SUPABASE, authTime: undefined },
      ],
      [
        { ...supabase({ method: 'totp', timestamp: SIGNED_IN }), aal: 'aal2' },
        { ...SUPABASE, acr: 'aal2' },
      ],
      [
        { ...supabase({ method: 'anonymous', timestamp: NOW }), is_anonymous: true },
        { ...SUPABASE, authTime: undefined, principal: 'anonymous' },
      ],
      [{ role: 'service_role' }, { ...NOTHING, principal: 'machine' }],
    ],
  },
  {
    name: 'stytch',
    cases: [
      [stytch({ ...password, last_authenticated_at: RFC_3339 }), STYTCH],
      [
        stytch(
          { ...password, last_authenticated_at: '2021-08-09T07:41:52Z' },
          { type: 'otp', last_authenticated_at: RFC_3339 },
        ),
        STYTCH,
      ],
      [
        stytch({ type: 'impersonated', last_authenticated_at: RFC_3339 }),
        { ...STYTCH, authTime: undefined },
      ],
      [
        stytch({ ...password, last_authenticated_at: SIGNED_IN }),
        { ...STYTCH, authTime: undefined },
      ],
      [stytch({ ...password, last_authenticated_at: '1' }), { ...STYTCH, authTime: undefined }],
      [
        stytch({ ...password, last_authenticated_at: '2026-13-41T00:00:00Z' }),
        { ...STYTCH, authTime: NaN },
      ],
      [stytch(null, 'password'), { ...STYTCH, authTime: undefined }],
      [{ [SESSION]: null }, NOTHING],
    ],
  },
])('the hook for $name', ({ name, cases }) => {
  it.each(cases)('reads %j', async (claims, reading) => {
    const { readClaims } = await recipe(name);
    const issuer = scriptIssuer();
    const token = issuer.token({ claims: { sid: undefined, auth_time: undefined, ...claims } });
    const { authTime, acr, canReauthenticate, principal, sessionId } = await issuer
      .verifier({ readClaims })
      .verify(token);
    expect({ authTime, acr, canReauthenticate, principal, sessionId }).toEqual(reading);
  });
});

it('with several authentication contexts that hold, the one that is asked for is read', async () => {
  const entra = PROVIDER_KINDS.filter(({ provider }) => provider === 'entra');
  const { readClaims } = await recipe('entra-contexts');
  expect(entra).toHaveLength(2);
  for (const one of entra) {
    const provider = scriptProvider(one.fixture);
    const verifier = provider.verifier(one, { readClaims });
    const acrOf = async (acrs: unknown) => {
      const { audience, mint } = one.kind;
      const request = { issuer: provider.issuer, audience, now: provider.clock(), age: 0 };
      const { header, claims } = mint(request);
      const token = provider.sign({ header, claims: { ...claims, acrs } });
      return (await verifier.verify(token)).acr;
    };
    const lists = [['c1', 'c2'], ['c1'], 'c2', undefined];
    expect(await Promise.all(lists.map(acrOf))).toEqual(['c2', 'c1', 'c2', undefined]);
  }
});

it('a token of an issuer that is no URL is verified by its keys alone', async () => {
  const { readClaims } = await recipe('stytch');
  const issuer = scriptIssuer();
  const name = 'stytch.com/project-test-1';
  const keys = 'https://test.stytch.com/v1/sessions/jwks/project-test-1';
  issuer.answer = (url) => Response.json(url === keys ? { keys: issuer.keys } : {});
  const verifier = issuer.verifier({ issuer: name, jwksUri: keys, readClaims });
  const claims = stytch({ ...password, last_authenticated_at: RFC_3339 });
  const good = issuer.token({ claims: { ...claims, iss: name, aud: [CLAIMS.aud] } });
  expect(await verifier.verify(good)).toMatchObject({ issuer: name, authTime: SIGNED_IN });
  expect(issuer.asked).toEqual([keys]);
  expect(await outcomeOf(verifier.verify(issuer.token({ claims })))).toBe('wrong_issuer');
});
