import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ConfigurationError } from '../../src/protocol/index.js';
import type { VerifiedAuthentication } from '../../src/protocol/index.js';
import { authenticationAt, manualClock } from '../../src/testing/index.js';
import { createMemoryRevocations } from '../../src/tokens/index.js';
import type { MemoryRevocationsOptions } from '../../src/tokens/index.js';
import { revocationOf } from '../support/logout-tokens.js';
import { ISSUER, NOW } from '../support/scripted-issuer.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const MARGIN = 600;

function remember(options: MemoryRevocationsOptions = {}) {
  const clock = manualClock(NOW);
  const store = createMemoryRevocations({ clock, ...options });
  return { clock, store };
}

/** Most access tokens name no session. */
const NAMELESS = { sessionId: undefined };

/** The caller whom `revocationOf` speaks of, who signed in a minute before. */
function caller(changes: Partial<VerifiedAuthentication> = {}): VerifiedAuthentication {
  return {
    ...(authenticationAt(0).authentication as VerifiedAuthentication),
    ...{ issuer: ISSUER, subject: 'subject', sessionId: 'session' },
    ...{ authTime: NOW - 60, issuedAt: NOW - 10, expiresAt: NOW + 290 },
    ...changes,
  };
}

it('nobody is logged out at the start', () => {
  const { store } = remember();
  expect(store.isRevoked(caller())).toBe(false);
  expect(store.retention).toBe(30 * DAY);
});

describe('a logout of one session', () => {
  it.each([
    { who: 'its caller', of: {}, out: true },
    { who: 'its caller with a refreshed token', of: { issuedAt: NOW + 30 }, out: true },
    { who: 'its caller by another name', of: { subject: 'other' }, out: true },
    { who: 'another session of the same user', of: { sessionId: 'session-2' }, out: false },
    { who: 'a token of the user that names no session', of: NAMELESS, out: true },
    { who: 'one of that second', of: { ...NAMELESS, authTime: NOW, issuedAt: NOW }, out: true },
    {
      who: 'one of the next',
      of: { ...NAMELESS, authTime: NOW + 1, issuedAt: NOW + 1 },
      out: false,
    },
    { who: 'one that was refreshed', of: { ...NAMELESS, issuedAt: NOW + 30 }, out: true },
    { who: 'one without a time, then', of: { ...NAMELESS, authTime: undefined }, out: true },
    {
      who: 'one without a time, later',
      of: { ...NAMELESS, authTime: undefined, issuedAt: NOW + 1 },
      out: false,
    },
    { who: 'one of another user', of: { ...NAMELESS, subject: 'other' }, out: false },
    { who: 'another issuer’s', of: { issuer: 'https://other.test' }, out: false },
    {
      who: 'another issuer’s nameless',
      of: { ...NAMELESS, issuer: 'https://other.test' },
      out: false,
    },
    { who: 'a user called as the session', of: { subject: 'session', sessionId: 'x' }, out: false },
  ])('$who is out: $out', ({ of, out }) => {
    const { store } = remember();
    expect(store.revoke(revocationOf())).toBe(true);
    expect(store.isRevoked(caller(of))).toBe(out);
  });

  it('needs no user', () => {
    const { store } = remember();
    expect(store.revoke(revocationOf({ subject: undefined }))).toBe(true);
    expect(store.isRevoked(caller())).toBe(true);
    expect(store.isRevoked(caller({ sessionId: 'session-2' }))).toBe(false);
    expect(store.isRevoked(caller(NAMELESS))).toBe(false);
  });

  it('reaches tokens that name no session up to the latest, whichever came first', () => {
    const { store } = remember();
    for (const [sessionId, issuedAt] of [
      ['1', NOW],
      ['2', NOW + 5],
      ['3', NOW + 2],
    ] as const) {
      store.revoke(revocationOf({ sessionId, issuedAt }));
    }
    const signIn = (authTime: number) => caller({ ...NAMELESS, authTime, issuedAt: authTime });
    expect(store.isRevoked(signIn(NOW + 5))).toBe(true);
    expect(store.isRevoked(signIn(NOW + 6))).toBe(false);
  });
});

