import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  PopupBlockedError,
  ReauthCancelledError,
  ReauthFailedError,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from '../../src/client/index.js';
import {
  challengeOf,
  createPromptUser,
  NOW,
  settled,
  unsignedToken,
} from '../support/prompt-user.js';

afterEach(() => {
  vi.useRealTimers();
});

const stale = unsignedToken({ auth_time: NOW - 900 });
const fresh = unsignedToken({ auth_time: NOW });

describe('an operation that was refused', () => {
  it('waits for the user and is let go with the new token', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held(challengeOf(), {
      operationName: 'Transfer',
      description: 'Transfer 100',
      variables: { amount: 100 },
    });
    expect(user.recentAuth.getState()).toEqual({
      status: 'prompting',
      challenge: challengeOf(),
      waiting: [{ operationName: 'Transfer', description: 'Transfer 100' }],
      error: undefined,
      elsewhere: false,
      authTime: NOW - 900,
      subject: 'alice',
    });
    user.recentAuth.confirm();
    expect(user.recentAuth.getState().status).toBe('authenticating');
    expect(user.attempts[0]?.request).toEqual({
      maxAge: 300,
      acrValues: [],
      remedy: 'REAUTHENTICATE',
      subject: 'alice',
      idToken: stale,
      signal: expect.any(AbortSignal) as unknown,
      operations: [
        { operationName: 'Transfer', description: 'Transfer 100', variables: { amount: 100 } },
      ],
    });
    user.attempts[0]?.succeed(fresh);
    expect(await outcome).toBe(fresh);
    expect(user.recentAuth.getState()).toEqual({
      status: 'idle',
      challenge: undefined,
      waiting: [],
      error: undefined,
      elsewhere: false,
      authTime: NOW,
      subject: 'alice',
    });
    expect(user.events.map(({ type }) => type)).toEqual([
      'required',
      'prompted',
      'confirmed',
      'succeeded',
    ]);
  });

  it('never shows its variables to whoever listens', async () => {
    const user = createPromptUser();
    await user.held(challengeOf(), {
      operationName: 'ChangePassword',
      variables: { new: 'hunter2' },
    });
    user.recentAuth.cancel();
    expect(JSON.stringify([user.events, user.recentAuth.getState()])).not.toContain('hunter2');
    expect(JSON.stringify(user.events)).not.toContain('eyJ');
  });

  it('starts the sign-in within the click', async () => {
    const user = createPromptUser();
    await user.held();
    user.recentAuth.confirm();
    expect(user.attempts).toHaveLength(1);
  });

  it('is one of several that one sign-in lets go', async () => {
    const user = createPromptUser();
    const held = [
      await user.held(challengeOf({ maxAge: 300 }), { operationName: 'A' }),
      await user.held(challengeOf({ maxAge: 60 }), { operationName: 'B' }),
    ];
    user.recentAuth.confirm();
    held.push(await user.held(challengeOf({ maxAge: 900 }), { operationName: 'Late' }));
    expect(user.recentAuth.getState()).toMatchObject({
      status: 'authenticating',
      challenge: { maxAge: 60 },
      waiting: [{ operationName: 'A' }, { operationName: 'B' }, { operationName: 'Late' }],
    });
    user.attempts[0]?.succeed(fresh);
    expect(await Promise.all(held.map(({ outcome }) => outcome))).toEqual([fresh, fresh, fresh]);
    expect(user.attempts).toHaveLength(1);
  });

  it('is let go at once where the sign-in came while it was under way', async () => {
    const user = createPromptUser({ token: fresh });
    const { outcome } = await user.held(challengeOf(), { idToken: stale });
    expect(await outcome).toBe(fresh);
    expect(user.events.map(({ type }) => type)).toEqual(['required', 'succeeded']);
  });

  it('is let go at once also where nobody says which token was refused', async () => {
    const user = createPromptUser({ token: fresh });
    await user.recentAuth.getIdToken();
    expect(await user.recentAuth.handle(challengeOf())).toBe(fresh);
    expect(user.events.map(({ type }) => type)).toEqual(['required', 'succeeded']);
  });

  it('is not let go by what a server says of a token that is known', async () => {
    const user = createPromptUser({ token: stale });
    await user.held(challengeOf({ authTime: 0, maxAge: 0 }), { idToken: stale });
    expect(user.recentAuth.getState().status).toBe('prompting');
  });

  it.each([
    { answer: 'REAUTH_IMPOSSIBLE', challenge: challengeOf({}, 'REAUTH_IMPOSSIBLE') },
    { answer: 'the remedy NONE', challenge: challengeOf({ remedy: 'NONE' }) },
  ])('RA-43: never prompts on $answer', async ({ challenge }) => {
    const user = createPromptUser();
    const { outcome } = await user.held(challenge);
    expect(await outcome).toEqual(
      new ReauthUnavailableError('Signing in again would not help', { challenge }),
    );
    expect(user.events.map(({ type }) => type)).toEqual(['required', 'unavailable']);
    expect(user.recentAuth.getState().status).toBe('idle');
  });

  it('asks for an ordinary sign-in where that is the remedy', async () => {
    const user = createPromptUser();
    await user.held(challengeOf({ remedy: 'LOGIN', canReauthenticate: false }));
    user.recentAuth.confirm();
    expect(user.attempts[0]?.request.remedy).toBe('LOGIN');
  });

  it.each([
    { demands: [['mfa', 'phr'], ['phr']], asked: ['phr'] },
    { demands: [[], ['mfa']], asked: ['mfa'] },
    { demands: [['mfa'], ['phr']], asked: ['mfa', 'phr'] },
  ])(
    'asks for authentication context classes that suit all: $asked',
    async ({ demands, asked }) => {
      const user = createPromptUser();
      for (const acrValues of demands) await user.held(challengeOf({ acrValues }));
      user.recentAuth.confirm();
      expect(user.attempts[0]?.request.acrValues).toEqual(asked);
    },
  );
});

