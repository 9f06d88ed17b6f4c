import { expect, it } from 'vitest';
import { ConfigurationError } from '../../src/index.js';
import { authenticationAt, manualClock } from '../../src/testing/index.js';

it('stands still until it is moved', () => {
  const clock = manualClock(100);
  expect([clock(), clock()]).toEqual([100, 100]);
  clock.advance(5);
  expect(clock()).toBe(105);
  clock.advance(-10.5);
  expect(clock()).toBe(94.5);
});

it.each([NaN, Infinity, undefined, '5', new Date(0)])('does not count %s', (seconds) => {
  const error = new ConfigurationError('A manual clock takes a finite number of seconds');
  expect(() => manualClock(seconds as number)).toThrow(error);
  expect(() => {
    manualClock(0).advance(seconds as number);
  }).toThrow(error);
});

it('authenticationAt describes a user who signed in so many seconds ago', () => {
  const context = authenticationAt(900, { subject: 'sam' }, manualClock(10_000.9));
  expect(context).toEqual({
    authentication: {
      status: 'authenticated',
      principal: 'user',
      issuer: 'https://issuer.test',
      subject: 'sam',
      sessionId: 'test-session',
      authTime: 9100,
      issuedAt: 10_000,
      expiresAt: 10_300,
      acr: undefined,
      amr: [],
      canReauthenticate: undefined,
      claims: {},
    },
    checkedAt: 10_000,
  });
  expect([Object.isFrozen(context), Object.isFrozen(context.authentication)]).toEqual([true, true]);
});
