import { describe, expect, it } from 'vitest';
import {
  AUDIENCE,
  CLAIMS,
  ISSUER,
  NOW,
  outcomeOf,
  scriptIssuer,
} from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const verifier = issuer.verifier({ audience: [AUDIENCE, 'second-client'] });
const LOGOUT = 'http://schemas.openid.net/event/backchannel-logout';
const AUTHGEAR = 'https://authgear.com/claims/user';
const YEAR = 366 * 24 * 3600;

/** `JSON.stringify` knows no Infinity; a token does. */
function tokenWith(name: string, json: string | undefined): string {
  const claims = JSON.stringify({ ...CLAIMS, [name]: undefined });
  return issuer.token({
    claims: json === undefined ? claims : claims.replace('}', `,${JSON.stringify(name)}:${json}}`),
  });
}

describe.each([
  {
    claim: 'iss',
    cases: {
      [`"${ISSUER}"`]: 'accepted',
      [`"${ISSUER}/"`]: 'wrong_issuer',
      '"https://ISSUER.test"': 'wrong_issuer',
      '"http://issuer.test"': 'wrong_issuer',
      '"https://other.test"': 'wrong_issuer',
      [`["${ISSUER}"]`]: 'wrong_issuer',
      null: 'wrong_issuer',
      missing: 'wrong_issuer',
    },
  },
  {
    claim: 'aud',
    cases: {
      [`"${AUDIENCE}"`]: 'accepted',
      [`["${AUDIENCE}"]`]: 'accepted',
      [`["${AUDIENCE}","second-client"]`]: 'accepted',
      [`["${AUDIENCE}","stranger"]`]: 'wrong_audience',
      '"stranger"': 'wrong_audience',
      '["stranger"]': 'wrong_audience',
      [`[["${AUDIENCE}"]]`]: 'wrong_audience',
      [`["${AUDIENCE}",1]`]: 'wrong_audience',
      [`{"0":"${AUDIENCE}"}`]: 'wrong_audience',
      '[]': 'wrong_audience',
      '""': 'wrong_audience',
      1: 'wrong_audience',
      null: 'wrong_audience',
      missing: 'wrong_audience',
    },
  },
  {
    claim: 'azp',
    cases: {
      [`"${AUDIENCE}"`]: 'accepted',
      '"second-client"': 'accepted',
      '"stranger"': 'wrong_audience',
      '""': 'wrong_audience',
      [`["${AUDIENCE}"]`]: 'wrong_audience',
      null: 'wrong_audience',
      missing: 'accepted',
    },
  },
  {
    claim: 'exp',
    cases: {
      [NOW + 290]: 'accepted',
      [`${NOW + 0.5}`]: 'accepted',
      [NOW - 4]: 'accepted',
      [`${NOW - 4.5}`]: 'accepted',
      [NOW - 5]: 'expired',
      [NOW - 6]: 'expired',
      0: 'expired',
      '-1': 'wrong_claim',
      [NOW + YEAR]: 'accepted',
      [NOW + YEAR + 1]: 'wrong_claim',
      [NOW * 1000]: 'wrong_claim',
      1e15: 'wrong_claim',
      '1e999': 'wrong_claim',
      '-1e999': 'wrong_claim',
      [`"${NOW + 290}"`]: 'wrong_claim',
      true: 'wrong_claim',
      null: 'wrong_claim',
      missing: 'wrong_claim',
    },
  },
  {
    claim: 'nbf',
    cases: {
      [NOW]: 'accepted',
      [NOW + 5]: 'accepted',
      [NOW + 6]: 'not_yet_valid',
      [NOW * 1000]: 'not_yet_valid',
      0: 'accepted',
      '-1': 'wrong_claim',
      '1e999': 'wrong_claim',
      '-1e999': 'wrong_claim',
      [`"${NOW}"`]: 'wrong_claim',
      null: 'wrong_claim',
      missing: 'accepted',
    },
  },
  {
    claim: 'iat',
    cases: {
      [NOW]: 'accepted',
      [NOW + 5]: 'accepted',
      [NOW + 6]: 'not_yet_valid',
      [NOW * 1000]: 'not_yet_valid',
      '1e999': 'wrong_claim',
      '-1e999': 'wrong_claim',
      '-1': 'wrong_claim',
      [`"${NOW}"`]: 'wrong_claim',
      null: 'wrong_claim',
      missing: 'wrong_claim',
    },
  },
  {
    claim: 'sub',
    cases: {
      '"s"': 'accepted',
      [`"${'s'.repeat(255)}"`]: 'accepted',
      [`"${'s'.repeat(256)}"`]: 'wrong_claim',
      '"zoë 😀"': 'accepted',
      '"a\\u0000b"': 'wrong_claim',
      '"a\\u007f"': 'wrong_claim',
      '"subject\\n"': 'wrong_claim',
      '"\\ud800"': 'wrong_claim',
      '"\\udc00\\ud800"': 'wrong_claim',
      '""': 'wrong_claim',
      1: 'wrong_claim',
      '["subject"]': 'wrong_claim',
      null: 'wrong_claim',
      missing: 'wrong_claim',
    },
  },
  {
    claim: 'events',
    cases: {
      [`{"${LOGOUT}":{}}`]: 'wrong_type',
      [`{"${LOGOUT}":null}`]: 'wrong_type',
      '{"other":{}}': 'accepted',
      '"party"': 'accepted',
      null: 'accepted',
    },
  },
  {
    claim: 'token_use',
    cases: {
      '"id"': 'accepted',
      '"access"': 'wrong_type',
      '["id"]': 'wrong_type',
      null: 'wrong_type',
    },
  },
  {
    claim: 'typ',
    cases: {
      '"ID"': 'accepted',
      '"JWT"': 'accepted',
      '"Bearer"': 'wrong_type',
      '"Refresh"': 'wrong_type',
    },
  },
  {
    claim: 'cnf',
    cases: {
      '{"jkt":"x"}': 'bound_to_another_key',
      '{}': 'bound_to_another_key',
      null: 'bound_to_another_key',
    },
  },
])('RA-37: the claim', ({ claim, cases }) => {
  it.each(Object.entries(cases))(`RA-37: ${claim} %s: %s`, async (json, outcome) => {
    const token = tokenWith(claim, json === 'missing' ? undefined : json);
    expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
  });
});