describe('the new token', () => {
  it.each([
    { whose: 'of another subject', claims: { sub: 'bob', auth_time: NOW } },
    { whose: 'of another issuer', claims: { iss: 'https://other.test', auth_time: NOW } },
  ])('RA-44: $whose lets nothing go', async ({ claims }) => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(unsignedToken(claims));
    expect(await outcome).toEqual(
      new ReauthUserMismatchError('Somebody else signed in', { challenge: challengeOf() }),
    );
    expect(user.recentAuth.getState()).toMatchObject({ status: 'idle', waiting: [] });
    expect(user.events.at(-1)?.type).toBe('user-mismatch');
  });

  it.each([
    { what: 'the same auth_time', auth_time: NOW - 900, why: /auth_time did not change/ },
    { what: 'an earlier auth_time', auth_time: NOW - 901, why: /too old still/ },
    { what: 'a later auth_time that is too old', auth_time: NOW - 310, why: /too old still/ },
    { what: 'no auth_time', auth_time: undefined, why: /no auth_time/ },
    { what: 'an auth_time of text', auth_time: String(NOW), why: /no auth_time/ },
  ])('RA-44: with $what lets nothing go', async ({ auth_time, why }) => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(unsignedToken({ auth_time }));
    const error = await outcome;
    expect(ReauthStillStaleError.is(error)).toBe(true);
    expect(error).toHaveProperty('message', expect.stringMatching(why));
    expect(user.events.at(-1)?.type).toBe('still-stale');
  });

  it.each([
    { what: 'just young enough', age: 300, wait: 0 },
    { what: 'as old as the sign-in took', age: 400, wait: 400 },
  ])('that is $what lets it go', async ({ age, wait }) => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.clock.advance(wait);
    const token = unsignedToken({ auth_time: NOW + wait - age, iat: NOW + wait });
    user.attempts[0]?.succeed(token);
    expect(await outcome).toBe(token);
  });

  it('may keep its time where a second factor was what was asked for', async () => {
    const user = createPromptUser();
    const challenge = challengeOf({
      reason: 'ACR_INSUFFICIENT',
      acrValues: ['mfa'],
      authTime: NOW - 100,
    });
    const { outcome } = await user.held(challenge);
    user.recentAuth.confirm();
    const token = unsignedToken({ auth_time: NOW - 100, acr: 'mfa' });
    user.attempts[0]?.succeed(token);
    expect(await outcome).toBe(token);
  });

  it('is judged by the server time, not by a clock that is an hour ahead', async () => {
    const user = createPromptUser();
    user.clock.advance(3600);
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(unsignedToken({ auth_time: NOW + 5, iat: NOW + 5 }));
    expect(await outcome).toBeTypeOf('string');
    expect(user.recentAuth.secondsLeft({ maxAge: 300 })).toBe(300);
  });
});

