import { describe, expect, it, vi } from 'vitest';
import { createReauthenticator, ReauthUnavailableError } from '../../src/client/index.js';
import type { ReauthenticatorOptions } from '../../src/client/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import { createPromptUser, NOW, settled, unsignedToken } from '../support/prompt-user.js';

const fresh = unsignedToken({ auth_time: NOW });

describe('the ID token', () => {
  it('is the adapter’s, and read anew every time', async () => {
    const user = createPromptUser({ token: fresh });
    expect(await user.recentAuth.getIdToken()).toBe(fresh);
    user.hold(undefined);
    expect(await user.recentAuth.getIdToken()).toBeUndefined();
  });

  it('may be one that a client cannot read', async () => {
    const user = createPromptUser({ token: 'opaque' });
    expect(await user.recentAuth.getIdToken()).toBe('opaque');
    expect(user.recentAuth.getState().subject).toBeUndefined();
  });

  it.each([
    { when: 'one second before it expires', exp: NOW + 1, renewals: 0 },
    { when: 'when it has expired', exp: NOW, renewals: 1 },
  ])('is renewed silently: $when $renewals times', async ({ exp, renewals }) => {
    const user = createPromptUser({ token: unsignedToken({ exp }) });
    user.renewed = fresh;
    expect(await user.recentAuth.getIdToken()).toBe(renewals ? fresh : unsignedToken({ exp }));
    expect(user.renewals).toBe(renewals);
  });

  it('is renewed once, however many ask', async () => {
    const user = createPromptUser({ token: unsignedToken({ exp: NOW }) });
    user.renewed = fresh;
    const asked = [1, 2, 3].map(() => user.recentAuth.getIdToken());
    expect(await Promise.all(asked)).toEqual([fresh, fresh, fresh]);
    expect(user.renewals).toBe(1);
  });

  it('is not renewed with every operation once that failed, but when a server says so', async () => {
    const user = createPromptUser({ token: unsignedToken({ exp: NOW }) });
    await user.recentAuth.getIdToken();
    await user.recentAuth.getIdToken();
    expect(user.renewals).toBe(1);
    await user.recentAuth.refreshIdToken();
    expect(user.renewals).toBe(2);
    user.clock.advance(60);
    await user.recentAuth.getIdToken();
    expect(user.renewals).toBe(3);
  });

  it('is sent as it is where it cannot be renewed', async () => {
    const token = unsignedToken({ exp: NOW });
    const user = createPromptUser({ token });
    expect(await user.recentAuth.getIdToken()).toBe(token);
  });

  it('is not renewed into somebody else’s', async () => {
    const user = createPromptUser({ token: fresh });
    await user.recentAuth.getIdToken();
    user.renewed = unsignedToken({ sub: 'bob' });
    expect(await user.recentAuth.refreshIdToken()).toBeUndefined();
  });

  it('that came since another was refused is taken, and not renewed once more', async () => {
    const refused = unsignedToken({ exp: NOW + 1 });
    const user = createPromptUser({ token: refused });
    await user.recentAuth.getIdToken();
    user.hold(fresh);
    await user.recentAuth.getIdToken();
    // Of the same second, and so the very same.
    user.renewed = fresh;
    expect(await user.recentAuth.refreshIdToken(refused)).toBe(fresh);
    expect(user.renewals).toBe(0);
  });

  it.each([
    { what: 'somebody else’s', since: [unsignedToken({ sub: 'bob' })] },
    { what: 'of a later sign-in', since: [undefined, fresh] },
  ])('that came since another was refused is not taken where it is $what', async ({ since }) => {
    const refused = unsignedToken({ exp: NOW + 1 });
    const user = createPromptUser({ token: refused });
    await user.recentAuth.getIdToken();
    for (const token of since) {
      user.hold(token);
      await user.recentAuth.getIdToken();
    }
    expect(await user.recentAuth.refreshIdToken(refused)).toBeUndefined();
    expect(user.renewals).toBe(1);
  });

  it('is renewed the next time where the adapter threw at once', async () => {
    let isReady = false;
    let token = unsignedToken({ exp: NOW });
    const { refreshIdToken } = createReauthenticator({
      clock: () => NOW,
      adapter: {
        getIdToken: () => token,
        reauthenticate: () => Promise.resolve(),
        refreshIdToken() {
          if (!isReady) throw new Error('Not yet');
          token = fresh;
          return Promise.resolve();
        },
      },
    });
    expect(await refreshIdToken()).toBeUndefined();
    isReady = true;
    expect(await refreshIdToken()).toBe(fresh);
  });

  it('gives up a renewal that never ends', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const token = unsignedToken({ exp: NOW });
    const recentAuth = createReauthenticator({
      clock: () => NOW,
      adapter: {
        getIdToken: () => token,
        reauthenticate: () => Promise.resolve(),
        refreshIdToken: () => new Promise(() => undefined),
      },
    });
    const asked = recentAuth.getIdToken();
    await settled();
    vi.advanceTimersByTime(30_000);
    vi.useRealTimers();
    expect(await asked).toBe(token);
  });
});

