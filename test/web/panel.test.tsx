// @vitest-environment happy-dom
import { ApolloClient, ApolloLink, gql, InMemoryCache } from '@apollo/client';
import { act, configure, fireEvent, screen, waitFor, within } from '@testing-library/react';
import { lastValueFrom, of } from 'rxjs';
import { describe, expect, it } from 'vitest';
import type { ReauthStatus } from '../../src/client/index.js';
import { SignInAs } from '../../src/web/panel/sign-in-as.js';
import { createSettings } from '../../src/web/settings.js';
import type { Wire } from '../../src/web/wire.js';
import { challenge } from '../support/challenge.js';
import { renderPanelPage } from '../support/panel-page.js';
import { error } from '../support/refused-transfer.js';

// A second is not enough to load what is loaded when it is needed, on a busy machine.
configure({ asyncUtilTimeout: 30_000 });

const NOW = 1_795_250_000;

const button = (name: string) => screen.getByRole('button', { name });
const switchOf = (name: string) => screen.getByRole<HTMLInputElement>('switch', { name });
const description = (element: HTMLElement) =>
  document.getElementById(element.getAttribute('aria-describedby') ?? '')?.textContent;
/** The fact after its name. */
const fact = (name: string) => screen.getByText(name).nextElementSibling?.textContent;
const facts = () => ['Status', 'Waiting', 'Signed in', 'Last challenge'].map(fact);
const status = () => screen.getByRole('status').textContent;
const lines = () =>
  within(screen.getByRole('log'))
    .queryAllByRole('listitem')
    .map((line) => line.querySelector('summary')?.textContent);

/** Sends something over the wire, whose other end says this. */
function ask({ link }: Wire, answer: ApolloLink.Result) {
  const query = gql`
    query Anything {
      anything
    }
  `;
  const client = new ApolloClient({ link, cache: new InMemoryCache() });
  const otherEnd = new ApolloLink(() => of(answer));
  return ApolloLink.execute(link.concat(otherEnd), { query }, { client });
}

/** A transfer that was refused, as the link tells the reauthenticator. */
async function refuseTransfer({ recentAuth }: ReturnType<typeof renderPanelPage>) {
  recentAuth
    .handle(challenge({ maxAge: 10 }), { operationName: 'Transfer' })
    .catch(() => undefined);
  await reach('prompting');
}

const reach = (status: ReauthStatus) =>
  waitFor(() => {
    expect(fact('Status')).toBe(status);
  });

describe('the panel', () => {
  it('says what the reauthenticator knows, and not who the user is', async () => {
    renderPanelPage();
    expect(fact('Signed in')).toBe('the token does not say when');
    await screen.findByText('14 s ago');
    expect([status(), ...facts()]).toEqual([
      'Nothing waits for a sign-in.',
      'idle',
      'nothing',
      '14 s ago',
      'none recorded',
    ]);
    expect(screen.getByRole('complementary', { name: 'Under the hood' }).textContent).not.toContain(
      'subject-of-alice',
    );
  });

  it('follows a sign-in, and speaks once while its steps go by', async () => {
    const page = renderPanelPage();
    await refuseTransfer(page);
    const said = status();
    expect([said, ...facts()]).toEqual([
      'An operation waits until the user has signed in again.',
      'prompting',
      'Transfer',
      '14 s ago',
      'AUTH_TIME_TOO_OLD, maxAge 10 s',
    ]);
    act(() => {
      page.recentAuth.confirm();
    });
    expect([status(), fact('Status')]).toEqual([said, 'authenticating']);
    page.adapter.attempts[0]?.succeed(NOW);
    await reach('idle');
    expect([status(), ...facts()]).toEqual([
      'Nothing waits for a sign-in.',
      'idle',
      'nothing',
      '0 s ago',
      'AUTH_TIME_TOO_OLD, maxAge 10 s',
    ]);
  });

  it('says that an attempt failed, and how', async () => {
    const page = renderPanelPage();
    await refuseTransfer(page);
    act(() => {
      page.recentAuth.confirm();
    });
    page.adapter.attempts[0]?.fail(new Error('provider says: secret'));
    await reach('failed');
    expect(status()).toBe('The last attempt failed (REAUTH_FAILED). It can be tried again.');
    expect(document.body.textContent).not.toContain('secret');
  });

  it('takes no focus when it opens, and gives it back to the toggle when it is closed', () => {
    const { toggle, settings } = renderPanelPage({ open: false });
    toggle.focus();
    fireEvent.click(toggle);
    expect(document.activeElement).toBe(toggle);
    button('Close').focus();
    fireEvent.click(button('Close'));
    expect([document.activeElement, toggle.getAttribute('aria-expanded')]).toEqual([
      toggle,
      'false',
    ]);
    expect(screen.queryByRole('complementary')).toBeNull();
    expect(settings.get().panelOpen).toBe(false);
  });
});

