import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { knownType } from './known-names.js';
import { OF_ID_TOKENS } from '../presets/define-kind.js';
import { isText, LOGOUT_EVENT } from '../token-kind.js';

/** The kind of token that something looks like, to somebody who explains it. */
export type TokenResemblance =
  'id_token' | 'access_token' | 'refresh_token' | 'logout_token' | 'dpop_proof';

const BY_TYPE: Readonly<Record<string, TokenResemblance>> = {
  'at+jwt': 'access_token',
  'logout+jwt': 'logout_token',
  'dpop+jwt': 'dpop_proof',
};
/** What Keycloak's `typ` and Cognito's `token_use` say. */
const BY_CLAIM: readonly (readonly [RegExp, TokenResemblance])[] = [
  [/^id$/i, 'id_token'],
  [/^(?:bearer|access|at\+jwt)$/i, 'access_token'],
  [/^(?:refresh|offline)$/i, 'refresh_token'],
  [/^logout$/i, 'logout_token'],
];
const OF_ACCESS_TOKENS = ['scope', 'scp', 'permissions', 'realm_access', 'client_id', 'cid'];
/** Access tokens seldom have them without one of those. */
const RATHER_OF_ID_TOKENS = ['auth_time', 'email', 'email_verified'];

/** Decides nothing: what a token is taken for, its kind's own rules say. */
export function resemblanceOf(
  header: Readonly<Record<string, unknown>>,
  claims: Claims,
): TokenResemblance | undefined {
  const byType = BY_TYPE[knownType(header['typ']) ?? ''];
  return byType ?? byEvents(claims) ?? byName(claims) ?? byMarks(claims);
}

function byEvents(claims: Claims): TokenResemblance | undefined {
  const events = claim(claims, 'events');
  const isLogout = typeof events === 'object' && events !== null && LOGOUT_EVENT in events;
  return isLogout ? 'logout_token' : undefined;
}

function byName(claims: Claims): TokenResemblance | undefined {
  const names = [claim(claims, 'token_use'), claim(claims, 'typ')];
  return BY_CLAIM.find(([pattern]) => names.some((name) => isText(name, pattern)))?.[1];
}

function byMarks(claims: Claims): TokenResemblance | undefined {
  const hasSome = (names: readonly string[]) =>
    names.some((name) => claim(claims, name) !== undefined);
  if (hasSome(OF_ID_TOKENS)) return 'id_token';
  if (hasSome(OF_ACCESS_TOKENS)) return 'access_token';
  return hasSome(RATHER_OF_ID_TOKENS) ? 'id_token' : undefined;
}
