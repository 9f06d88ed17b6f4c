import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTokenVerifier } from '../../src/tokens/index.js';
import { encodePart, forge, forgeKey, signBytes } from '../support/forge.js';
import type { ForgeKey } from '../support/forge.js';
import { AUDIENCE, CLAIMS, NOW, outcomeOf } from '../support/scripted-issuer.js';

/** Whatever a token could have us fetch: two issuers, and an attacker's own server, each with its keys. */
const KEYS = {
  a: forgeKey('RS256', 'key-1'),
  b: forgeKey('RS256', 'key-1'),
  evil: forgeKey('RS256', 'key-1'),
} as const;
type Party = keyof typeof KEYS;

/** The paths that were asked of each, in order. */
const asked: Record<Party, string[]> = { a: [], b: [], evil: [] };
const origins: Record<Party, string> = { a: '', b: '', evil: '' };
const closing: (() => void)[] = [];

async function serveParty(party: Party): Promise<void> {
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    asked[party].push(path);
    const issuer = origins[party];
    const document = { issuer, jwks_uri: `${issuer}/jwks` };
    const body = path === '/jwks' ? { keys: [KEYS[party].jwk] } : document;
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  }).listen(0, '127.0.0.1');
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  origins[party] = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  for (const party of ['a', 'b', 'evil'] as const) await serveParty(party);
});
afterAll(() => {
  for (const close of closing) close();
});

function verifierOfBoth() {
  return createTokenVerifier({
    issuers: [
      { issuer: origins.a, audience: AUDIENCE },
      { issuer: origins.b, audience: 'client-of-b', tokenType: 'access_token' },
    ],
    clock: () => NOW,
  });
}

interface Attack {
  readonly header?: object;
  readonly claims?: object;
  readonly by?: ForgeKey;
}

function tokenOfA({ header, claims, by = KEYS.a }: Attack = {}): string {
  const { alg, kid } = by;
  return forge(
    { header: { alg, kid, ...header }, claims: { ...CLAIMS, iss: origins.a, ...claims } },
    by,
  );
}

function tokenOfB({ header, claims, by = KEYS.b }: Attack = {}): string {
  const ofAccessToken = { iss: origins.b, aud: 'client-of-b', client_id: 'app', jti: '1' };
  return tokenOfA({
    ...{ by, header: { typ: 'at+jwt', ...header } },
    claims: { ...ofAccessToken, ...claims },
  });
}

it('of two issuers, accepts from each what it signed of its own kind', async () => {
  const verifier = verifierOfBoth();
  expect(await outcomeOf(verifier.verify(tokenOfA()))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(tokenOfB()))).toBe('accepted');
});