it('a logout of nobody, which no token says, ends nothing', () => {
  const { store } = remember();
  store.revoke(revocationOf({ sessionId: undefined, subject: undefined }));
  expect(store.isRevoked(caller())).toBe(false);
  expect(store.isRevoked(caller({ sessionId: undefined }))).toBe(false);
});

describe('a logout of a user', () => {
  it.each([
    { who: 'any session', of: {}, out: true },
    { who: 'another session', of: { sessionId: 'session-2' }, out: true },
    { who: 'a caller without a session', of: { sessionId: undefined }, out: true },
    { who: 'a sign-in of that second', of: { authTime: NOW, issuedAt: NOW }, out: true },
    { who: 'a sign-in of the next', of: { authTime: NOW + 1, issuedAt: NOW + 1 }, out: false },
    { who: 'the old sign-in refreshed', of: { issuedAt: NOW + 30 }, out: true },
    { who: 'no time of sign-in, then', of: { authTime: undefined, issuedAt: NOW }, out: true },
    { who: 'no time, later', of: { authTime: undefined, issuedAt: NOW + 1 }, out: false },
    { who: 'a nonsensical time, then', of: { authTime: NaN, issuedAt: NOW }, out: true },
    { who: 'a nonsensical time, later', of: { authTime: NaN, issuedAt: NOW + 1 }, out: false },
    { who: 'a sign-in after its own token', of: { authTime: NOW * 1000 }, out: true },
    { who: 'another user', of: { subject: 'other' }, out: false },
    { who: 'another issuer’s', of: { issuer: 'https://other.test' }, out: false },
  ])('$who is out: $out', ({ of, out }) => {
    const { store } = remember();
    expect(store.revoke(revocationOf({ sessionId: undefined }))).toBe(true);
    expect(store.isRevoked(caller(of))).toBe(out);
  });

  it('counts from the later one, whichever came first', () => {
    const { store } = remember();
    for (const issuedAt of [NOW, NOW + 5, NOW + 2]) {
      store.revoke(revocationOf({ sessionId: undefined, issuedAt }));
    }
    const signIn = (authTime: number) => caller({ authTime, issuedAt: authTime });
    expect(store.isRevoked(signIn(NOW + 5))).toBe(true);
    expect(store.isRevoked(signIn(NOW + 6))).toBe(false);
  });
});

describe('a logout token', () => {
  it('is received once, for each issuer', () => {
    const { store } = remember();
    const revocation = revocationOf();
    expect(store.revoke(revocation)).toBe(true);
    expect(store.revoke(revocation)).toBe(false);
    expect(store.revoke({ ...revocation, sessionId: 'session-2' })).toBe(false);
    expect(store.isRevoked(caller({ sessionId: 'session-2' }))).toBe(false);
    expect(store.revoke({ ...revocation, issuer: 'https://other.test' })).toBe(true);
  });

  it('is remembered until it could not be received any more', () => {
    const { store, clock } = remember();
    const revocation = revocationOf({ expiresAt: NOW + 120 });
    store.revoke(revocation);
    clock.advance(120);
    expect(store.revoke(revocation)).toBe(false);
    clock.advance(1);
    expect(store.revoke(revocation)).toBe(true);
  });
});

