// @vitest-environment happy-dom
import { act, fireEvent, screen } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { PopupBlockedError } from '../../src/client/index.js';
import type { OperationOptions, ReauthState, ReauthStatus } from '../../src/client/index.js';
import { ReauthDialog } from '../../src/react/index.js';
import type { ReauthDialogProps } from '../../src/react/index.js';
import { challenge } from '../support/challenge.js';
import { handDrivenSignIn } from '../support/hand-driven-sign-in.js';
import { renderApp } from '../support/react-app.js';

const NOW = 1_795_250_000;

/** The dialog over a page with a form, for alice, who signed in 42 minutes ago. */
function showDialog(props: ReauthDialogProps = {}) {
  const signIn = handDrivenSignIn();
  signIn.signInAt(NOW - 2520);
  const app = renderApp(
    <>
      <input aria-label="Amount" defaultValue="25" />
      <ReauthDialog {...props} />
    </>,
    { signIn, clock: () => NOW },
  );
  const dialog = screen.getByRole<HTMLDialogElement>('dialog', { hidden: true });
  /** Everything that is read out with the dialog, by what its attributes name. */
  const described = (attribute: 'aria-labelledby' | 'aria-describedby') =>
    (dialog.getAttribute(attribute) ?? '')
      .split(' ')
      .map((id) => document.getElementById(id)?.textContent)
      .join(' ')
      .trim();

  /** Outcomes of what is held, in the order in which it settled. */
  const outcomes: unknown[] = [];
  async function hold(operation: OperationOptions, asked = challenge()) {
    const held = app.recentAuth.getState().waiting.length;
    app.recentAuth.handle(asked, operation).then(
      () => outcomes.push('released'),
      (error: unknown) => outcomes.push(error),
    );
    await app.until(({ waiting }) => waiting.length > held);
  }
  return { ...app, dialog, described, hold, outcomes };
}

const is = (status: ReauthStatus) => (state: ReauthState) => state.status === status;
const button = (name: string) => screen.getByRole<HTMLButtonElement>('button', { name });
const names = () => screen.getAllByRole('button').map(({ textContent }) => textContent);
const status = () => screen.getByRole('status').textContent;
const transfer = { description: 'Transfer 25.00' };

