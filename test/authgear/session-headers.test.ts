import { expect, it } from 'vitest';
import { isFresh } from '../../src/protocol/index.js';
import { readSession } from '../../src/authgear/session.js';
import { NOW } from '../support/session-resolver.js';

const ISSUER = 'https://example.authgear.cloud';
const HEADERS: Readonly<Record<string, string | readonly string[] | undefined>> = {
  'session-valid': 'true',
  'user-id': '2f7dd1a1-4f6b-4c35-a5d5-a7c2b4e2f7a1',
  'user-anonymous': 'false',
  'user-verified': 'true',
  'user-can-reauthenticate': 'true',
  'session-amr': 'pwd otp',
  'session-authenticated-at': String(NOW - 60),
};

function read(changes: typeof HEADERS = {}) {
  const headers = { ...HEADERS, ...changes };
  return readSession((name) => [headers[name.replace('x-authgear-', '')] ?? []].flat(), {
    issuer: ISSUER,
    at: NOW,
  });
}

it('is who the resolver says, by the names that Authgear has in its tokens', () => {
  const claims = {
    ...{ iss: ISSUER, sub: HEADERS['user-id'], amr: ['pwd', 'otp'], auth_time: NOW - 60 },
    'https://authgear.com/claims/user/is_anonymous': false,
    'https://authgear.com/claims/user/is_verified': true,
    'https://authgear.com/claims/user/can_reauthenticate': true,
  };
  const session = read();
  expect(session).toEqual({
    ...{ status: 'authenticated', principal: 'user', issuer: ISSUER, subject: HEADERS['user-id'] },
    ...{ sessionId: undefined, authTime: NOW - 60, issuedAt: NOW, expiresAt: NOW + 60 },
    ...{ acr: undefined, amr: ['pwd', 'otp'], canReauthenticate: true, claims },
  });
  expect([session, (session as { claims: object }).claims].every(Object.isFrozen)).toBe(true);
});

it.each([
  { valid: undefined, session: 'none' },
  { valid: '', session: 'none' },
  { valid: 'false', session: 'invalid' },
])('session-valid $valid is $session, whatever else there is', ({ valid, session }) => {
  expect(read({ 'session-valid': valid })).toBe(session);
});

it.each([
  ...['TRUE', 'True', '1', 't', 'yes', ' true', 'true ', 'true,true', 'true, false', 'null'].map(
    (value) => ({ name: 'session-valid', value }),
  ),
  { name: 'session-valid', value: ['true', 'true'] },
  { name: 'session-valid', value: ['false', 'true'] },
  ...[undefined, '', 'a b', 'a,b', 'a, b', ' a', 'ä', 'a\tb', 'x'.repeat(256)].map((value) => ({
    name: 'user-id',
    value,
  })),
  { name: 'user-id', value: ['user-1', 'user-2'] },
  ...[undefined, '', 'FALSE', '0', 'false, false', 'no'].map((value) => ({
    name: 'user-anonymous',
    value,
  })),
  { name: 'user-anonymous', value: ['false', 'true'] },
  { name: 'session-authenticated-at', value: [String(NOW), String(NOW)] },
  { name: 'user-can-reauthenticate', value: ['false', 'false'] },
])('$name $value is no answer of Authgear, and the error does not quote it', ({ name, value }) => {
  expect(() => read({ [name]: value })).toThrow(
    `"x-authgear-${name}" came in a form that Authgear's resolver never gives it`,
  );
});

it.each([
  { at: String(NOW - 60), authTime: NOW - 60, fresh: true },
  { at: String(NOW), authTime: NOW, fresh: true },
  { at: String(NOW + 1), authTime: NOW + 1, fresh: false },
  { at: '0', authTime: 0, fresh: false },
  { at: undefined, authTime: undefined, fresh: false },
  { at: '', authTime: undefined, fresh: false },
  { at: String(NOW * 1000), authTime: NaN, fresh: false },
  { at: '9'.repeat(40), authTime: NaN, fresh: false },
  ...['1e9', ' 1', '1 ', '-1', '+1', '01', '1.5', '0x1', 'NaN', 'Infinity', 'now', '١'].map(
    (at) => ({ at, authTime: NaN, fresh: false }),
  ),
  { at: `${NOW}, ${NOW}`, authTime: NaN, fresh: false },
])('authenticated-at $at is fresh: $fresh', ({ at, authTime, fresh }) => {
  const session = read({ 'session-authenticated-at': at });
  expect(session).toMatchObject({ authTime });
  const check = { now: NOW, maxAge: 300, clockTolerance: 0, issuedAt: NOW };
  expect(isFresh(authTime, check)).toBe(fresh);
  const { claims } = session as { claims: Record<string, unknown> };
  expect(claims['auth_time']).toBe(Number.isFinite(authTime) ? authTime : undefined);
});

it.each([
  { value: 'true', canReauthenticate: true },
  { value: 'false', canReauthenticate: false },
  ...[undefined, '', 'FALSE', '0', 'no', 'false, false', ' false'].map((value) => ({
    value,
    canReauthenticate: undefined,
  })),
])('can-reauthenticate $value is $canReauthenticate', ({ value, canReauthenticate }) => {
  expect(read({ 'user-can-reauthenticate': value })).toMatchObject({ canReauthenticate });
});

it('knows a user who never signed in', () => {
  expect(read({ 'user-anonymous': 'true' })).toMatchObject({ principal: 'anonymous' });
});

it.each([
  { value: 'pwd mfa otp', amr: ['pwd', 'mfa', 'otp'] },
  { value: 'pwd,mfa, otp', amr: ['pwd', 'mfa', 'otp'] },
  { value: ' pwd ', amr: ['pwd'] },
  { value: '', amr: [] },
  { value: undefined, amr: [] },
])('amr $value is $amr', ({ value, amr }) => {
  expect(read({ 'session-amr': value })).toMatchObject({ amr });
});
