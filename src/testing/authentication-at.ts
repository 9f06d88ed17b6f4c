import { systemClock } from '../protocol/index.js';
import type { AuthenticationContext, Clock, VerifiedAuthentication } from '../protocol/index.js';

/**
 * The context of a user who signed in `age` seconds ago, with no token and no issuer behind it:
 * for tests of resolvers. A clock is needed only where the server under test has one of its own.
 */
export function authenticationAt(
  age: number,
  changes: Partial<VerifiedAuthentication> = {},
  clock: Clock = systemClock,
): AuthenticationContext {
  const checkedAt = Math.floor(clock());
  const authentication: VerifiedAuthentication = {
    status: 'authenticated',
    principal: 'user',
    issuer: 'https://issuer.test',
    subject: 'test-user',
    sessionId: 'test-session',
    authTime: checkedAt - age,
    issuedAt: checkedAt,
    expiresAt: checkedAt + 300,
    acr: undefined,
    amr: [],
    canReauthenticate: undefined,
    claims: {},
    ...changes,
  };
  return Object.freeze({ authentication: Object.freeze(authentication), checkedAt });
}
