import { inspect } from 'node:util';
import fc from 'fast-check';
import { expect, it, onTestFinished, vi } from 'vitest';
import { apolloContext } from '../../src/apollo/index.js';
import {
  createBackchannelLogout,
  createContextBuilder,
  createMemoryRevocations,
  createTokenVerifier,
} from '../../src/tokens/index.js';
import type { ClaimsReader, RevocationStore, VerifierEvent } from '../../src/tokens/index.js';
import { forge, forgeKey } from '../support/forge.js';
import { changeMembers, rawObject, spell } from '../support/hostile-json.js';
import { CLAIM_NAMES, HEADER_NAMES, TOKEN_CASES, verifierFor } from '../support/hostile-tokens.js';
import { AUDIENCE, CLAIMS, ISSUER, NOW, scriptIssuer } from '../support/scripted-issuer.js';

const CANARY = 'canary-5d1e8f0c';
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** All that is printed of it by whoever prints everything, and the letters of it in any base64. */
function printAll(value: unknown): string {
  const { stack, message, cause } = (value ?? {}) as Partial<Error>;
  const inspected = inspect(value, { depth: 20, showHidden: true });
  return [String(value), stack, message, JSON.stringify(value), inspect(cause), inspected].join(
    '\n',
  );
}

function expectSilence(printed: string, token: string): void {
  expect(printed).not.toContain(CANARY);
  for (const part of token.split('.')) expect(printed).not.toContain(part);
}

/** Whatever is written while a test runs. */
function overhearProcess(): () => string {
  const heard: unknown[] = [];
  const spies = [
    vi.spyOn(process, 'emitWarning').mockImplementation((...args) => void heard.push(args)),
    ...(['log', 'info', 'warn', 'error', 'debug'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation((...args) => void heard.push(args)),
    ),
  ];
  onTestFinished(() => {
    for (const spy of spies) spy.mockRestore();
  });
  return () => printAll(heard);
}

it.each(TOKEN_CASES)(
  'RA-40: no refusal of the $expected.tokenType of $expected.provider shows what was in it',
  async (one) => {
    const heard = overhearProcess();
    const events: VerifierEvent[] = [];
    const scripted = scriptIssuer(forgeKey('ES256', CANARY));
    const verifier = verifierFor(one, scripted, { onEvent: (event) => events.push(event) });
    const authenticate = apolloContext(createContextBuilder({ verifier }));
    const { kid, alg } = scripted.key;
    const json = fc.constantFrom(`"${CANARY}"`, `["${CANARY}"]`, `{"${CANARY}":"${CANARY}"}`);
    const change = fc.record({ json, isHeader: fc.boolean(), index: fc.nat() });
    await fc.assert(
      fc.asyncProperty(change, async ({ isHeader, index, ...member }) => {
        const names = isHeader ? HEADER_NAMES : CLAIM_NAMES;
        const name = names[index % names.length] ?? '';
        const changed = [{ ...member, name, place: 'instead' as const }];
        const signed = [...rawObject({ alg, kid }), ...one.header];
        const header = isHeader ? changeMembers(signed, changed) : signed;
        const claims = isHeader ? one.claims : changeMembers(one.claims, changed);
        const token = forge({ header: spell(header), claims: spell(claims) }, scripted.key);
        const headers = { authorization: `Bearer ${token}` };
        const error = await authenticate({ headers }).catch((thrown: unknown) => thrown);
        if (error instanceof Error) expectSilence(printAll(error), token);
        expectSilence(heard() + printAll(events), token);
      }),
      { numRuns: 100 },
    );
  },
);

const failing = (): never => {
  throw Object.assign(new Error(CANARY), { name: CANARY, cause: CLAIMS });
};

it.each<{ what: string; refusal: string; options: object }>([
  {
    what: 'readClaims throws',
    refusal: 'wrong_claim',
    options: { readClaims: failing satisfies ClaimsReader },
  },
  {
    what: 'the store of revocations throws',
    refusal: 'revocations_unavailable',
    options: { revocations: storeOf(failing) },
  },
  {
    what: 'the store of revocations rejects',
    refusal: 'revocations_unavailable',
    options: { revocations: storeOf(() => Promise.reject(new Error(CANARY))) },
  },
  {
    what: 'the session has ended',
    refusal: 'revoked',
    options: { revocations: storeOf(() => true) },
  },
])('RA-40: where $what the refusal is $refusal and shows nothing', async ({ refusal, options }) => {
  const heard = overhearProcess();
  const events: VerifierEvent[] = [];
  const issuer = scriptIssuer();
  const verifier = issuer.verifier({ ...options, onEvent: (event) => events.push(event) });
  const token = issuer.token({ claims: { sub: CANARY, sid: CANARY, email: CANARY } });
  const error = await verifier.verify(token).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'TokenRefusedError', refusal });
  expect(error).not.toHaveProperty('cause');
  expectSilence(printAll(error) + heard() + printAll(events), token);
});

it('RA-40: of several issuers none is told of in the refusal of a token', async () => {
  const heard = overhearProcess();
  const one = scriptIssuer(forgeKey('ES256', CANARY));
  const verifier = createTokenVerifier({
    issuers: [
      { issuer: ISSUER, audience: AUDIENCE, jwksUri: `${ISSUER}/jwks` },
      { issuer: 'https://other.test', audience: AUDIENCE, jwksUri: `${ISSUER}/jwks` },
    ],
    ...{ clock: one.clock, fetch: one.fetch },
  });
  for (const iss of [ISSUER, 'https://other.test', `https://${CANARY}.test`]) {
    const claims = { iss, sub: CANARY };
    const token = one.token({ claims }, forgeKey('ES256', CANARY));
    const error = await verifier.verify(token).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expectSilence(printAll(error) + heard(), token);
    expect(printAll(error)).not.toContain('other.test');
  }
});

it('RA-40: the answer to a logout token shows nothing of it, nor of what the store says', async () => {
  const heard = overhearProcess();
  const issuer = scriptIssuer();
  const logoutToken = issuer.token({
    header: { typ: 'logout+jwt' },
    claims: { sub: CANARY, sid: CANARY, jti: CANARY, events: { [EVENT]: {} } },
  });
  const stores = [createMemoryRevocations(), storeOf(failing)];
  for (const revocations of stores) {
    const logOut = createBackchannelLogout({ verifier: issuer.verifier({ revocations }) });
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    for (const token of [logoutToken, logoutToken, `${logoutToken}A`, issuer.token()]) {
      const body = new URLSearchParams({ logout_token: token }).toString();
      const answer = await logOut({ method: 'POST', headers: form, body });
      expectSilence(printAll(answer) + heard(), token);
    }
  }
});

function storeOf(fail: () => boolean | Promise<boolean>): RevocationStore {
  return { retention: NOW, revoke: fail, isRevoked: fail };
}