describe('the user', () => {
  it('declines', async () => {
    const user = createPromptUser();
    const held = [await user.held(), await user.held()];
    user.recentAuth.cancel();
    for (const { outcome } of held) {
      expect(await outcome).toEqual(
        new ReauthCancelledError('user', { challenge: challengeOf(), cause: undefined }),
      );
    }
    expect(user.recentAuth.getState().status).toBe('idle');
    expect(user.events.at(-1)?.type).toBe('cancelled');
  });

  it('declines while the window is open, which is closed', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.recentAuth.cancel();
    expect(user.attempts[0]?.request.signal.aborted).toBe(true);
    expect(await outcome).toHaveProperty('reason', 'user');
    user.attempts[0]?.succeed();
    await settled();
    expect(user.recentAuth.getState().status).toBe('idle');
  });

  it('opens the window again, and the first one counts no more', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.recentAuth.confirm();
    const [first, second] = user.attempts;
    expect([first?.request.signal.aborted, second?.request.signal.aborted]).toEqual([true, false]);
    first?.fail(new Error('aborted'));
    await settled();
    expect(user.recentAuth.getState().status).toBe('authenticating');
    second?.succeed(fresh);
    expect(await outcome).toBe(fresh);
  });

  it('signs out: nothing that was held is sent later', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.recentAuth.reset();
    expect(await outcome).toHaveProperty('reason', 'logout');
    user.attempts[0]?.succeed(fresh);
    await settled();
    expect(user.recentAuth.getState()).toMatchObject({ status: 'idle', waiting: [] });
  });

  it('signs out while the refusal is still on its way', async () => {
    const user = createPromptUser();
    const idToken = await user.recentAuth.getIdToken();
    user.recentAuth.reset();
    user.hold(undefined);
    const { outcome } = await user.held(challengeOf(), { idToken });
    expect(await outcome).toHaveProperty('reason', 'logout');
    expect(user.attempts).toEqual([]);
  });

  it('signs out from within a listener, and the operation is not sent', async () => {
    const user = createPromptUser({
      onEvent({ type }) {
        if (type === 'succeeded') user.recentAuth.reset();
      },
    });
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    expect(await outcome).toHaveProperty('reason', 'logout');
  });

  it('leaves the page, and comes back to it', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.redirect();
    await settled();
    expect(user.recentAuth.getState().status).toBe('redirecting');
    user.recentAuth.confirm();
    expect(user.attempts).toHaveLength(1);
    user.recentAuth.cancel();
    expect(await outcome).toHaveProperty('reason', 'user');
  });

  it('signs in by other means while the prompt stands', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.hold(fresh);
    expect(await outcome).toBe(fresh);
    expect(user.events.at(-1)?.type).toBe('resumed-from-other-tab');
  });

  it('becomes somebody else while the prompt stands', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.hold(unsignedToken({ sub: 'bob', auth_time: NOW }));
    expect(ReauthUserMismatchError.is(await outcome)).toBe(true);
  });

  it('does not answer in time', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const user = createPromptUser({ promptTimeout: 30 });
    const { outcome } = await user.held();
    vi.advanceTimersByTime(29_999);
    expect(user.recentAuth.getState().status).toBe('prompting');
    vi.advanceTimersByTime(1);
    expect(await outcome).toHaveProperty('reason', 'timeout');
  });
});

describe('a sign-in that fails', () => {
  it('can be tried again', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    const cause = new Error('access_denied');
    user.attempts[0]?.fail(cause);
    await settled();
    expect(user.recentAuth.getState()).toMatchObject({
      status: 'failed',
      error: { code: 'REAUTH_FAILED', cause },
    });
    user.recentAuth.confirm();
    user.attempts[1]?.succeed(fresh);
    expect(await outcome).toBe(fresh);
  });

  it('can be given up', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    const blocked = new PopupBlockedError('Blocked');
    user.attempts[0]?.fail(blocked);
    await settled();
    expect(user.recentAuth.getState().error).toBe(blocked);
    user.recentAuth.cancel();
    expect(await outcome).toMatchObject({ reason: 'user', cause: blocked });
  });

  it('counts as one that worked where the token says so', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.hold(fresh);
    user.attempts[0]?.fail(new Error('popup closed'));
    expect(await outcome).toBe(fresh);
  });

  it('ends the waiting where no user interface could try again', async () => {
    const user = createPromptUser({ prompt: 'immediate' });
    const { outcome } = await user.held();
    const cause = new Error('offline');
    user.attempts[0]?.fail(cause);
    expect(await outcome).toMatchObject({ code: 'REAUTH_FAILED', cause });
    expect(user.recentAuth.getState().status).toBe('idle');
  });

  it('reports what the adapter throws at once', async () => {
    const user = createPromptUser({
      adapter: {
        getIdToken: () => stale,
        reauthenticate() {
          throw new Error('not configured');
        },
      },
    });
    await user.held();
    user.recentAuth.confirm();
    await settled();
    expect(ReauthFailedError.is(user.recentAuth.getState().error)).toBe(true);
  });
});

