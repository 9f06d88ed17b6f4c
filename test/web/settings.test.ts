// @vitest-environment happy-dom
import { beforeEach, expect, it } from 'vitest';
import { createSettings } from '../../src/web/settings.js';

beforeEach(() => {
  sessionStorage.clear();
});

it('switches are where they were after a reload', () => {
  const settings = createSettings();
  settings.set({ ...settings.get(), shortWindows: true, redirect: true });
  expect(createSettings().get()).toEqual({ ...settings.get(), shortWindows: true, redirect: true });
});

it('everything is off at first', () => {
  expect(Object.values(createSettings().get())).not.toContain(true);
});

it.each(['no json', 'null', '[]', '{"redirect":"yes"}', '{"nonsense":true}'])(
  'a stored %j changes nothing',
  (text) => {
    const usual = createSettings().get();
    sessionStorage.setItem('bank.settings', text);
    expect(createSettings().get()).toEqual(usual);
  },
);