it.each<{ attack: string; token: () => string; outcome: string }>([
  {
    attack: "one issuer's name under the other's key of the same kid",
    token: () => tokenOfA({ by: KEYS.b }),
    outcome: 'wrong_signature',
  },
  {
    attack: "the other issuer's name under this one's key",
    token: () => tokenOfB({ by: KEYS.a }),
    outcome: 'wrong_signature',
  },
  {
    attack: "one issuer's token for the other's audience",
    token: () => tokenOfA({ claims: { aud: 'client-of-b' } }),
    outcome: 'wrong_audience',
  },
  {
    attack: "one issuer's kind of token from the other",
    token: () => tokenOfB({ header: { typ: 'JWT' } }),
    outcome: 'wrong_type',
  },
  {
    attack: 'an access token where ID tokens are expected',
    token: () => tokenOfA({ header: { typ: 'at+jwt' } }),
    outcome: 'wrong_type',
  },
  {
    attack: 'both names at once',
    token: () => tokenOfA({ claims: { iss: [origins.a, origins.b] } }),
    outcome: 'wrong_issuer',
  },
  {
    attack: 'a stolen token of another application',
    token: () => tokenOfA({ claims: { aud: 'shop' } }),
    outcome: 'wrong_audience',
  },
  {
    attack: 'a stolen token of another application that names us, too',
    token: () => tokenOfA({ claims: { aud: ['shop', AUDIENCE] } }),
    outcome: 'wrong_audience',
  },
  {
    attack: 'a logout token as a bearer',
    token: () =>
      tokenOfA({
        header: { typ: 'logout+jwt' },
        claims: { events: { 'http://schemas.openid.net/event/backchannel-logout': {} } },
      }),
    outcome: 'wrong_type',
  },
  {
    attack: 'an issuer of the attacker',
    token: () => tokenOfA({ claims: { iss: origins.evil }, by: KEYS.evil }),
    outcome: 'wrong_issuer',
  },
  {
    attack: "the attacker's key in the header",
    token: () => tokenOfA({ header: { jwk: KEYS.evil.jwk }, by: KEYS.evil }),
    outcome: 'wrong_signature',
  },
  ...['jku', 'x5u', 'kid', 'iss', 'jwks_uri'].map((name) => ({
    attack: `the address of the attacker's keys as ${name} of the header`,
    token: () => tokenOfA({ header: { [name]: `${origins.evil}/jwks` }, by: KEYS.evil }),
    outcome: name === 'kid' ? 'unknown_key' : 'wrong_signature',
  })),
  ...['../jwks', '//evil.test/jwks', '?a=b', '#', '%00', '..\\jwks', '${jndi:ldap://x}'].map(
    (kid) => ({
      attack: `the kid ${kid}`,
      token: () => tokenOfA({ header: { kid }, by: KEYS.evil }),
      outcome: 'unknown_key',
    }),
  ),
  ...['HS256', 'HS384', 'HS512'].flatMap((alg) =>
    [
      KEYS.a.publicKey.export({ format: 'pem', type: 'spki' }),
      KEYS.a.publicKey.export({ format: 'der', type: 'spki' }),
      JSON.stringify(KEYS.a.jwk),
      Buffer.from(String(KEYS.a.jwk['n']), 'base64url'),
    ].map((secret) => ({
      attack: `${alg} keyed by what is public`,
      token: () => {
        const input = tokenOfA({ header: { alg } }).replace(/\.[^.]*$/, '');
        const name = alg.replace('HS', 'sha');
        return `${input}.${createHmac(name, secret).update(input).digest('base64url')}`;
      },
      outcome: 'wrong_algorithm',
    })),
  ),
  {
    attack: 'an unsecured token',
    token: () => `${encodePart({ alg: 'none' })}.${encodePart({ ...CLAIMS, iss: origins.a })}.`,
    outcome: 'malformed_token',
  },
  {
    attack: 'an unsecured token with a signature that is there',
    token: () => tokenOfA({ header: { alg: 'none' } }),
    outcome: 'wrong_algorithm',
  },
  {
    attack: 'a detached payload',
    token: () => tokenOfA().replace(/\.[^.]*\./, '..'),
    outcome: 'malformed_token',
  },
  {
    attack: 'an unencoded payload',
    token: () => {
      const header = { alg: 'RS256', kid: 'key-1', b64: false, crit: ['b64'] };
      const input = `${encodePart(header)}.${encodePart({ ...CLAIMS, iss: origins.a })}`;
      return `${input}.${signBytes(input, KEYS.a).toString('base64url')}`;
    },
    outcome: 'malformed_token',
  },
  {
    attack: 'a JWE',
    token: () => `${encodePart({ alg: 'RSA-OAEP', enc: 'A256GCM' })}.AAAA.AAAA.AAAA.AAAA`,
    outcome: 'malformed_token',
  },
  {
    attack: 'a token within a token, of which the outer is signed by nobody we know',
    token: () => forge({ header: { alg: 'RS256', cty: 'JWT' }, claims: tokenOfA() }, KEYS.evil),
    outcome: 'malformed_token',
  },
  {
    attack: 'a token within a token, of which only the inner is signed',
    token: () => tokenOfA({ header: { cty: 'JWT', typ: 'JWT' }, by: KEYS.evil }),
    outcome: 'wrong_signature',
  },
])('$attack is refused: $outcome', async ({ token, outcome }) => {
  const verifier = verifierOfBoth();
  // Both issuers' keys are there, and both have tokens that are remembered.
  await Promise.all([verifier.verify(tokenOfA()), verifier.verify(tokenOfB())]);
  expect(await outcomeOf(verifier.verify(token()))).toBe(outcome);
  expect(verifier.health().cachedTokens).toBe(2);
  expect(asked.evil).toEqual([]);
  const paths = new Set([...asked.a, ...asked.b]);
  expect([...paths].sort()).toEqual(['/.well-known/openid-configuration', '/jwks']);
});

it('the key of one issuer, put under the name of a kid that only the other has, signs nothing', async () => {
  const verifier = verifierOfBoth();
  await verifier.ready();
  for (const by of [KEYS.b, KEYS.evil]) {
    expect(await outcomeOf(verifier.verify(tokenOfA({ header: { kid: undefined }, by })))).toBe(
      'wrong_signature',
    );
  }
});
