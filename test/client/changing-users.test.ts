import { describe, expect, it } from 'vitest';
import { createReauthenticator } from '../../src/client/index.js';
import type { Reauthenticator } from '../../src/client/index.js';
import {
  challengeOf,
  createPromptUser,
  NOW,
  settled,
  unsignedToken,
} from '../support/prompt-user.js';
import type { PromptUser } from '../support/prompt-user.js';

const stale = unsignedToken({ auth_time: NOW - 900 });
const fresh = unsignedToken({ auth_time: NOW });
const bob = unsignedToken({ sub: 'bob', auth_time: NOW });

describe('RA-51: a refusal that comes after the user signed out and in again', () => {
  it.each<{ how: string; signOut: (user: PromptUser) => unknown }>([
    {
      how: 'twice, as two listeners do',
      signOut({ hold, recentAuth }) {
        hold(undefined);
        recentAuth.reset();
        recentAuth.reset();
      },
    },
    {
      how: 'by their OpenID library alone',
      signOut: ({ hold }) => {
        hold(undefined);
      },
    },
    {
      how: 'by their OpenID library only afterwards',
      async signOut({ hold, recentAuth }) {
        recentAuth.reset();
        await recentAuth.getIdToken();
        hold(undefined);
      },
    },
  ])('has nothing sent, where they signed out $how', async ({ signOut }) => {
    const user = createPromptUser();
    const idToken = await user.recentAuth.getIdToken();
    await settled();
    await signOut(user);
    await settled();
    user.hold(fresh);
    await settled();
    const { outcome } = await user.held(challengeOf(), { idToken });
    expect(await outcome).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
  });

  it('means nothing for what is sent later with the same token', async () => {
    const user = createPromptUser();
    await user.recentAuth.getIdToken();
    user.recentAuth.reset();
    const idToken = await user.recentAuth.getIdToken();
    await user.held(challengeOf(), { idToken });
    expect(user.recentAuth.getState()).toMatchObject({ status: 'prompting', subject: 'alice' });
  });
});

describe('while the prompt is being loaded', () => {
  it.each<{ what: string; ask: (recentAuth: Reauthenticator) => Promise<unknown> }>([
    { what: 'handle', ask: ({ handle }) => handle(challengeOf()) },
    { what: 'ensure', ask: ({ ensure }) => ensure({ maxAge: 300 }) },
  ])('nobody else answers for who called `$what`', async ({ ask }) => {
    const user = createPromptUser();
    await user.recentAuth.getIdToken();
    const outcome = ask(user.recentAuth).catch((error: unknown) => error);
    user.hold(undefined);
    user.recentAuth.reset();
    user.hold(bob);
    expect(await outcome).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
    expect(user.attempts).toEqual([]);
  });
});

it('RA-44: the token that is let go is the one that was judged, whatever is read beside it', async () => {
  const readings: ((token: string) => void)[] = [];
  let read = (): string | Promise<string> => stale;
  const { handle, confirm, getIdToken } = createReauthenticator({
    clock: () => NOW,
    adapter: { getIdToken: () => read(), reauthenticate: () => Promise.resolve() },
  });
  const outcome = handle(challengeOf(), { idToken: stale }).catch((error: unknown) => error);
  await settled();
  read = () => new Promise((resolve) => readings.push(resolve));
  confirm();
  await settled();
  void getIdToken();
  readings[0]?.(bob);
  readings[1]?.(fresh);
  expect(await outcome).toMatchObject({ code: 'USER_MISMATCH' });
});

it.each(['cancel', 'reset'] as const)(
  'a listener that calls `%s` keeps the window from opening, and the next prompt is whole',
  async (giveUp) => {
    let isFirst = true;
    const user = createPromptUser({
      onEvent({ type }) {
        if (type === 'confirmed' && isFirst) {
          isFirst = false;
          user.recentAuth[giveUp]();
        }
      },
    });
    const first = await user.held();
    user.recentAuth.confirm();
    expect(await first.outcome).toHaveProperty('code', 'REAUTH_CANCELLED');
    expect(user.attempts).toEqual([]);
    expect(user.recentAuth.getState().status).toBe('idle');
    await user.recentAuth.getIdToken();
    const second = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    expect(await second.outcome).toBe(fresh);
  },
);