it.each([
  { azp: AUDIENCE, outcome: 'accepted' },
  { azp: 'stranger', outcome: 'wrong_audience' },
  { azp: undefined, outcome: 'wrong_audience' },
])('an audience of strangers, too, with azp $azp: $outcome', async ({ azp, outcome }) => {
  const token = issuer.token({ claims: { aud: ['stranger', AUDIENCE], azp } });
  expect(await outcomeOf(verifier.verify(token))).toBe(outcome);
});

it.each([
  { later: 294, outcome: 'accepted' },
  { later: 295, outcome: 'expired' },
])(
  '$later seconds on, with a tolerance of 5, a token of 290 is $outcome',
  async ({ later, outcome }) => {
    const other = scriptIssuer();
    const token = other.token();
    other.clock.advance(later);
    expect(await outcomeOf(other.verifier().verify(token))).toBe(outcome);
  },
);

it.each([
  { late: -1, outcome: 'accepted' },
  { late: 0, outcome: 'expired' },
])('with no tolerance, $late seconds after exp a token is $outcome', async ({ late, outcome }) => {
  const token = issuer.token({ claims: { exp: NOW - late } });
  expect(await outcomeOf(issuer.verifier({ clockTolerance: 0 }).verify(token))).toBe(outcome);
});

it.each([
  [`${NOW - 60}`, NOW - 60],
  [`${NOW - 60}.9`, NOW - 60],
  [`${NOW + 3600}`, NOW + 3600],
  [`${NOW * 1000}`, NOW * 1000],
  ['0', 0],
  ['-1', NaN],
  ['1e999', NaN],
  ['-1e999', NaN],
  [`"${NOW}"`, NaN],
  ['true', NaN],
  ['null', NaN],
  ['[]', NaN],
  ['{}', NaN],
  [undefined, undefined],
])('reads auth_time %s as %s and accepts the token', async (json, authTime) => {
  const authentication = await verifier.verify(tokenWith('auth_time', json));
  expect(authentication.authTime).toBe(authTime);
});

