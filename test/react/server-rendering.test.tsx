// @vitest-environment happy-dom
import { act } from '@testing-library/react';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createReauthenticator } from '../../src/client/index.js';
import { RecentAuthProvider, ReauthDialog, useRecentAuth } from '../../src/react/index.js';
import { challenge } from '../support/challenge.js';
import { handDrivenSignIn } from '../support/hand-driven-sign-in.js';

const NOW = 1_795_250_000;

const said: string[] = [];
function Label() {
  const { status } = useRecentAuth({ maxAge: 300, tick: true });
  said.push(status);
  return <p>{status}</p>;
}

function page() {
  const signIn = handDrivenSignIn();
  signIn.signInAt(NOW);
  const recentAuth = createReauthenticator({
    adapter: signIn.adapter,
    clock: () => NOW,
    crossTab: false,
  });
  const app: ReactNode = (
    <StrictMode>
      <RecentAuthProvider value={recentAuth}>
        <Label />
        <ReauthDialog />
      </RecentAuthProvider>
    </StrictMode>
  );
  return { app, recentAuth };
}

it('renders a closed dialog and an unknown sign-in on the server, whatever is known there', async () => {
  const { app, recentAuth } = page();
  await recentAuth.getIdToken();
  expect(recentAuth.isFresh({ maxAge: 300 })).toBe(true);
  const html = renderToString(app);
  expect(html).toMatch(/^<p>unknown<\/p><dialog [^>]*data-reauth-status="idle"[^>]*><\/dialog>$/);
  expect(html).not.toMatch(/style|open=/);
});

it('hydrates without a complaint, and only then says what it knows', async () => {
  const complaints = vi.spyOn(console, 'error');
  onTestFinished(() => {
    complaints.mockRestore();
  });
  const { app, recentAuth } = page();
  const held = recentAuth.handle(challenge({ maxAge: 0 }), { description: 'Transfer' });
  await new Promise<void>((resolve) => {
    recentAuth.subscribe(() => {
      if (recentAuth.getState().status === 'prompting') resolve();
    });
  });
  const container = document.createElement('div');
  container.innerHTML = renderToString(app);
  expect(container.querySelector('dialog')?.childNodes).toHaveLength(0);
  document.body.append(container);
  said.length = 0;

  const root = await act(() => hydrateRoot(container, app, { onRecoverableError: complaints }));
  onTestFinished(() => {
    act(() => {
      root.unmount();
    });
    container.remove();
  });
  expect([said[0], said.at(-1)]).toEqual(['unknown', 'fresh']);
  const dialog = container.querySelector('dialog');
  expect(dialog?.open).toBe(true);
  expect(dialog?.textContent).toContain('“Transfer” needs you to sign in once more.');
  expect(complaints.mock.calls).toEqual([]);

  act(() => {
    recentAuth.cancel();
  });
  await expect(held).rejects.toMatchObject({ reason: 'user' });
});
