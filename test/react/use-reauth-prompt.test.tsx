// @vitest-environment happy-dom
import { act, cleanup, render } from '@testing-library/react';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { ReauthFailedError } from '../../src/client/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import { useReauthenticator, useReauthPrompt } from '../../src/react/index.js';
import type { ReauthPrompt } from '../../src/react/index.js';
import { challenge } from '../support/challenge.js';
import { handDrivenSignIn } from '../support/hand-driven-sign-in.js';
import { renderApp } from '../support/react-app.js';

const NOW = 1_795_250_000;

function watchPrompt() {
  const signIn = handDrivenSignIn();
  signIn.signInAt(NOW - 2520);
  const prompts: ReauthPrompt[] = [];
  function Prompt() {
    prompts.unshift(useReauthPrompt());
    return null;
  }
  const app = renderApp(<Prompt />, { signIn, clock: () => NOW });
  const prompt = () => {
    const [last] = prompts;
    if (last) return last;
    throw new Error('Nothing was rendered');
  };
  return { ...app, prompts, prompt };
}

describe('useReauthPrompt', () => {
  it('follows one prompt from end to end, with the same functions all along', async () => {
    const { recentAuth, signIn, until, prompt, prompts } = watchPrompt();
    const idle = { status: 'idle', open: false, waiting: [], error: undefined, elsewhere: false };
    expect(prompt()).toMatchObject(idle);

    // Strict mode renders twice before anything is on the page.
    prompts.length = 1;
    const asked = challenge();
    const token = recentAuth.handle(asked, { operationName: 'Transfer', variables: { to: 'x' } });
    await until(({ status }) => status === 'prompting');
    const waiting = [{ operationName: 'Transfer', description: undefined }];
    expect(prompt()).toMatchObject({
      status: 'prompting',
      open: true,
      challenge: asked,
      waiting,
      error: undefined,
    });

    act(() => {
      prompt().confirm();
    });
    expect(prompt()).toMatchObject({ status: 'authenticating', open: true, waiting });
    signIn.attempts[0]?.fail(new Error('no network'));
    await until(({ status }) => status === 'failed');
    expect(prompt()).toMatchObject({ status: 'failed', open: true });
    expect(ReauthFailedError.is(prompt().error)).toBe(true);

    act(() => {
      prompt().confirm();
    });
    signIn.attempts[1]?.succeed(NOW);
    await until(({ status }) => status === 'idle');
    await token;
    expect(prompt()).toMatchObject(idle);
    expect(new Set(prompts.map(({ confirm }) => confirm)).size).toBe(1);
    expect(new Set(prompts.map(({ cancel }) => cancel)).size).toBe(1);
  });

  it('cancels for the user, whatever event it is called with', async () => {
    const { recentAuth, until, prompt } = watchPrompt();
    const held = recentAuth.handle(challenge());
    await until(({ status }) => status === 'prompting');
    act(() => {
      (prompt().cancel as (event: Event) => void)(new Event('click'));
    });
    await expect(held).rejects.toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'user' });
  });

  it('says what is missing where there is no provider', () => {
    function Orphan() {
      useReauthenticator();
      return null;
    }
    onTestFinished(cleanup);
    const silent = vi.spyOn(console, 'error').mockReturnValue();
    onTestFinished(() => {
      silent.mockRestore();
    });
    expect(() => render(<Orphan />)).toThrow(ConfigurationError);
    expect(() => render(<Orphan />)).toThrow(/RecentAuthProvider/);
  });
});