describe('a prompt of the application’s own', () => {
  it.each([
    { answer: 'confirm' as const, attempts: 1 },
    { answer: 'cancel' as const, attempts: 0 },
  ])('may answer $answer', async ({ answer, attempts }) => {
    const asked: unknown[] = [];
    const user = createPromptUser({
      prompt({ challenge, waiting }) {
        asked.push(challenge.maxAge, waiting);
        return Promise.resolve(answer);
      },
    });
    const { outcome } = await user.held(challengeOf(), { operationName: 'Transfer' });
    expect(asked).toEqual([300, [{ operationName: 'Transfer', description: undefined }]]);
    expect(user.attempts).toHaveLength(attempts);
    if (answer === 'cancel') expect(await outcome).toHaveProperty('reason', 'user');
  });

  it('may fail, which ends the waiting', async () => {
    const cause = new Error('no window');
    const user = createPromptUser({ prompt: () => Promise.reject(cause) });
    const { outcome } = await user.held();
    expect(await outcome).toMatchObject({ code: 'REAUTH_FAILED', cause });
  });
});

describe('a prompt that nothing shows', () => {
  it.each([
    { who: 'nobody', watched: false, reports: 1 },
    { who: 'somebody', watched: true, reports: 0 },
  ])('is reported where $who watches, and can be confirmed all the same', async (given) => {
    const report = vi.fn();
    vi.stubGlobal('reportError', report);
    const user = createPromptUser();
    if (given.watched) user.recentAuth.subscribe(() => undefined);
    const { outcome } = await user.held();
    vi.unstubAllGlobals();
    expect(report.mock.calls).toHaveLength(given.reports);
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    expect(await outcome).toBe(fresh);
  });
});

describe('an adapter that never answers', () => {
  it('fails what waits for it after half a minute', async () => {
    const user = createPromptUser({
      adapter: {
        getIdToken: () => new Promise(() => undefined),
        reauthenticate: () => Promise.resolve(),
      },
    });
    await settled();
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { outcome } = await user.held(challengeOf(), { idToken: stale });
    vi.advanceTimersByTime(30_000);
    expect(ReauthFailedError.is(await outcome)).toBe(true);
  });
});

describe('limits', () => {
  it('RA-45: prompts begin so often within a minute, and no more', async () => {
    const user = createPromptUser({ promptsPerMinute: 2 });
    for (let prompt = 0; prompt < 2; prompt += 1) {
      await user.held();
      user.recentAuth.cancel();
    }
    const { outcome } = await user.held();
    expect(ReauthUnavailableError.is(await outcome)).toBe(true);
    user.clock.advance(60);
    await user.held();
    expect(user.recentAuth.getState().status).toBe('prompting');
  });

  it('RA-45: a broken clock does not lift that limit', async () => {
    const user = createPromptUser({ promptsPerMinute: 1, clock: () => NaN });
    await user.held();
    user.recentAuth.cancel();
    const { outcome } = await user.held();
    expect(ReauthUnavailableError.is(await outcome)).toBe(true);
  });

  it('lets go of one operation that is not wanted any more', async () => {
    const user = createPromptUser();
    const controller = new AbortController();
    const { outcome } = await user.held(challengeOf(), {
      operationName: 'A',
      signal: controller.signal,
    });
    const other = await user.held(challengeOf(), { operationName: 'B' });
    controller.abort();
    expect(await outcome).toHaveProperty('reason', 'signal');
    expect(user.recentAuth.getState()).toMatchObject({
      status: 'prompting',
      waiting: [{ operationName: 'B' }],
    });
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    expect(await other.outcome).toBe(fresh);
  });

  it('takes the prompt away with the last operation that waited', async () => {
    const user = createPromptUser();
    const controller = new AbortController();
    await user.held(challengeOf(), { signal: controller.signal });
    user.recentAuth.confirm();
    controller.abort();
    expect(user.recentAuth.getState().status).toBe('idle');
    expect(user.attempts[0]?.request.signal.aborted).toBe(true);
  });

  it('does not wait for what was aborted before', async () => {
    const user = createPromptUser();
    const { outcome } = await user.held(challengeOf(), { signal: AbortSignal.abort() });
    expect(await outcome).toHaveProperty('reason', 'signal');
    expect(user.events.map(({ type }) => type)).toEqual(['required', 'cancelled']);
  });

  it('cancels what nobody signed in for', async () => {
    const user = createPromptUser({ token: undefined });
    expect(ReauthUnavailableError.is(await (await user.held()).outcome)).toBe(true);
  });

  it('goes on where a listener or onEvent throws', async () => {
    const user = createPromptUser({
      onEvent() {
        throw new Error('analytics');
      },
    });
    user.recentAuth.subscribe(() => {
      throw new Error('listener');
    });
    const { outcome } = await user.held();
    user.recentAuth.confirm();
    user.attempts[0]?.succeed(fresh);
    expect(await outcome).toBe(fresh);
  });
});
