import { beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import { openPopup } from '../../src/adapters/popup.js';
import { ACCOUNT_PAGE } from '../support/adapter-kit.js';
import { openPage } from '../support/page.js';
import type { Popup } from '../support/page.js';

const PROVIDER = 'https://provider.example/sign-in';

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

it('A window that shows the provider’s page is closed at once', () => {
  const { popup, seen } = open();
  popup.window.location.replace(PROVIDER);
  void popup.close();
  expect([seen.closed, seen.stops]).toEqual([true, 0]);
});

it('A window that shows nothing yet is kept from loading, and closed when nothing can arrive', async () => {
  const { popup, seen } = open();
  seen.delayArrival();
  popup.window.location.replace(PROVIDER);
  const closed = popup.close();
  expect(seen.stops).toBe(1);
  await vi.advanceTimersByTimeAsync(240);
  expect([seen.closed, seen.stops]).toEqual([false, 25]);
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect(seen.closed).toBe(true);
});

it('A window whose page had been on its way is closed when it is there', async () => {
  const { popup, seen } = open();
  const arrive = seen.delayArrival();
  popup.window.location.replace(PROVIDER);
  const closed = popup.close();
  await vi.advanceTimersByTimeAsync(55);
  arrive();
  expect(seen.closed).toBe(false);
  await vi.advanceTimersByTimeAsync(5);
  await closed;
  expect(seen.closed).toBe(true);
});

it('A window that its provider cuts off meanwhile, or that the user closes, is left alone', async () => {
  const { popup, seen } = open();
  const closed = popup.close();
  seen.sever();
  await vi.advanceTimersByTimeAsync(10);
  await closed;
  expect(seen.stops).toBe(1);
});

it('A window is closed once, whoever asks for it', async () => {
  const { popup, seen } = open();
  const closed = Promise.all([popup.close(), popup.close()]);
  await vi.advanceTimersByTimeAsync(250);
  await closed;
  expect(seen.stops).toBe(25);
});
