import { expect, it } from 'vitest';
import { ISSUER_ARGUMENTS, runExplain } from '../support/explain-command.js';
import { forge, forgeKey } from '../support/forge.js';
import { CLAIM_NAMES, HEADER_NAMES } from '../support/hostile-tokens.js';
import { CLAIMS, scriptIssuer } from '../support/scripted-issuer.js';

const CANARY = 'canary';
const key = forgeKey('ES256', `${CANARY}-kid`);
const issuer = scriptIssuer(key);
const everywhere = (names: readonly string[]): object =>
  Object.fromEntries(names.map((name) => [name, `${CANARY}-${name}`]));

const HEADER = { ...everywhere(HEADER_NAMES), alg: 'ES256', kid: `${CANARY}-kid` };
const CLAIMS_OF_CANARIES = {
  ...everywhere([...CLAIM_NAMES, 'email', 'name', 'phone_number', `${CANARY}-name`]),
};
/** As good as accepted, so that all is looked at. */
const GOOD = {
  ...CLAIMS,
  ...everywhere(['sub', 'sid', 'acr', 'nonce', 'email', 'jti', 'scope', 'username']),
  ...{ amr: [`${CANARY}-amr`], [`${CANARY}-name`]: { [CANARY]: CANARY } },
};

const TOKENS: readonly { readonly what: string; readonly token: string }[] = [
  {
    what: 'canaries in all that there is',
    token: forge({ header: HEADER, claims: CLAIMS_OF_CANARIES }, key),
  },
  { what: 'canaries in its claims', token: issuer.token({ claims: CLAIMS_OF_CANARIES }) },
  { what: 'canaries where they may be', token: issuer.token({ claims: GOOD }) },
  {
    what: 'canaries beside',
    token: issuer.token({ claims: { ...GOOD, aud: [`${CANARY}-aud`, 'client-id'] } }),
  },
  { what: 'a canary for an algorithm', token: issuer.token({ header: { alg: CANARY } }) },
  { what: 'a canary for a type', token: issuer.token({ header: { typ: CANARY } }) },
  { what: 'a canary for a key', token: issuer.token({ claims: GOOD }, forgeKey('ES256', CANARY)) },
  { what: 'canaries and no JSON', token: `${CANARY}.${CANARY}.${CANARY}` },
  { what: 'nothing but a canary', token: CANARY },
  { what: 'a canary cut off', token: issuer.token({ claims: GOOD }).slice(0, -1) },
];
const OPTIONS: readonly (readonly string[])[] = [
  [],
  [...ISSUER_ARGUMENTS],
  [...ISSUER_ARGUMENTS, '--seconds', '300'],
  [...ISSUER_ARGUMENTS, '--token-type', 'access_token', '--offline'],
  ['--audience', 'client-id', '--provider', 'keycloak'],
  ['--audience', 'client-id', '--provider', 'clerk'],
];

it.each(TOKENS)('a token with $what is explained without them', async ({ token }) => {
  for (const args of OPTIONS) {
    for (const format of [[], ['--json']]) {
      const { out, err } = await runExplain(token, [...args, ...format], issuer);
      expect(out).not.toBe('');
      for (const text of [out, err]) {
        expect(text).not.toMatch(/canary/i);
        for (const part of token.split('.')) expect(text).not.toContain(part);
      }
    }
  }
});

it('nor is a token told where its keys cannot be had', async () => {
  const down = scriptIssuer(key);
  down.answer = () => {
    throw new TypeError('fetch failed');
  };
  const { code, out, err } = await runExplain(
    down.token({ claims: GOOD }),
    [...ISSUER_ARGUMENTS],
    down,
  );
  expect({ code, err }).toEqual({ code: 1, err: '' });
  expect(out).toContain('could not be read');
  expect(out).not.toMatch(/canary/i);
});

it('nobody is asked for keys whom the token alone names', async () => {
  const asked = scriptIssuer(key);
  await runExplain(asked.token(), ['--audience', 'client-id'], asked);
  expect(asked.asked).toEqual([]);
});
