import { decodeIdToken } from '../client/index.js';
import type { ReauthRequest } from '../client/index.js';
import { systemClock } from '../protocol/index.js';
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
  const user = decodeIdToken(idToken);
  if (!user || idToken === undefined) return parameters;
  const login = loginHint(user.claims);
  if (login !== undefined) parameters.login_hint = login;
  const worthless = systemClock() - user.expiresAt > EXPIRED_FOR;
  const send = idTokenHint === 'always' || (idTokenHint === 'expired' && worthless);
  if (send && remedy !== 'LOGIN') parameters.id_token_hint = idToken;
  return parameters;
}

function usualLoginHint(claims: Readonly<Record<string, unknown>>): string | undefined {
  const usual = [claims['login_hint'], claims['preferred_username'], claims['email']];
  return usual.find((hint) => typeof hint === 'string' && hint !== '') as string | undefined;
}