describe('freshness', () => {
  it('is unknown before a token was seen', () => {
    const { recentAuth } = createPromptUser({ token: fresh });
    expect(recentAuth.isFresh({ maxAge: 300 })).toBe(false);
    expect(recentAuth.secondsLeft({ maxAge: 300 })).toBeUndefined();
  });

  it.each([
    { age: 0, fresh: true, left: 300 },
    { age: 300, fresh: true, left: 0 },
    { age: 301, fresh: false, left: 0 },
    { age: -5, fresh: true, left: 305 },
    { age: -6, fresh: false, left: 0 },
  ])('of a sign-in $age seconds ago: $fresh, $left seconds left', async ({ age, fresh, left }) => {
    const { recentAuth } = createPromptUser({ token: unsignedToken({ auth_time: NOW - age }) });
    await recentAuth.getIdToken();
    expect(recentAuth.isFresh({ maxAge: 300 })).toBe(fresh);
    expect(recentAuth.secondsLeft({ maxAge: 300 })).toBe(left);
  });

  it('ends by itself', async () => {
    const { recentAuth, clock } = createPromptUser({ token: fresh });
    await recentAuth.getIdToken();
    clock.advance(301);
    expect(recentAuth.isFresh({ maxAge: 300 })).toBe(false);
  });

  it('is told to who subscribes, when another token comes', async () => {
    const user = createPromptUser();
    const seen: unknown[] = [];
    const stop = user.recentAuth.subscribe(() => seen.push(user.recentAuth.getState().authTime));
    await settled();
    user.hold(fresh);
    await settled();
    stop();
    user.hold(undefined);
    await settled();
    expect(seen).toEqual([NOW - 900, NOW]);
    expect(user.recentAuth.getState().authTime).toBeUndefined();
  });

  it('keeps the same snapshot while nothing changes', async () => {
    const { recentAuth } = createPromptUser();
    await recentAuth.getIdToken();
    const before = recentAuth.getState();
    await recentAuth.getIdToken();
    expect(recentAuth.getState()).toBe(before);
  });

  it('goes by the server’s time once it is known', async () => {
    const user = createPromptUser({ token: fresh });
    user.clock.advance(-600);
    await user.recentAuth.getIdToken();
    expect(user.recentAuth.secondsLeft({ maxAge: 300 })).toBe(300);
  });
});

describe('ensure', () => {
  it('resolves at once where the sign-in is recent enough', async () => {
    const user = createPromptUser({ token: fresh });
    await user.recentAuth.ensure({ maxAge: 300 });
    expect(user.events).toEqual([]);
  });

  it('asks the user where it is not', async () => {
    const user = createPromptUser();
    const ensured = user.recentAuth.ensure({ maxAge: 300, acrValues: ['mfa'], description: 'Pay' });
    await settled();
    expect(user.recentAuth.getState()).toMatchObject({
      status: 'prompting',
      challenge: { maxAge: 300, acrValues: ['mfa'], authTime: NOW - 900 },
      waiting: [{ description: 'Pay' }],
    });
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    await ensured;
  });

  it('asks for a class that a recent sign-in does not have', async () => {
    const user = createPromptUser({ token: unsignedToken({ auth_time: NOW, acr: 'pwd' }) });
    void user.recentAuth.ensure({ maxAge: 300, acrValues: ['mfa'] }).catch(() => undefined);
    await settled();
    expect(user.recentAuth.getState().status).toBe('prompting');
    user.recentAuth.cancel();
  });

  it.each([
    { who: 'nobody is signed in', token: undefined },
    {
      who: 'the user cannot reauthenticate',
      token: unsignedToken({ 'https://authgear.com/claims/user/can_reauthenticate': false }),
    },
  ])('is unavailable where $who', async ({ token }) => {
    const user = createPromptUser({ token });
    const ensured = user.recentAuth.ensure({ maxAge: 300 });
    expect(ReauthUnavailableError.is(await ensured.catch((error: unknown) => error))).toBe(true);
  });

  it.each([{ maxAge: -1 }, { maxAge: NaN }, { maxAge: 300, acrValues: ['a b'] }])(
    'refuses %o',
    async (demand) => {
      const user = createPromptUser();
      await expect(user.recentAuth.ensure(demand)).rejects.toThrow(ConfigurationError);
    },
  );
});

describe('a wrong option', () => {
  const adapter = { getIdToken: () => undefined, reauthenticate: () => Promise.resolve() };
  it.each([
    { options: undefined, says: 'takes an object of options' },
    { options: {}, says: '"adapter.getIdToken" must be a function' },
    { options: { adapter: { getIdToken: adapter.getIdToken } }, says: '"adapter.reauthenticate"' },
    { options: { adapter, promt: 'manual' }, says: 'has no option "promt"' },
    {
      options: { adapter, prompt: 'automatic' },
      says: '"prompt" must be one of "manual", "immediate"',
    },
    { options: { adapter, clockTolerance: -1 }, says: '"clockTolerance"' },
    { options: { adapter, promptTimeout: 0 }, says: '"promptTimeout"' },
    { options: { adapter, promptsPerMinute: 0.5 }, says: '"promptsPerMinute"' },
    { options: { adapter, crossTab: 1 }, says: '"crossTab"' },
    { options: { adapter, onEvent: 'log' }, says: '"onEvent"' },
    { options: { adapter, clock: 1 }, says: '"clock"' },
  ])('stops the start: $says', ({ options, says }) => {
    const create = () => createReauthenticator(options as unknown as ReauthenticatorOptions);
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(says);
  });
});

it('does nothing until it is used', () => {
  const getIdToken = vi.fn();
  const onTokenChange = vi.fn();
  createReauthenticator({
    adapter: { getIdToken, onTokenChange, reauthenticate: () => Promise.resolve() },
  });
  expect([getIdToken.mock.calls, onTokenChange.mock.calls]).toEqual([[], []]);
});
