import { describe, expect, it } from 'vitest';
import {
  PopupBlockedError,
  ReauthFailedError,
  ReauthUserMismatchError,
} from '../../src/client/index.js';
import { parseReauthExtensions } from '../../src/protocol/index.js';
import { say } from '../../src/react/words.js';
import type { ReauthFacts } from '../../src/react/index.js';
import { englishWords } from '../../src/react/index.js';

const facts: ReauthFacts = {
  operations: ['Delete account'],
  maxAge: 300,
  secondsAgo: 2520,
  challenge: undefined,
};
const tooWeak = parseReauthExtensions({
  code: 'REAUTH_REQUIRED',
  reauth: { reason: 'ACR_INSUFFICIENT' },
});

describe('the English description', () => {
  it.each<{ when: string; given: Partial<ReauthFacts>; text: string }>([
    {
      when: 'the sign-in is too old',
      given: {},
      text: '“Delete account” needs a sign-in from the last 5 minutes. You last signed in 42 minutes ago.',
    },
    {
      when: 'the sign-in is one second too old',
      given: { secondsAgo: 301 },
      text: '“Delete account” needs a sign-in from the last 5 minutes. You last signed in more than 5 minutes ago.',
    },
    {
      when: 'the sign-in is recent enough by now',
      given: { secondsAgo: 300 },
      text: '“Delete account” needs a sign-in from the last 5 minutes.',
    },
    {
      when: 'nobody knows when the user signed in',
      given: { secondsAgo: undefined },
      text: '“Delete account” needs a sign-in from the last 5 minutes.',
    },
    {
      when: 'a sign-in is asked for this very operation',
      given: { maxAge: 0 },
      text: '“Delete account” needs you to sign in once more. You last signed in 42 minutes ago.',
    },
    {
      when: 'a stronger sign-in is asked for',
      given: { challenge: tooWeak, secondsAgo: 10 },
      text: '“Delete account” needs a stronger sign-in.',
    },
    {
      when: 'several operations wait',
      given: { operations: ['Delete account', 'Transfer'] },
      text: 'These 2 actions need a sign-in from the last 5 minutes. You last signed in 42 minutes ago.',
    },
    {
      when: 'nothing is named',
      given: { operations: [] },
      text: 'This needs a sign-in from the last 5 minutes. You last signed in 42 minutes ago.',
    },
  ])('is right where $when', ({ given, text }) => {
    expect(say(englishWords.description, { ...facts, ...given })).toBe(text);
  });
});

it.each([
  [{ operationName: 'DeleteAccount', description: 'Close my account' }, 'Close my account'],
  [{ operationName: 'DeleteAccount', description: undefined }, 'Delete account'],
  [{ operationName: undefined, description: undefined }, 'Your request'],
  [{ operationName: '', description: undefined }, 'Your request'],
])('names %o "%s"', (operation, name) => {
  expect(englishWords.operation(operation)).toBe(name);
});

it.each([
  [new PopupBlockedError('window 7'), /blocked the sign-in window/],
  [new ReauthUserMismatchError('bob'), /someone else/],
  [new ReauthFailedError('secret of the provider'), /^The sign-in did not finish/],
])('says what to do about %s, and nothing of what it says', (error, text) => {
  const said = englishWords.failed(error, facts);
  expect(said).toMatch(text);
  expect(said).not.toContain(error.message);
});
