import { ReauthError, ReauthFailedError } from '../client/index.js';

/**
 * What an SDK's error says, without what it carries: oidc-client-ts keeps the posted form with code and refresh token in it,
 * auth0-spa-js an MFA token and the window.
 */
export function toReauthError(error: unknown): ReauthError {
  if (ReauthError.is(error)) return error;
  const { name, message, error: code } = (error ?? {}) as Partial<Record<string, unknown>>;
  const cause = new Error(withoutTokens(`${text(code)} ${text(message)}`.trim()));
  cause.name = text(name) || 'Error';
  return new ReauthFailedError('The sign-in failed', { cause });
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** A JWT, or anything as long as one. */
function withoutTokens(message: string): string {
  return message.replace(/[\w.~+/=-]{60,}/g, '…');
}
