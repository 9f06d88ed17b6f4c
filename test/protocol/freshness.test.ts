import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isFresh, judgeFreshness } from '../../src/protocol/index.js';
import type { FreshnessCheck } from '../../src/protocol/index.js';

const NOW = 1_795_000_000;
const CHECK: FreshnessCheck = { now: NOW, maxAge: 300, clockTolerance: 5, issuedAt: NOW };

it.each([
  { when: 'now', authTime: NOW, verdict: 'fresh' },
  { when: 'at the limit', authTime: NOW - 300, verdict: 'fresh' },
  { when: 'one second past the limit', authTime: NOW - 301, verdict: 'stale' },
  { when: 'at the epoch', authTime: 0, verdict: 'stale' },
  { when: 'in the future, within the tolerance', authTime: NOW + 5, verdict: 'fresh' },
  { when: 'in the future, beyond the tolerance', authTime: NOW + 6, verdict: 'invalid' },
  { when: 'in milliseconds', authTime: NOW * 1000, verdict: 'invalid' },
  { when: 'before the epoch', authTime: -1, verdict: 'invalid' },
  { when: 'NaN', authTime: NaN, verdict: 'invalid' },
  { when: 'infinite', authTime: Infinity, verdict: 'invalid' },
  { when: 'missing', authTime: undefined, verdict: 'missing' },
])('an auth_time $when is $verdict', ({ authTime, verdict }) => {
  expect(judgeFreshness(authTime, CHECK)).toBe(verdict);
  expect(isFresh(authTime, CHECK)).toBe(verdict === 'fresh');
});

it.each([
  { issued: 'at the sign-in', issuedAt: NOW - 100, verdict: 'fresh' },
  { issued: 'before it, within the tolerance', issuedAt: NOW - 105, verdict: 'fresh' },
  { issued: 'before it, beyond the tolerance', issuedAt: NOW - 106, verdict: 'invalid' },
  { issued: 'nobody knows when', issuedAt: NaN, verdict: 'invalid' },
])('a sign-in whose token was issued $issued is $verdict', ({ issuedAt, verdict }) => {
  expect(judgeFreshness(NOW - 100, { ...CHECK, issuedAt })).toBe(verdict);
});

it.each([
  { what: 'the clock knows no time', check: { now: NaN } },
  { what: 'the limit is no number', check: { maxAge: NaN } },
  { what: 'the tolerance is no number', check: { clockTolerance: NaN } },
  { what: 'the limit is negative', check: { maxAge: -1 } },
])('nothing is fresh where $what', ({ check }) => {
  expect(isFresh(NOW, { ...CHECK, ...check })).toBe(false);
});

it('the tolerance never widens the window', () => {
  const check = { ...CHECK, clockTolerance: 300 };
  expect([isFresh(NOW - 300, check), isFresh(NOW - 301, check)]).toEqual([true, false]);
});

it('a sign-in that grows older never becomes fresh, and a laxer limit never refuses', () => {
  const seconds = fc.integer({ min: 0, max: 10 ** 6 });
  fc.assert(
    fc.property(seconds, seconds, seconds, seconds, (age, older, maxAge, laxer) => {
      const check = { ...CHECK, maxAge };
      if (!isFresh(NOW - age, check)) expect(isFresh(NOW - age - older, check)).toBe(false);
      else expect(isFresh(NOW - age, { ...check, maxAge: maxAge + laxer })).toBe(true);
    }),
  );
});

it('judges every number without an exception', () => {
  fc.assert(
    fc.property(
      fc.double(),
      fc.double(),
      fc.double(),
      fc.double(),
      (authTime, now, maxAge, issuedAt) => {
        const isWithin =
          [authTime, issuedAt].every(Number.isFinite) &&
          authTime >= 0 &&
          now - authTime <= maxAge &&
          authTime <= Math.min(now, issuedAt) + 5;
        expect(isFresh(authTime, { now, maxAge, issuedAt, clockTolerance: 5 })).toBe(isWithin);
      },
    ),
  );
});