describe('an ended session', () => {
  it.each([
    { what: 'a session', of: {} },
    { what: 'all of a user', of: { sessionId: undefined } },
  ])('is remembered while tokens of it can live: $what', ({ of }) => {
    const { store, clock } = remember({ retention: HOUR, maxEntries: 1 });
    store.revoke(revocationOf(of));
    clock.advance(HOUR + MARGIN);
    expect(() => store.revoke(revocationOf({ sessionId: 'session-2' }))).toThrow('No more than 1');
    expect(store.isRevoked(caller())).toBe(true);
    clock.advance(1);
    expect(store.revoke(revocationOf({ sessionId: 'session-2' }))).toBe(true);
    expect(store.isRevoked(caller())).toBe(false);
  });

  it('that is logged out once more is remembered from then on', () => {
    const { store, clock } = remember({ retention: HOUR });
    store.revoke(revocationOf());
    store.revoke(revocationOf({ sessionId: 'session-2' }));
    clock.advance(HOUR);
    store.revoke(revocationOf({ issuedAt: clock() }));
    clock.advance(MARGIN + 1);
    store.revoke(revocationOf({ sessionId: 'session-3', issuedAt: clock() }));
    const isOut = (sessionId: string) => store.isRevoked(caller({ sessionId }));
    expect(['session', 'session-2', 'session-3'].map(isOut)).toEqual([true, false, true]);
  });

  it('is not forgotten by a clock that goes back', () => {
    const { store, clock } = remember({ retention: HOUR });
    store.revoke(revocationOf());
    clock.advance(-30 * DAY);
    store.revoke(revocationOf({ sessionId: 'session-2', issuedAt: clock() }));
    expect(store.isRevoked(caller())).toBe(true);
  });
});

describe('a full memory', () => {
  it('takes no further logout, forgets none, and warns once', () => {
    const warn = vi.spyOn(process, 'emitWarning').mockReturnValue();
    onTestFinished(() => {
      warn.mockRestore();
    });
    const { store } = remember({ maxEntries: 2 });
    const message = 'No more than 2 ended sessions are remembered; logouts fail';
    expect(store.revoke(revocationOf())).toBe(true);
    expect(store.revoke(revocationOf({ sessionId: undefined }))).toBe(true);
    const third = revocationOf({ sessionId: 'session-3' });
    expect(() => store.revoke(third)).toThrow(message);
    expect(() => store.revoke(third)).toThrow(message);
    expect(store.isRevoked(caller({ subject: 'x' }))).toBe(true);
    expect(store.isRevoked(caller({ sessionId: undefined }))).toBe(true);
    expect(store.isRevoked(caller({ sessionId: 'session-3', subject: 'x' }))).toBe(false);
    expect(warn.mock.calls).toEqual([[message]]);
  });

  it('takes the same token once there is room again', () => {
    const { store, clock } = remember({ retention: HOUR, maxEntries: 1 });
    store.revoke(revocationOf());
    const second = revocationOf({ sessionId: 'session-2', expiresAt: NOW + DAY });
    expect(() => store.revoke(second)).toThrow();
    clock.advance(HOUR + MARGIN + 1);
    expect(store.revoke(second)).toBe(true);
  });

  it('of one issuer is none of another', () => {
    const { store } = remember({ maxEntries: 1 });
    store.revoke(revocationOf());
    expect(store.revoke(revocationOf({ issuer: 'https://other.test' }))).toBe(true);
  });

  it('is bounded for a user who is logged out again and again', () => {
    const { store, clock } = remember({ maxEntries: 2 });
    const logOut = () => store.revoke(revocationOf({ sessionId: undefined, expiresAt: NOW + 120 }));
    expect([logOut(), logOut()]).toEqual([true, true]);
    expect(logOut).toThrow('No more than 2');
    clock.advance(121);
    expect(logOut()).toBe(true);
  });
});

