// @vitest-environment happy-dom
import { expect, it, onTestFinished } from 'vitest';
import { blockPopups } from '../../src/web/panel/block-popups.js';
import { createSettings } from '../../src/web/settings.js';

/** A page that is loaded, or loaded again, with the switches of this tab. */
function load() {
  const original = globalThis.open;
  const settings = createSettings();
  const stop = blockPopups(settings);
  onTestFinished(() => {
    stop();
    sessionStorage.clear();
  });
  return {
    stop,
    change: (changes: Partial<ReturnType<typeof settings.get>>) => {
      settings.set({ ...settings.get(), ...changes });
    },
    isAsBefore: () => globalThis.open === original,
  };
}

it('Windows open as ever while the switch is off', () => {
  expect(load().isAsBefore()).toBe(true);
});

it('No window opens while the switch is on, whatever else is switched, and all is as before once it is off', () => {
  const { change, isAsBefore } = load();
  change({ blocked: true });
  change({ redirect: true });
  expect(window.open('about:blank')).toBeNull();
  change({ blocked: false });
  expect(isAsBefore()).toBe(true);
});

it('The switch outlives a reload, and can be thrown after it', () => {
  sessionStorage.setItem('bank.settings', JSON.stringify({ blocked: true }));
  const { change, isAsBefore } = load();
  expect(window.open('about:blank')).toBeNull();
  change({ blocked: false });
  expect(isAsBefore()).toBe(true);
});

it('Whoever stops it has windows again', () => {
  const { change, stop, isAsBefore } = load();
  change({ blocked: true });
  stop();
  expect(isAsBefore()).toBe(true);
});
