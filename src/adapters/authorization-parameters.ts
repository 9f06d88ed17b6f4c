import { systemClock } from '../protocol/index.js';
import type { ReauthRequest } from '../client/index.js';
import { readClaims } from './claims.js';
import type { Claims } from './claims.js';
import type { HintOptions } from './redirecting-adapter.js';

/** How long a token has to be expired to be worth nothing, in seconds: servers forgive, and clocks differ. */
const EXPIRED_FOR = 60;

export interface AuthorizationParameters {
  max_age: number;
  prompt: 'login';
  acr_values?: string;
  login_hint?: string;
  id_token_hint?: string;
}

/**
 * What every provider takes as "ask, whoever is signed in": `prompt=login` has it ask, and `max_age` has it say when in `auth_time`
 * (OpenID Connect Core 3.1.2.1). Not the demand's own age: a session a little younger would be answered without asking.
 */
export function authorizationParameters(
  { acrValues, remedy, idToken }: ReauthRequest,
  { idTokenHint = 'expired', loginHint = usualLoginHint }: HintOptions,
): AuthorizationParameters {
  const parameters: AuthorizationParameters = { max_age: 0, prompt: 'login' };
  if (acrValues.length > 0) parameters.acr_values = acrValues.join(' ');
  const claims = readClaims(idToken);
  const login = claims && loginHint(claims.all);
  if (login !== undefined) parameters.login_hint = login;
  if (idToken === undefined || !claims || remedy === 'LOGIN') return parameters;
  if (idTokenHint === 'always' || (idTokenHint === 'expired' && isWorthless(claims))) {
    parameters.id_token_hint = idToken;
  }
  return parameters;
}

function isWorthless({ expiresAt }: Claims): boolean {
  return systemClock() - expiresAt > EXPIRED_FOR;
}

function usualLoginHint(claims: Readonly<Record<string, unknown>>): string | undefined {
  const { login_hint: hint, preferred_username: username, email } = claims;
  return [hint, username, email].find((value) => typeof value === 'string' && value !== '') as
    string | undefined;
}
