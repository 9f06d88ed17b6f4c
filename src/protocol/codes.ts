/** `extensions.code` of every error this library makes on purpose. */
export const ERROR_CODES = [
  'UNAUTHENTICATED',
  'REAUTH_REQUIRED',
  'REAUTH_IMPOSSIBLE',
  'FORBIDDEN',
  'BAD_REQUEST',
  'AUTH_UNAVAILABLE',
] as const;

export type ErrorCode = (typeof ERROR_CODES)[number];

/** `extensions.reauth.reason`; where several hold, the first of this list is given. */
export const REAUTH_REASONS = [
  'AUTH_TIME_INVALID',
  'AUTH_TIME_MISSING',
  'ACR_INSUFFICIENT',
  'AUTH_TIME_TOO_OLD',
  'CANNOT_REAUTHENTICATE',
] as const;

export type ReauthReason = (typeof REAUTH_REASONS)[number];

/** What helps: reauthentication, an ordinary sign-in with `prompt=login`, or nothing. */
export const REAUTH_REMEDIES = ['REAUTHENTICATE', 'LOGIN', 'NONE'] as const;

export type ReauthRemedy = (typeof REAUTH_REMEDIES)[number];
