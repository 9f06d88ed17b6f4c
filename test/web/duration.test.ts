import { expect, it } from 'vitest';
import { formatAge, formatCountdown, formatWindow } from '../../src/web/duration.js';

it.each([
  { seconds: 0, countdown: '0:00', age: '0 seconds' },
  { seconds: 1, countdown: '0:01', age: '1 second' },
  { seconds: 59, countdown: '0:59', age: '59 seconds' },
  { seconds: 60, countdown: '1:00', age: '1 minute' },
  { seconds: 3599, countdown: '59:59', age: '59 minutes' },
  { seconds: 3600, countdown: '60:00', age: '1 hour' },
  { seconds: 7300, countdown: '121:40', age: '2 hours' },
])('$seconds s are $countdown, or $age', ({ seconds, countdown, age }) => {
  expect([formatCountdown(seconds), formatAge(seconds)]).toEqual([countdown, age]);
});

it.each([
  { seconds: 1, window: '1 second' },
  { seconds: 59, window: '59 seconds' },
  { seconds: 60, window: '1 minute' },
  { seconds: 150, window: '2.5 minutes' },
  { seconds: 900, window: '15 minutes' },
])('a window of $seconds s is $window', ({ seconds, window }) => {
  expect(formatWindow(seconds)).toBe(window);
});
