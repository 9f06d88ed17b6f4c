import { NOW } from './apollo-bank.js';

/** What a client reads of the refusal below. */
export const challenge = {
  code: 'REAUTH_REQUIRED',
  reason: 'AUTH_TIME_TOO_OLD',
  maxAge: 60,
  authTime: NOW - 301,
  serverTime: NOW,
  canReauthenticate: undefined,
  remedy: 'REAUTHENTICATE',
  acrValues: [],
  fields: ['Mutation.transfer', 'Receipt.bankRef'],
  executed: false,
  ticket: undefined,
};
/** The error of the reference server, for `mutation { transfer { id bankRef } }` and a sign-in 301 seconds ago. */
export const error = {
  message: 'Recent authentication required',
  extensions: {
    code: 'REAUTH_REQUIRED',
    reauth: {
      reason: 'AUTH_TIME_TOO_OLD',
      maxAge: 60,
      authTime: NOW - 301,
      serverTime: NOW,
      canReauthenticate: null,
      remedy: 'REAUTHENTICATE',
      acrValues: [],
      fields: ['Mutation.transfer', 'Receipt.bankRef'],
      executed: false,
    },
  },
};

/** The same error with other members of `reauth`. */
export function errorWith(changes: object) {
  const { code, reauth } = error.extensions;
  return { ...error, extensions: { code, reauth: { ...reauth, ...changes } } };
}