describe('what goes over the wire', () => {
  it('is listed, in a log that does not speak by itself', async () => {
    const page = renderPanelPage();
    expect(screen.getByRole('log').getAttribute('aria-live')).toBe('off');
    await refuseTransfer(page);
    expect(lines()).toEqual([
      '•Held back: Transfer required1.2 s',
      '•The user is asked, for Transfer prompted1.2 s',
    ]);
  });

  it('is forgotten on request, with the focus where it was', async () => {
    const page = renderPanelPage();
    await refuseTransfer(page);
    button('Clear').focus();
    fireEvent.click(button('Clear'));
    expect([lines(), fact('Last challenge')]).toEqual([[], 'none recorded']);
    expect(document.activeElement).toBe(button('Clear'));
  });
});

describe('an answer', () => {
  it.each([
    { what: 'a refusal stands open, its errors marked', answer: { errors: [error] }, open: true },
    { what: 'any other is opened by whoever wants to see it', answer: { data: {} }, open: false },
  ])('$what', async ({ answer, open }) => {
    const { wire } = renderPanelPage();
    await act(() => lastValueFrom(ask(wire, answer)));
    const [, line] = within(screen.getByRole('log')).getAllByRole('listitem');
    expect(line?.querySelector('details')?.open).toBe(open);
    expect(JSON.parse(line?.querySelector('pre')?.textContent ?? '')).toEqual(answer);
    const marked = line?.querySelector('mark')?.textContent ?? '{}';
    expect(JSON.parse(open ? `{${marked}}` : marked)).toEqual(open ? answer : {});
  });
});

describe('a sign-in of another kind', () => {
  it.each([
    {
      name: 'Sign in again as if 15 minutes ago',
      asks: { age: 900, loginHint: 'alice' },
    },
    {
      name: 'Sign in as Sam, who cannot confirm, as if 15 minutes ago',
      asks: { age: 900, loginHint: 'sam' },
    },
  ])('begins with $name', ({ name, asks }) => {
    const { signIns } = renderPanelPage({ panel: <SignInAs /> });
    fireEvent.click(button(name));
    expect(signIns).toEqual([asks]);
  });

  it('that cannot begin is said', async () => {
    renderPanelPage({ panel: <SignInAs />, signInProblem: new TypeError('Failed to fetch') });
    fireEvent.click(button('Sign in as Sam, who cannot confirm, as if 15 minutes ago'));
    const said = await screen.findByText(/could not be reached/);
    expect(said.closest('[role]')?.getAttribute('role')).toBe('alert');
  });
});

describe('a switch', () => {
  it.each([
    { label: 'Short windows', name: 'shortWindows' },
    { label: 'Leave the page to sign in', name: 'redirect' },
    { label: 'The browser blocks windows', name: 'blocked' },
  ] as const)('$label is kept in this tab', ({ label, name }) => {
    const { settings } = renderPanelPage();
    expect([switchOf(label).checked, settings.get()[name]]).toEqual([false, false]);
    fireEvent.click(switchOf(label));
    const reloaded = createSettings().get();
    expect([switchOf(label).checked, settings.get()[name], reloaded[name]]).toEqual([
      true,
      true,
      true,
    ]);
    fireEvent.click(switchOf(label));
    expect(createSettings().get()[name]).toBe(false);
  });

  it('says when another one leaves it without effect', () => {
    renderPanelPage();
    fireEvent.click(switchOf('The browser blocks windows'));
    expect(description(switchOf('The browser blocks windows'))).not.toContain('No effect');
    fireEvent.click(switchOf('Leave the page to sign in'));
    expect(description(switchOf('The browser blocks windows'))).toContain(
      'No effect now: no window opens while the page itself is left.',
    );
  });

  it('is not there where the provider is not ours', () => {
    renderPanelPage();
    expect(screen.getAllByRole('switch').map((input) => input.closest('div')?.textContent)).toEqual(
      [
        expect.stringMatching(/^Short windows/),
        expect.stringMatching(/^Leave the page/),
        expect.stringMatching(/^The browser blocks/),
      ],
    );
    expect(screen.queryByRole('button', { name: /Sign in/ })).toBeNull();
  });
});
