import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { openPopup } from '../../src/adapters/popup.js';
import { ACCOUNT_PAGE } from '../support/adapter-kit.js';
import { openPage } from '../support/page.js';
import type { Popup } from '../support/page.js';

const PROVIDER = 'https://provider.example/sign-in';
const BLANK = 'about:blank';

beforeEach(() => {
  vi.useFakeTimers();
  onTestFinished(() => {
    vi.useRealTimers();
  });
});

function open(): { readonly popup: ReturnType<typeof openPopup>; readonly seen: Popup } {
  const page = openPage(ACCOUNT_PAGE);
  const popup = openPopup();
  const [seen] = page.popups;
  if (!seen) throw new Error('No popup');
  return { popup, seen };
}

it('A window is emptied before it is closed', async () => {
  const { popup, seen } = open();
  popup.window.location.replace(PROVIDER);
  seen.loseVisits(1);
  const closed = popup.close();
  await vi.advanceTimersByTimeAsync(240);
  expect([seen.closed, seen.visits]).toEqual([false, [PROVIDER, BLANK]]);
  // The provider's page had been on its way.
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect([seen.closed, seen.visits]).toEqual([true, [PROVIDER, BLANK, BLANK]]);
});

it('A window that was sent nowhere yet is emptied, too, since something may be on its way', async () => {
  const { popup, seen } = open();
  await popup.close();
  expect([seen.closed, seen.visits]).toEqual([true, [BLANK]]);
});

it('A window that cannot be emptied is closed after a second', async () => {
  const { popup, seen } = open();
  seen.loseVisits(100);
  const closed = popup.close();
  await vi.advanceTimersByTimeAsync(990);
  expect(seen.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect([seen.closed, seen.visits]).toEqual([true, [BLANK, BLANK, BLANK, BLANK]]);
});

it('A window that its provider cuts off meanwhile, or that the user closes, is left alone', async () => {
  const { popup, seen } = open();
  seen.loseVisits(1);
  const closed = popup.close();
  await vi.advanceTimersByTimeAsync(10);
  seen.sever();
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect(seen.visits).toEqual([BLANK]);
});

it('A window is closed once, whoever asks for it', async () => {
  const { popup, seen } = open();
  await Promise.all([popup.close(), popup.close()]);
  expect(seen.visits).toEqual([BLANK]);
});
