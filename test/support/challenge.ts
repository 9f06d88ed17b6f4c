import { parseReauthExtensions } from '../../src/protocol/index.js';
import type { ReauthChallenge, ReauthExtension } from '../../src/protocol/index.js';

/** What a client reads of a refusal by our server. */
export function challenge(changes: Partial<ReauthExtension> = {}): ReauthChallenge {
  const reauth = {
    reason: 'AUTH_TIME_TOO_OLD',
    maxAge: 300,
    canReauthenticate: true,
    remedy: 'REAUTHENTICATE',
    executed: false,
    ...changes,
  };
  const parsed = parseReauthExtensions({ code: 'REAUTH_REQUIRED', reauth });
  if (parsed) return parsed;
  throw new Error('The client does not read what the server writes');
}
