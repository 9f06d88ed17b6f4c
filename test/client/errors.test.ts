import { describe, expect, it } from 'vitest';
import {
  getReauthError,
  PopupBlockedError,
  ReauthCancelledError,
  ReauthError,
  ReauthFailedError,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from '../../src/client/index.js';
import { challengeOf } from '../support/prompt-user.js';

const cause = new Error('cause');
const challenge = challengeOf();
const kinds = [
  {
    kind: ReauthCancelledError,
    error: new ReauthCancelledError('user', { challenge, cause }),
    code: 'REAUTH_CANCELLED',
  },
  {
    kind: ReauthUnavailableError,
    error: new ReauthUnavailableError('m', { challenge, cause }),
    code: 'REAUTH_UNAVAILABLE',
  },
  {
    kind: ReauthFailedError,
    error: new ReauthFailedError('m', { challenge, cause }),
    code: 'REAUTH_FAILED',
  },
  {
    kind: PopupBlockedError,
    error: new PopupBlockedError('m', { challenge, cause }),
    code: 'POPUP_BLOCKED',
  },
  {
    kind: ReauthUserMismatchError,
    error: new ReauthUserMismatchError('m', { challenge, cause }),
    code: 'USER_MISMATCH',
  },
  {
    kind: ReauthStillStaleError,
    error: new ReauthStillStaleError('m', { challenge, cause }),
    code: 'STILL_STALE',
  },
];

describe.each(kinds)('a $kind.name', ({ kind, error, code }) => {
  it('is recognised as itself alone', () => {
    expect(kinds.filter((other) => other.kind.is(error)).map((other) => other.kind)).toEqual([
      kind,
    ]);
    expect(ReauthError.is(error)).toBe(true);
    expect(error).toMatchObject({ name: kind.name, code, challenge, cause });
  });

  it('is recognised when another copy of this package made it', () => {
    const foreign = { code, [Symbol.for('graphql-recent-auth.error')]: true };
    expect(kind.is(foreign)).toBe(true);
    expect(foreign).not.toBeInstanceOf(kind);
  });

  it('is found in what client libraries wrap around it', () => {
    for (const wrapped of [error, { networkError: error }, { cause: { networkError: error } }]) {
      expect(getReauthError(wrapped)).toBe(error);
    }
  });
});

it.each([undefined, null, 'STILL_STALE', 0, {}, new Error('STILL_STALE'), { code: 'STILL_STALE' }])(
  'takes %s for none of ours',
  (value) => {
    expect(ReauthError.is(value)).toBe(false);
    expect(kinds.some(({ kind }) => kind.is(value))).toBe(false);
    expect(getReauthError(value)).toBeUndefined();
  },
);

it('does not search a circle of causes for ever', () => {
  const circle: { cause?: unknown } = {};
  circle.cause = circle;
  expect(getReauthError(circle)).toBeUndefined();
});
