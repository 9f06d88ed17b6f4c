import { expect, it } from 'vitest';
import {
  describeExpiry,
  describeSignIn,
  isExpired,
  readUser,
} from '../../../src/web/ide/signed-in-user.js';

const NOW = 1_795_250_812;

function token(claims: Readonly<Record<string, unknown>>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const payload = {
    iss: 'https://issuer.example',
    sub: 'u-1',
    iat: NOW,
    exp: NOW + 300,
    ...claims,
  };
  return `${part({ alg: 'RS256' })}.${part(payload)}.signature`;
}

it.each([
  { claims: { preferred_username: 'zoë', email: 'z@b.example' }, name: 'zoë', loginHint: 'zoë' },
  { claims: { email: 'z@b.example', name: 'Zoë' }, name: 'z@b.example', loginHint: 'z@b.example' },
  { claims: { name: 'Zoë', preferred_username: '' }, name: 'Zoë', loginHint: undefined },
  { claims: { email: 7 }, name: 'u-1', loginHint: undefined },
])('a user is called $name, and proposed as $loginHint', ({ claims, name, loginHint }) => {
  expect(readUser(token({ auth_time: NOW - 900, ...claims }))).toEqual({
    name,
    loginHint,
    authTime: NOW - 900,
    expiresAt: NOW + 300,
  });
});

it.each([undefined, '', 'no token', 'a.b.c'])('nobody is signed in with %s', (text) => {
  expect(readUser(text)).toBeUndefined();
});

it.each([
  { authTime: NOW, text: 'signed in 0 seconds ago' },
  { authTime: NOW - 59, text: 'signed in 59 seconds ago' },
  { authTime: NOW - 899, text: 'signed in 14 minutes ago' },
  { authTime: NOW - 7200, text: 'signed in 2 hours ago' },
  { authTime: NOW + 5, text: 'signed in 0 seconds ago' },
  { authTime: undefined, text: 'signed in, the provider does not say when' },
])('$text', ({ authTime, text }) => {
  const user = { name: 'alice', loginHint: 'alice', authTime, expiresAt: NOW };
  expect(describeSignIn(user, NOW)).toBe(text);
});

it.each([
  { expiresAt: NOW + 250, expired: false, text: 'ID token expires in 4:10' },
  { expiresAt: NOW + 1, expired: false, text: 'ID token expires in 0:01' },
  { expiresAt: NOW, expired: true, text: 'ID token expired 0 seconds ago: sign in again' },
  { expiresAt: NOW - 120, expired: true, text: 'ID token expired 2 minutes ago: sign in again' },
])('$text', ({ expiresAt, expired, text }) => {
  const user = { name: 'alice', loginHint: 'alice', authTime: NOW, expiresAt };
  expect([describeExpiry(user, NOW), isExpired(user, NOW)]).toEqual([text, expired]);
});
