import { CombinedGraphQLErrors, ServerError } from '@apollo/client';
import { describe, expect, it } from 'vitest';
import {
  PopupBlockedError,
  ReauthCancelledError,
  ReauthFailedError,
  ReauthStillStaleError,
  ReauthUnavailableError,
  ReauthUserMismatchError,
} from '../../src/client/index.js';
import { explainError, explainFailedAction, mayBeDone } from '../../src/web/explain-error.js';

const answered = (code: string, reauth?: object, reason?: string) =>
  new CombinedGraphQLErrors({
    errors: [
      { message: 'no', extensions: { code, ...(reauth && { reauth }), ...(reason && { reason }) } },
    ],
  });

it.each([
  { error: new ReauthCancelledError('user'), tone: 'info', title: 'Cancelled' },
  { error: new ReauthCancelledError('signal'), tone: 'info', title: 'Cancelled' },
  { error: new ReauthCancelledError('timeout'), tone: 'info', title: 'Nobody answered' },
  { error: new ReauthCancelledError('logout'), tone: 'info', title: 'You were signed out' },
  { error: new ReauthUserMismatchError('x'), title: 'That was somebody else' },
  { error: new ReauthStillStaleError('x'), title: 'Signing in did not help' },
  { error: new ReauthUnavailableError('x'), title: 'You cannot be asked right now' },
  { error: new ReauthFailedError('x'), title: 'The sign-in did not work out' },
  { error: new PopupBlockedError('x'), title: 'The sign-in did not work out' },
  {
    error: answered('REAUTH_IMPOSSIBLE', { reason: 'AUTH_TIME_TOO_OLD', remedy: 'NONE' }),
    title: 'Your account cannot confirm this',
  },
  { error: answered('UNAUTHENTICATED'), title: 'Your sign-in has run out' },
  {
    error: answered('UNAUTHENTICATED', undefined, 'TOKEN_EXPIRED'),
    title: 'Your sign-in has run out',
  },
  { error: answered('UNAUTHENTICATED', undefined, 'TOKEN_REVOKED'), title: 'You were signed out' },
  { error: answered('INSUFFICIENT_FUNDS'), title: 'There is not enough money' },
  { error: answered('ACCOUNT_NOT_EMPTY'), title: 'The account is not empty' },
  { error: answered('NOT_FOUND'), title: 'There is no such account' },
  { error: answered('BAD_USER_INPUT'), title: 'The bank does not accept this' },
  { error: answered('CONFLICT'), title: 'This was sent before, with other details' },
  { error: answered('AUTH_UNAVAILABLE'), title: 'The sign-in service is down' },
  { error: answered('INTERNAL_SERVER_ERROR'), title: 'The bank has a problem' },
  { error: answered('constructor'), title: 'The bank has a problem' },
  {
    error: new ServerError('x', { bodyText: '', response: new Response(null, { status: 502 }) }),
    title: 'The bank has a problem',
  },
  { error: new TypeError('Failed to fetch'), title: 'The bank could not be reached' },
  { error: undefined, title: 'The bank could not be reached' },
])('$error.name is said as "$title"', ({ error, title, tone = 'problem' }) => {
  const explained = explainError(error);
  expect([explained.title, explained.tone]).toEqual([title, tone]);
  expect(explained.detail).toMatch(/\w\.$/);
});

it.each([undefined, 'TOKEN_EXPIRED', 'TOKEN_REVOKED'])(
  'who is not let in for the reason %s is offered to sign in again',
  (reason) => {
    expect(explainError(answered('UNAUTHENTICATED', undefined, reason)).signIn).toBe(true);
  },
);

describe('what somebody wanted done', () => {
  const server = (status: number, bodyText = '') =>
    new ServerError('x', { bodyText, response: new Response(null, { status }) });

  it.each([
    { what: 'no answer', error: new TypeError('Failed to fetch'), done: true },
    { what: 'a page of a proxy', error: server(502, '<h1>Bad gateway</h1>'), done: true },
    { what: 'an answer of 500', error: server(500), done: true },
    { what: 'an answer of 499', error: server(499), done: false },
    { what: 'an error of the bank', error: answered('INSUFFICIENT_FUNDS'), done: false },
    { what: 'an attempt to sign in', error: new ReauthCancelledError('user'), done: false },
    { what: 'a refusal', error: answered('UNAUTHENTICATED'), done: false },
  ])('may be done nevertheless after $what: $done', ({ error, done }) => {
    const explained = explainError(error);
    const detail = 'It may have gone through nevertheless. Pressing again does not do it twice.';
    expect([mayBeDone(error), explainFailedAction(error)]).toEqual([
      done,
      done ? { ...explained, detail } : explained,
    ]);
  });
});
