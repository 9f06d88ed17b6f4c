import { describe, expect, it } from 'vitest';
import { AUDIENCE, CLAIMS, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const verifier = issuer.verifier({ tokenType: 'access_token' });
const ACCESS = { client_id: 'client-id', jti: 'token-1' };

interface Changes {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: Readonly<Record<string, unknown>>;
}

function accessToken({ header, claims }: Changes = {}): string {
  return issuer.token({
    header: { typ: 'at+jwt', ...header },
    claims: { ...ACCESS, ...claims },
  });
}

it('an access token proves what an ID token does', async () => {
  expect(
    await verifier.verify(accessToken({ claims: { acr: 'mfa', amr: ['pwd'] } })),
  ).toMatchObject({
    status: 'authenticated',
    principal: 'user',
    subject: 'subject',
    sessionId: 'session',
    authTime: CLAIMS.auth_time,
    acr: 'mfa',
    amr: ['pwd'],
  });
});

it.each([
  { typ: 'at+jwt', outcome: 'accepted' },
  { typ: 'AT+JWT', outcome: 'accepted' },
  { typ: 'application/at+jwt', outcome: 'accepted' },
  { typ: undefined, outcome: 'wrong_type' },
  { typ: 'JWT', outcome: 'wrong_type' },
  { typ: 'at+jwt;v=1', outcome: 'wrong_type' },
  { typ: 'logout+jwt', outcome: 'wrong_type' },
  { typ: ['at+jwt'], outcome: 'wrong_type' },
  { typ: null, outcome: 'wrong_type' },
])('an access token of the type $typ is $outcome', async ({ typ, outcome }) => {
  expect(await outcomeOf(verifier.verify(accessToken({ header: { typ } })))).toBe(outcome);
});

const CLAIM_CASES: readonly { claim: string; cases: (readonly [unknown, string])[] }[] = [
  {
    claim: 'aud',
    cases: [
      [AUDIENCE, 'accepted'],
      [[AUDIENCE, 'another-api'], 'accepted'],
      ['another-api', 'wrong_audience'],
      [[], 'wrong_audience'],
      [[AUDIENCE, 1], 'wrong_audience'],
      [undefined, 'wrong_audience'],
    ],
  },
  {
    claim: 'client_id',
    cases: [
      ['another-client', 'accepted'],
      ['', 'wrong_claim'],
      [7, 'wrong_claim'],
      [undefined, 'wrong_claim'],
    ],
  },
  {
    claim: 'jti',
    cases: [
      ['', 'wrong_claim'],
      [7, 'wrong_claim'],
      [undefined, 'wrong_claim'],
    ],
  },
  { claim: 'sub', cases: [[undefined, 'wrong_claim']] },
  { claim: 'iss', cases: [['https://other.test', 'wrong_issuer']] },
  { claim: 'cnf', cases: [[{ jkt: 'x' }, 'bound_to_another_key']] },
  {
    claim: 'typ',
    cases: [
      ['Bearer', 'accepted'],
      ['ID', 'wrong_type'],
      ['Refresh', 'wrong_type'],
      [7, 'wrong_type'],
    ],
  },
  {
    claim: 'token_use',
    cases: [
      ['access', 'accepted'],
      ['id', 'wrong_type'],
    ],
  },
  {
    claim: 'events',
    cases: [
      [{ 'http://schemas.openid.net/event/backchannel-logout': {} }, 'wrong_type'],
      [{}, 'accepted'],
      [null, 'accepted'],
    ],
  },
  { claim: 'azp', cases: [['another-client', 'accepted']] },
];

describe.each(CLAIM_CASES)('$claim of an access token', ({ claim, cases }) => {
  it.each(cases)('%j: %s', async (value, outcome) => {
    const token = accessToken({ claims: { [claim]: value } });
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
  });
});

it.each([
  { who: 'a user', sub: 'subject', principal: 'user' },
  { who: 'the client itself', sub: 'client-id', principal: 'machine' },
  { who: 'a client of Authgear', sub: 'client_id_7', principal: 'machine' },
])('an access token of $who is of the principal $principal', async ({ sub, principal }) => {
  expect(await verifier.verify(accessToken({ claims: { sub } }))).toMatchObject({ principal });
});

it('neither kind of token passes for the other', async () => {
  const idVerifier = issuer.verifier();
  expect(await outcomeOf(idVerifier.verify(accessToken()))).toBe('wrong_type');
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('wrong_type');
  expect(await outcomeOf(idVerifier.verify(issuer.token()))).toBe('accepted');
});

it('an ID token whose subject is its client’s name is still a user’s', async () => {
  const token = issuer.token({ claims: { sub: AUDIENCE, client_id: AUDIENCE } });
  expect(await issuer.verifier().verify(token)).toMatchObject({ principal: 'user' });
});
