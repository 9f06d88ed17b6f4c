import { decodeIdToken, ReauthUnavailableError } from '../client/index.js';
import type { IdTokenClaims, ReauthRequest } from '../client/index.js';

/** Who has to come back. @throws {ReauthUnavailableError} where nobody is signed in */
export function readHeldUser({ idToken }: ReauthRequest): IdTokenClaims {
  const user = decodeIdToken(idToken);
  if (user) return user;
  throw new ReauthUnavailableError('Nobody is signed in');
}
