import type { Revocation } from '../../src/tokens/index.js';
import { CLAIMS, NOW } from './scripted-issuer.js';
import type { ScriptedIssuer } from './scripted-issuer.js';

export const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

let made = 0;

/** A logout token of the session that the issuer's tokens are of; `undefined` removes a claim. */
export function logoutToken(issuer: ScriptedIssuer, claims: object = {}, header?: object): string {
  const now = issuer.clock();
  return issuer.token({
    header: { typ: 'logout+jwt', ...header },
    claims: {
      ...{ iat: now, exp: now + 120, jti: `logout-${(made += 1)}`, auth_time: undefined },
      events: { [LOGOUT_EVENT]: {} },
      ...claims,
    },
  });
}

/** What a store is told of a logout, right now and of that session, but for what is changed. */
export function revocationOf(changes: Partial<Revocation> = {}): Revocation {
  return {
    issuer: CLAIMS.iss,
    subject: CLAIMS.sub,
    sessionId: CLAIMS.sid,
    issuedAt: NOW,
    expiresAt: NOW + 120,
    tokenId: `logout-${(made += 1)}`,
    ...changes,
  };
}
