import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import {
  getReauthChallenge,
  getReauthError,
  ReauthCancelledError,
} from 'graphql-recent-auth/client';
import type { CancelReason, ReauthError } from 'graphql-recent-auth/client';
import { notice } from './notice.js';
import type { Notice } from './notice.js';

const NOTHING_CHANGED = 'Nothing was changed.';
const MAY_BE_DONE = 'It may have gone through nevertheless. Pressing again does not do it twice.';

/** What to say about an operation that failed: what happened, and what to do next. */
export function explainError(error: unknown): Notice {
  const reauthError = getReauthError(error);
  if (reauthError) return explainReauthError(reauthError);
  const challenge = getReauthChallenge(error);
  if (challenge) return explainRefusal(challenge.code);
  if (CombinedGraphQLErrors.is(error)) return explainExtensions(extensionsOf(error));
  if (ServerError.is(error)) {
    return notice('problem', ...PROBLEM);
  }
  return notice(
    'problem',
    'The bank could not be reached',
    'Check your connection and try again: what you typed is still here.',
  );
}

/** The same of what somebody wanted done, rather than shown: where no answer came, it may be done all the same. */
export function explainFailedAction(error: unknown): Notice {
  const explained = explainError(error);
  return mayBeDone(error) ? { ...explained, detail: MAY_BE_DONE } : explained;
}

/** Of the bank itself there is no answer: only somebody's on the way, if any. */
export function mayBeDone(error: unknown): boolean {
  if (getReauthError(error) || getReauthChallenge(error)) return false;
  if (CombinedGraphQLErrors.is(error)) return false;
  return !ServerError.is(error) || error.statusCode >= 500;
}

function explainReauthError(error: ReauthError): Notice {
  if (ReauthCancelledError.is(error)) return explainCancel(error.reason);
  switch (error.code) {
    case 'USER_MISMATCH':
      return notice(
        'problem',
        'That was somebody else',
        `${NOTHING_CHANGED} Only you can confirm what you asked for.`,
      );
    case 'STILL_STALE':
      return notice(
        'problem',
        'Signing in did not help',
        `${NOTHING_CHANGED} The sign-in service did not ask you anew; please try again.`,
      );
    case 'REAUTH_UNAVAILABLE':
      return notice(
        'problem',
        'You cannot be asked right now',
        `${NOTHING_CHANGED} Wait a minute and try again, or sign out and in.`,
      );
    default:
      return notice(
        'problem',
        'The sign-in did not work out',
        `${NOTHING_CHANGED} The sign-in service may be down; please try again.`,
      );
  }
}

function explainCancel(reason: CancelReason): Notice {
  switch (reason) {
    case 'logout':
      return notice('info', 'You were signed out', NOTHING_CHANGED);
    case 'timeout':
      return notice('info', 'Nobody answered', `${NOTHING_CHANGED} You can try again.`);
    default:
      return notice('info', 'Cancelled', `${NOTHING_CHANGED} You can try again whenever you like.`);
  }
}

function explainRefusal(code: string): Notice {
  if (code === 'REAUTH_IMPOSSIBLE') {
    return notice(
      'problem',
      'Your account cannot confirm this',
      'You sign in through another service, which cannot ask you again. Please call the bank.',
    );
  }
  if (code === 'UNAUTHENTICATED') return RAN_OUT;
  return notice('problem', 'Confirm it’s you first', 'You signed in too long ago for this.');
}

const RAN_OUT: Notice = {
  ...notice(
    'problem',
    'Your sign-in has run out',
    'It could not be renewed. Sign in again and try once more: what you typed stays.',
  ),
  signIn: true,
};

const SIGNED_OUT: Notice = {
  ...notice(
    'problem',
    'You were signed out',
    'Somebody, perhaps you in another window, ended this session. Sign in again and try once more: what you typed stays.',
  ),
  signIn: true,
};

function explainExtensions({ code, reason }: Extensions): Notice {
  if (code === 'UNAUTHENTICATED') return reason === 'TOKEN_REVOKED' ? SIGNED_OUT : RAN_OUT;
  const [title, detail] = WORDS.get(code) ?? PROBLEM;
  return notice('problem', title, detail);
}

type Words = readonly [title: string, detail: string];

const PROBLEM: Words = ['The bank has a problem', 'Please try again in a moment.'];

const WORDS: ReadonlyMap<unknown, Words> = new Map([
  ['INSUFFICIENT_FUNDS', ['There is not enough money', 'Choose a smaller amount.']],
  ['ACCOUNT_NOT_EMPTY', ['The account is not empty', 'Move its money to another account first.']],
  ['NOT_FOUND', ['There is no such account', 'It may have been closed. Reload the page.']],
  ['BAD_USER_INPUT', ['The bank does not accept this', 'Check what you typed.']],
  ['CONFLICT', ['This was sent before, with other details', 'Reload the page and try again.']],
  [
    'AUTH_UNAVAILABLE',
    [
      'The sign-in service is down',
      'The bank cannot check who you are. Please try again in a moment.',
    ],
  ],
] satisfies [string, Words][]);

type Extensions = Readonly<Record<string, unknown>>;

function extensionsOf({ errors }: CombinedGraphQLErrors): Extensions {
  return errors[0]?.extensions ?? {};
}
