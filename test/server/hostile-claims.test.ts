import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import { startBank } from '../support/bank-server.js';
import type { Answer, BankServer } from '../support/bank-server.js';
import { forge, forgeKey } from '../support/forge.js';
import { changeMembers, rawObject, spell } from '../support/hostile-json.js';
import type { Change } from '../support/hostile-json.js';
import { hostileTokens, TOKEN_CASES } from '../support/hostile-tokens.js';
import type { TokenCase } from '../support/hostile-tokens.js';
import { serveIssuer } from '../support/loopback-issuer.js';
import { misspell } from '../support/misspellings.js';
import { AUDIENCE, NOW } from '../support/scripted-issuer.js';
import { isFreshByTheBook } from '../support/token-oracle.js';

const MUTATION = { query: 'mutation { changeEmail(email: "new@mail.test") { email } }' };

interface HostileBank {
  readonly bank: BankServer;
  readonly one: TokenCase;
  readonly key: ReturnType<typeof forgeKey>;
}

/** The real server, and an issuer that signs whatever it is given. */
async function startHostileBank(): Promise<HostileBank> {
  const key = forgeKey('ES256', 'key-1');
  const { issuer } = await serveIssuer([key.jwk]);
  const bank = await startBank({
    identity: { issuer, audience: [AUDIENCE] },
    clock: () => NOW,
  });
  onTestFinished(() => bank.close());
  const [idTokens] = TOKEN_CASES as [TokenCase];
  const iss: Change = { name: 'iss', json: JSON.stringify(issuer), place: 'instead' };
  return {
    ...{ bank, key },
    one: {
      ...idTokens,
      expected: { ...idTokens.expected, issuer },
      claims: changeMembers(idTokens.claims, [iss]),
    },
  };
}

async function ask({ bank }: HostileBank, token: string) {
  const response = await fetch(`${bank.url}/graphql`, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify(MUTATION),
  });
  const { data, errors = [] } = (await response.json()) as Answer;
  const codes = errors.map(({ extensions }) => extensions['code']);
  const hasRun = (data as { changeEmail?: unknown } | undefined)?.changeEmail != null;
  return { status: response.status, codes, hasRun };
}

it('no JSON in a claim makes the server fail, or runs a guarded mutation but by the book', async () => {
  const hostile = await startHostileBank();
  const { one, key } = hostile;
  await fc.assert(
    fc.asyncProperty(hostileTokens(one, { key }), async ({ token, header, claims }) => {
      // Node takes 16 KiB of headers.
      fc.pre(token.length < 15_000);
      const { status, codes, hasRun } = await ask(hostile, token);
      expect([200, 400, 401, 403]).toContain(status);
      expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
      if (hasRun) expect(isFreshByTheBook(header, claims, one.expected)).toBe(true);
      else expect(codes).toHaveLength(1);
    }),
    { numRuns: 100 },
  );
});

it('no text that a database does not take, and no number that has no date, makes it fail', async () => {
  const hostile = await startHostileBank();
  const { one, key } = hostile;
  const texts = ['a\\u0000b', '\\ud800', '\\udfff', '\\u202e', 'e'.repeat(5000)].map(
    (text) => `"${text}"`,
  );
  const names = ['sub', 'sid', 'email', 'acr', 'name', 'jti'];
  const values = names.flatMap((name) => texts.map((json) => ({ name, json })));
  const times = ['1e308', '1e999', '-0', '8640000000001', '0.5'];
  const header = { alg: key.alg, kid: key.kid };
  for (const { name, json } of [...values, ...times.map((json) => ({ name: 'auth_time', json }))]) {
    const claims = changeMembers(one.claims, [{ name, json, place: 'instead' }]);
    const { status, codes } = await ask(hostile, forge({ header, claims: spell(claims) }, key));
    expect([name, json, status, codes]).not.toContain(500);
    expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
  }
});

it('a token with one character changed is refused over HTTP, too', async () => {
  const hostile = await startHostileBank();
  const { one, key } = hostile;
  const header = spell(rawObject({ alg: key.alg, kid: key.kid }));
  const token = forge({ header, claims: spell(one.claims) }, key);
  expect(await ask(hostile, token)).toEqual({ status: 200, codes: [], hasRun: true });
  // What HTTP has letters for.
  const misspellings = misspell(token).filter((text) => /^[!-~]+$/.test(text));
  const sample = misspellings.filter((_, index) => index % 41 === 0);
  expect(sample.length).toBeGreaterThan(50);
  for (const text of sample) {
    const { status, hasRun } = await ask(hostile, text);
    expect([status, hasRun]).toEqual([expect.toBeOneOf([400, 401]), false]);
  }
});
