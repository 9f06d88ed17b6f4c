import { expect, it, onTestFinished, vi } from 'vitest';
import { systemClock } from '../../src/protocol/index.js';

it.each([
  { milliseconds: 1_795_000_000_000, seconds: 1_795_000_000 },
  { milliseconds: 1_795_000_000_999, seconds: 1_795_000_000 },
])('the system clock says $seconds at $milliseconds ms', ({ milliseconds, seconds }) => {
  vi.useFakeTimers({ now: milliseconds });
  onTestFinished(() => {
    vi.useRealTimers();
  });
  expect(systemClock()).toBe(seconds);
});