it('reads an ordinary token', async () => {
  const claims = {
    ...CLAIMS,
    acr: 'urn:mfa',
    amr: ['pwd', 'otp'],
    [`${AUTHGEAR}/can_reauthenticate`]: true,
  };
  expect(await verifier.verify(issuer.token({ claims }))).toEqual({
    status: 'authenticated',
    principal: 'user',
    issuer: ISSUER,
    subject: 'subject',
    sessionId: 'session',
    authTime: NOW - 60,
    issuedAt: NOW - 10,
    expiresAt: NOW + 290,
    acr: 'urn:mfa',
    amr: ['pwd', 'otp'],
    canReauthenticate: true,
    claims,
  });
});

it.each([
  { claim: 'sid', value: undefined, read: { sessionId: undefined } },
  { claim: 'sid', value: 5, read: { sessionId: undefined } },
  { claim: 'acr', value: ['urn:mfa'], read: { acr: undefined } },
  { claim: 'acr', value: 0, read: { acr: undefined } },
  { claim: 'amr', value: 'pwd', read: { amr: [] } },
  { claim: 'amr', value: ['pwd', 1, { method: 'otp' }, null], read: { amr: ['pwd'] } },
  { claim: `${AUTHGEAR}/can_reauthenticate`, value: false, read: { canReauthenticate: false } },
  {
    claim: `${AUTHGEAR}/can_reauthenticate`,
    value: 'false',
    read: { canReauthenticate: undefined },
  },
  { claim: `${AUTHGEAR}/can_reauthenticate`, value: 0, read: { canReauthenticate: undefined } },
  { claim: `${AUTHGEAR}/can_reauthenticate`, value: null, read: { canReauthenticate: undefined } },
  { claim: `${AUTHGEAR}/is_anonymous`, value: true, read: { principal: 'anonymous' } },
  { claim: `${AUTHGEAR}/is_anonymous`, value: 'true', read: { principal: 'user' } },
  { claim: `${AUTHGEAR}/is_anonymous`, value: false, read: { principal: 'user' } },
  { claim: 'sub', value: 'client_id_robot', read: { principal: 'machine' } },
])('reads $claim $value as $read', async ({ claim, value, read }) => {
  const token = issuer.token({ claims: { [claim]: value } });
  expect(await verifier.verify(token)).toMatchObject(read);
});

it('a __proto__ claim harms neither us nor who copies the claims', async () => {
  const claims = JSON.stringify(CLAIMS).replace(
    '}',
    ',"__proto__":{"admin":true,"cnf":{}},"nested":{"__proto__":{"admin":true}},"constructor":{"prototype":{"admin":true}}}',
  );
  const authentication = await verifier.verify(issuer.token({ claims }));
  const copy: Record<string, unknown> = Object.assign({}, authentication.claims);
  expect([copy['admin'], Object.assign({}, copy['nested']), {}]).toEqual([undefined, {}, {}]);
  expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  expect(Object.keys(authentication.claims)).not.toContain('__proto__');
});

it('claims in __proto__ do not count as claims', async () => {
  const claims = JSON.stringify({ ...CLAIMS, sub: undefined }).replace(
    '}',
    ',"__proto__":{"sub":"subject"}}',
  );
  expect(await outcomeOf(verifier.verify(issuer.token({ claims })))).toBe('wrong_claim');
});

it.each([
  { when: 'expired', claims: { exp: NOW - 100 } },
  { when: 'for somebody else', claims: { aud: 'stranger' } },
  { when: 'of another issuer', claims: { iss: 'https://other.test' } },
])('refuses a token that is $when before it asks for keys', async ({ claims }) => {
  const other = scriptIssuer();
  expect(await outcomeOf(other.verifier().verify(other.token({ claims })))).not.toBe('accepted');
  expect(other.asked).toEqual([]);
});

it.each([{ sub: 'support' }, {}, null, 'support'])(
  'somebody who acts for a user (act: %j) has not signed in as that user',
  async (act) => {
    const issuer = scriptIssuer();
    const authentication = await issuer.verifier().verify(issuer.token({ claims: { act } }));
    expect(authentication.authTime).toBeNaN();
  },
);