describe('a user who ends one session after the other', () => {
  /** So many of theirs, a second after each other. */
  function signOut(times: number, subject = 'subject') {
    const { store, clock } = remember();
    for (let count = 1; count <= times; count += 1) {
      store.revoke(revocationOf({ subject, sessionId: `${count}`, issuedAt: clock() }));
      clock.advance(1);
    }
    return { store, clock };
  }
  const living = { subject: 'subject', sessionId: 'living' };

  it.each([
    { times: 100, out: false },
    { times: 101, out: true },
  ])('$times times has all so far ended: $out', ({ times, out }) => {
    const { store, clock } = signOut(times);
    const last = clock() - 1;
    const signIn = (authTime: number) => caller({ ...living, authTime, issuedAt: authTime });
    expect(store.isRevoked(signIn(last))).toBe(out);
    expect(store.isRevoked(signIn(last + 1))).toBe(false);
    expect(store.isRevoked(caller({ ...living, subject: 'other' }))).toBe(false);
    for (let count = 1; count <= times; count += 1) {
      expect(store.isRevoked(caller({ sessionId: `${count}`, issuedAt: last }))).toBe(true);
    }
  });

  it('leaves room for everybody else', () => {
    const { store, clock } = remember({ maxEntries: 100 });
    const logOut = (subject: string, sessionId: string) =>
      store.revoke(revocationOf({ subject, sessionId, issuedAt: clock(), expiresAt: clock() }));
    for (let count = 0; count < 1000; count += 1) {
      logOut('mallory', `${count}`);
      clock.advance(1);
    }
    for (let count = 0; count < 80; count += 1) {
      expect(logOut(`user-${count}`, `of-user-${count}`)).toBe(true);
    }
    expect(store.isRevoked(caller({ subject: 'user-0', sessionId: 'of-user-0' }))).toBe(true);
  });

  it('may do so a hundred times in the time for which logouts are remembered', () => {
    const { store, clock } = remember({ retention: HOUR });
    for (let count = 0; count < 500; count += 1) {
      store.revoke(revocationOf({ sessionId: `${count}`, issuedAt: clock() }));
      clock.advance(45);
    }
    expect(store.isRevoked(caller({ ...living, authTime: NOW }))).toBe(false);
  });

  it('takes no session along that was ended for somebody else, too', () => {
    const { store } = remember();
    store.revoke(revocationOf({ sessionId: 'shared' }));
    store.revoke(revocationOf({ sessionId: 'shared', subject: 'other' }));
    store.revoke(revocationOf({ sessionId: 'nobody’s', subject: undefined }));
    store.revoke(revocationOf({ sessionId: 'nobody’s' }));
    for (let count = 0; count < 101; count += 1) {
      store.revoke(revocationOf({ sessionId: `${count}` }));
    }
    const isOut = (sessionId: string) =>
      store.isRevoked(
        caller({ subject: 'other', sessionId, authTime: NOW + 1, issuedAt: NOW + 1 }),
      );
    expect(['shared', 'nobody’s', '1'].map(isOut)).toEqual([true, true, false]);
  });

  it('and of all of them at once does not take that back', () => {
    const { store, clock } = signOut(101);
    const whole = revocationOf({ sessionId: undefined, issuedAt: NOW });
    expect(store.revoke(whole)).toBe(true);
    expect(store.isRevoked(caller({ ...living, authTime: clock() - 1, issuedAt: clock() }))).toBe(
      true,
    );
  });
});

it('holds a thousand sessions and lets go of each in its turn', () => {
  const { store, clock } = remember({ retention: HOUR, maxEntries: 1000 });
  for (let count = 0; count < 5000; count += 1) {
    store.revoke(
      revocationOf({
        ...{ subject: `subject-${count}`, sessionId: `session-${count}` },
        ...{ issuedAt: clock(), expiresAt: clock() + 120 },
      }),
    );
    clock.advance(5);
  }
  const isOut = (count: number) => store.isRevoked(caller({ sessionId: `session-${count}` }));
  expect([isOut(0), isOut(4000), isOut(4999)]).toEqual([false, false, true]);
});

it.each([
  ...[0, -1, 0.5, NaN, Infinity, '5', null, 366 * DAY + 1].map((retention) => ({
    options: { retention },
    message: '"retention" must be a whole number of seconds from 1 to 31622400',
  })),
  ...[0, -1, 0.5, NaN, Infinity, '5', null].map((maxEntries) => ({
    options: { maxEntries },
    message: '"maxEntries" must be a whole number, 1 or more',
  })),
  { options: { clock: 5 }, message: '"clock" must be a function' },
  {
    options: { ttl: 5 },
    message: 'createMemoryRevocations has no option "ttl"; it has retention, maxEntries, clock',
  },
  { options: null, message: 'createMemoryRevocations takes an object of options' },
])('refuses $options at start', ({ options, message }) => {
  expect(() => createMemoryRevocations(options as MemoryRevocationsOptions)).toThrow(
    new ConfigurationError(message),
  );
});

it.each([1, 366 * DAY])('takes a retention of %s seconds', (retention) => {
  expect(createMemoryRevocations({ retention }).retention).toBe(retention);
});