describe('ReauthDialog', () => {
  it('is closed and empty while nothing waits', () => {
    const { dialog } = showDialog();
    expect(dialog.open).toBe(false);
    expect(dialog.childNodes).toHaveLength(0);
  });

  it('says what waits, why and how long', async () => {
    const { dialog, described, hold } = showDialog();
    await hold(transfer);
    expect(dialog.open).toBe(true);
    expect(described('aria-labelledby')).toBe('Confirm it’s you');
    expect(described('aria-describedby')).toBe(
      '“Transfer 25.00” needs a sign-in from the last 5 minutes. You last signed in 42 minutes ago.',
    );
    expect(screen.queryByRole('list')).toBeNull();
    expect(names()).toEqual(['Continue', 'Cancel']);
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('names every operation that one sign-in releases, also one that joins', async () => {
    const { dialog, described, hold } = showDialog();
    await hold(transfer);
    const [heading, live, confirm] = [
      screen.getByRole('heading'),
      screen.getByRole('status'),
      button('Continue'),
    ];
    confirm.focus();
    await hold({ operationName: 'DeleteAccount' }, challenge({ maxAge: 0 }));
    await hold({});
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'Transfer 25.00',
      'Delete account',
      'Your request',
    ]);
    expect(described('aria-describedby')).toMatch(/^These 3 actions need you to sign in once more/);
    // Nothing was made anew, so nothing is read out again and the focus stays.
    expect(screen.getByRole('heading')).toBe(heading);
    expect(screen.getByRole('status')).toBe(live);
    expect(live.textContent).toBe('');
    expect(document.activeElement).toBe(confirm);
    expect(dialog.open).toBe(true);
  });

  it('starts the sign-in within the click, once for a double click', async () => {
    const { signIn, hold } = showDialog();
    await hold(transfer);
    const confirm = button('Continue');
    const attempts = () => signIn.attempts.length;
    act(() => {
      confirm.click();
      expect(attempts()).toBe(1);
    });
    confirm.click();
    fireEvent.click(button('Open it again'), { detail: 2 });
    expect(attempts()).toBe(1);
    expect(document.activeElement).toBe(screen.getByRole('dialog'));
  });

  it('waits for the window, and opens it again', async () => {
    const { dialog, signIn, hold, outcomes, until } = showDialog();
    await hold(transfer);
    fireEvent.click(button('Continue'));
    expect(status()).toBe('Waiting for the sign-in window…');
    expect(dialog.dataset['reauthStatus']).toBe('authenticating');
    expect(names()).toEqual(['Open it again', 'Cancel']);

    fireEvent.click(button('Open it again'), { detail: 1 });
    expect(signIn.attempts.map(({ request }) => request.signal.aborted)).toEqual([true, false]);
    signIn.attempts[1]?.succeed(NOW);
    await until(is('idle'));
    expect(outcomes).toEqual(['released']);
    expect(dialog.open).toBe(false);
    expect(dialog.childNodes).toHaveLength(0);
  });

  it.each([
    { error: new PopupBlockedError('window 7'), says: /^Your browser blocked the sign-in window/ },
    { error: new Error('access_denied'), says: /^The sign-in did not finish/ },
  ])('tells at once of $error, and tries again', async ({ error, says }) => {
    const { signIn, hold, until, outcomes } = showDialog();
    await hold(transfer);
    fireEvent.click(button('Continue'));
    button('Open it again').focus();
    signIn.attempts[0]?.fail(error);
    await until(is('failed'));
    expect(screen.getByRole('alert').textContent).toMatch(says);
    expect(status()).toBe('');
    expect(names()).toEqual(['Try again', 'Cancel']);
    expect(document.activeElement).toBe(screen.getByRole('dialog'));

    fireEvent.click(button('Try again'));
    expect(screen.queryByRole('alert')).toBeNull();
    signIn.attempts[1]?.succeed(NOW);
    await until(is('idle'));
    expect(outcomes).toEqual(['released']);
  });

  it('offers nothing to press but to cancel while the page is being left', async () => {
    const { signIn, hold, until } = showDialog();
    await hold(transfer);
    fireEvent.click(button('Continue'));
    signIn.attempts[0]?.redirect();
    await until(is('redirecting'));
    expect(status()).toBe('Taking you to the sign-in page…');
    const confirm = button('Open it again');
    expect(confirm.getAttribute('aria-disabled')).toBe('true');
    fireEvent.click(confirm);
    expect(signIn.attempts).toHaveLength(1);
    fireEvent.click(button('Cancel'));
    await until(is('idle'));
  });

  it.each([
    { how: 'the button', leave: () => fireEvent.click(button('Cancel')) },
    {
      how: 'Escape',
      leave: () => fireEvent(screen.getByRole('dialog'), new Event('cancel', { cancelable: true })),
    },
    {
      how: 'the browser, unasked',
      leave: () => {
        act(() => {
          screen.getByRole<HTMLDialogElement>('dialog').close();
        });
      },
    },
  ])('cancels by $how', async ({ leave }) => {
    const { dialog, hold, until, outcomes, signIn } = showDialog();
    await hold(transfer);
    leave();
    await until(is('idle'));
    expect(dialog.open).toBe(false);
    expect(outcomes).toMatchObject([{ code: 'REAUTH_CANCELLED', reason: 'user' }]);
    expect(signIn.attempts).toEqual([]);
  });

  it('keeps Escape from the modal that it stands in', async () => {
    const { container, hold } = showDialog();
    await hold(transfer);
    const keys: string[] = [];
    container.ownerDocument.body.addEventListener('keydown', ({ key }) => keys.push(key));
    for (const key of ['Escape', 'Tab']) fireEvent.keyDown(button('Continue'), { key });
    expect(keys).toEqual(['Tab']);
  });

  it('does not cancel by a click beside it', async () => {
    const { dialog, hold, recentAuth } = showDialog();
    await hold(transfer);
    fireEvent.click(dialog);
    expect(recentAuth.getState().status).toBe('prompting');
  });

  it('closes when the user signs out meanwhile, and leaves the form as it was', async () => {
    const { dialog, hold, recentAuth, outcomes, until } = showDialog();
    const amount = screen.getByLabelText<HTMLInputElement>('Amount');
    fireEvent.change(amount, { target: { value: '1000' } });
    await hold(transfer);
    act(() => {
      recentAuth.reset();
    });
    await until(is('idle'));
    expect(dialog.open).toBe(false);
    expect(outcomes).toMatchObject([{ code: 'REAUTH_CANCELLED', reason: 'logout' }]);
    expect(screen.getByLabelText('Amount')).toBe(amount);
    expect(amount.value).toBe('1000');
  });

  it('opens again for the next operation', async () => {
    const { dialog, hold, recentAuth, until } = showDialog();
    for (const description of ['First', 'Second']) {
      await hold({ description });
      expect(screen.getByText(/^“/).textContent).toContain(description);
      act(() => {
        recentAuth.cancel();
      });
      await until(is('idle'));
      expect(dialog.open).toBe(false);
    }
  });

  it('goes without a word to anybody when the page unmounts it', async () => {
    const { hold, recentAuth, unmount } = showDialog();
    await hold(transfer);
    unmount();
    expect(recentAuth.getState().status).toBe('prompting');
  });

  it('says what it is told to, of the facts it is given', async () => {
    const { described, hold, signIn, until } = showDialog({
      words: {
        operation: ({ operationName }) => (operationName === 'Transfer' ? 'Überweisung' : '?'),
        title: 'Bitte anmelden',
        description: ({ operations, maxAge, secondsAgo }) => (
          <em>{`${operations.join()} ${maxAge} ${secondsAgo}`}</em>
        ),
        confirm: () => 'Weiter',
        cancel: 'Abbrechen',
        failed: (error) => `Fehler ${error.code}`,
        retry: undefined,
      },
    });
    await hold({ operationName: 'Transfer' }, challenge({ maxAge: 60 }));
    expect(described('aria-labelledby')).toBe('Bitte anmelden');
    expect(described('aria-describedby')).toBe('Überweisung 60 2520');
    expect(names()).toEqual(['Weiter', 'Abbrechen']);
    fireEvent.click(button('Weiter'));
    signIn.attempts[0]?.fail(new PopupBlockedError('window 7'));
    await until(is('failed'));
    expect(screen.getByRole('alert').textContent).toBe('Fehler POPUP_BLOCKED');
    // What has no word keeps the English one: a button without a name is none.
    expect(names()).toEqual(['Try again', 'Abbrechen']);
  });

  it('marks its parts for a style sheet, and has no style of its own', async () => {
    const { container, dialog, hold } = showDialog({
      className: 'modal',
      classNames: { confirm: 'primary' },
    });
    await hold(transfer);
    await hold(transfer);
    const parts = [...container.querySelectorAll<HTMLElement>('[data-reauth-part]')];
    expect(parts.map(({ dataset, className }) => [dataset['reauthPart'], className])).toEqual([
      ['dialog', 'modal'],
      ['title', ''],
      ['description', ''],
      ['operations', ''],
      ['operation', ''],
      ['operation', ''],
      ['status', ''],
      ['actions', ''],
      ['confirm', 'primary'],
      ['cancel', ''],
    ]);
    expect(container.querySelectorAll('[style], style')).toHaveLength(0);
    expect(dialog.dataset['reauthStatus']).toBe('prompting');
  });
});
