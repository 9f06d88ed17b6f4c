import { expect, it } from 'vitest';
import { formatAge } from '../../src/web/panel/age.js';

it.each([
  { seconds: 0, text: '0 s' },
  { seconds: 59.9, text: '59 s' },
  { seconds: 60, text: '1 min 0 s' },
  { seconds: 3599, text: '59 min 59 s' },
  { seconds: 3600, text: '1 h 0 min' },
  { seconds: 90_061, text: '25 h 1 min' },
])('$seconds seconds are $text', ({ seconds, text }) => {
  expect(formatAge(seconds)).toBe(text);
});
