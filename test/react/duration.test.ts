import { expect, it } from 'vitest';
import { formatDuration } from '../../src/react/duration.js';

it.each([
  [0, '0 seconds'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [61, '61 seconds'],
  [90, '90 seconds'],
  [119, '119 seconds'],
  [120, '2 minutes'],
  [179, '2 minutes'],
  [300, '5 minutes'],
  [3540, '59 minutes'],
  [3600, '1 hour'],
  [5400, '90 minutes'],
  [7199, '119 minutes'],
  [7200, '2 hours'],
  [86_399, '23 hours'],
  [86_400, '1 day'],
  [90_000, '25 hours'],
  [172_800, '2 days'],
  [2 ** 31 - 1, '24855 days'],
])('%i seconds are "%s"', (seconds, expected) => {
  expect(formatDuration(seconds)).toBe(expected);
});
