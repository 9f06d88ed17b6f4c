// @vitest-environment happy-dom
import { act } from '@testing-library/react';
import { Profiler } from 'react';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { useRecentAuth } from '../../src/react/index.js';
import type { RecentAuthFreshness, RecentAuthQuestion } from '../../src/react/index.js';
import { handDrivenSignIn } from '../support/hand-driven-sign-in.js';
import { renderApp } from '../support/react-app.js';

const NOW = 1_795_250_000;

beforeEach(() => {
  vi.useFakeTimers({ now: NOW * 1000 });
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

/** What the hook said in the last render, and how often it was rendered. */
async function watch(question: RecentAuthQuestion, authTime?: number) {
  const signIn = handDrivenSignIn();
  if (authTime !== undefined) signIn.signInAt(authTime);
  let said: RecentAuthFreshness | undefined;
  let commits = 0;
  function Label() {
    said = useRecentAuth(question);
    return null;
  }
  const count = () => {
    commits += 1;
  };
  const app = renderApp(
    <Profiler id="label" onRender={count}>
      <Label />
    </Profiler>,
    { signIn },
  );
  await pass(0);
  return { ...app, said: () => said, commits: () => commits };
}

async function pass(seconds: number) {
  await act(() => vi.advanceTimersByTimeAsync(seconds * 1000));
}

describe('useRecentAuth', () => {
  it('knows nothing where nobody is signed in', async () => {
    const { said } = await watch({ maxAge: 300 });
    expect(said()).toEqual({
      status: 'unknown',
      secondsLeft: undefined,
      authenticatedAt: undefined,
    });
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    { when: 'just now', age: 0, status: 'fresh', secondsLeft: 300 },
    { when: 'at the limit', age: 300, status: 'fresh', secondsLeft: 0 },
    { when: 'one second past the limit', age: 301, status: 'stale', secondsLeft: 0 },
  ])('says $status of a sign-in $when', async ({ age, status, secondsLeft }) => {
    const { said } = await watch({ maxAge: 300 }, NOW - age);
    expect(said()).toEqual({ status, secondsLeft, authenticatedAt: NOW - age });
  });

  it.each([30, 300, 3600, 30 * 86_400])(
    'turns stale by itself, when a sign-in is older than %i s',
    async (maxAge) => {
      const { said } = await watch({ maxAge }, NOW);
      await pass(maxAge);
      expect(said()?.status).toBe('fresh');
      expect(vi.getTimerCount()).toBe(1);
      await pass(1);
      expect(said()).toEqual({ status: 'stale', secondsLeft: 0, authenticatedAt: NOW });
      expect(vi.getTimerCount()).toBe(0);
    },
  );

  it('renders once more at that moment, and not before', async () => {
    const { commits } = await watch({ maxAge: 3600 }, NOW);
    const before = commits();
    await pass(3600);
    expect(commits()).toBe(before);
    await pass(60);
    expect(commits()).toBe(before + 1);
  });

  it('renders every second where it is to tick, and stops', async () => {
    const { said, commits } = await watch({ maxAge: 10, tick: true }, NOW);
    const before = commits();
    for (let left = 9; left >= 0; left -= 1) {
      await pass(1);
      expect(said()).toEqual({ status: 'fresh', secondsLeft: left, authenticatedAt: NOW });
    }
    expect(commits()).toBe(before + 10);
    await pass(60);
    expect(said()?.status).toBe('stale');
    expect(commits()).toBe(before + 11);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('does not spin in the second in which it turns stale', async () => {
    await watch({ maxAge: 300 }, NOW - 300);
    const timers = vi.spyOn(globalThis, 'setTimeout');
    await pass(1);
    expect(timers.mock.calls.length).toBeLessThan(10);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('notices within a minute of waking that a computer slept', async () => {
    const { said } = await watch({ maxAge: 3600 }, NOW);
    // Timers stood still, the clock did not.
    vi.setSystemTime((NOW + 7200) * 1000);
    await pass(60);
    expect(said()?.status).toBe('stale');
  });

  it('is fresh again after a sign-in, and counts anew', async () => {
    const { said, signIn } = await watch({ maxAge: 300 }, NOW - 1000);
    expect(said()?.status).toBe('stale');
    signIn.signInAt(NOW);
    await pass(0);
    expect(said()).toEqual({ status: 'fresh', secondsLeft: 300, authenticatedAt: NOW });
    await pass(301);
    expect(said()?.status).toBe('stale');
  });

  it('forgets a user who signs out', async () => {
    const { said, signIn } = await watch({ maxAge: 300 }, NOW);
    signIn.signOut();
    await pass(0);
    expect(said()?.status).toBe('unknown');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind', async () => {
    const { unmount } = await watch({ maxAge: 300 }, NOW);
    expect(vi.getTimerCount()).toBe(1);
    unmount();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('follows a question that changes', async () => {
    let said: RecentAuthFreshness | undefined;
    function Label({ maxAge }: { readonly maxAge: number }) {
      said = useRecentAuth({ maxAge });
      return null;
    }
    const signIn = handDrivenSignIn();
    signIn.signInAt(NOW - 100);
    const app = renderApp(<Label maxAge={300} />, { signIn });
    await pass(0);
    expect(said?.secondsLeft).toBe(200);
    app.show(<Label maxAge={50} />);
    expect(said).toEqual({ status: 'stale', secondsLeft: 0, authenticatedAt: NOW - 100 });
  });
});
