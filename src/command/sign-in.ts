import { createRecentAuth } from '../directive/index.js';
import { judgeFreshness, parseReauthExtensions } from '../protocol/index.js';
import type {
  AuthenticationContext,
  ErrorCode,
  ReauthReason,
  VerifiedAuthentication,
} from '../protocol/index.js';
import type { TokenExplanation, TokenProof } from '../tokens/index.js';

/** What a client gets from a guarded field that refuses it. */
export interface FieldRefusal {
  readonly code: ErrorCode;
  readonly reason: ReauthReason | undefined;
}

/** The clock difference that `createRecentAuth` forgives. */
const CLOCK_TOLERANCE = 5;

/** Whether it is said when the user signed in, at whatever age. */
export function judgeSignIn({
  proof,
  times,
  judgedAt,
}: TokenExplanation): 'usable' | 'missing' | 'invalid' {
  const freshness = judgeFreshness(proof?.authTime, {
    ...{ now: judgedAt, maxAge: Infinity, clockTolerance: CLOCK_TOLERANCE },
    issuedAt: times.issuedAt ?? NaN,
  });
  return freshness === 'fresh' || freshness === 'stale' ? 'usable' : freshness;
}

/** What `@requiresRecentAuth(seconds)` says of the sign-in, once the token is accepted: `undefined` where it lets it pass. */
export function judgeField(
  { judgedAt, times }: TokenExplanation,
  { principal, authTime, canReauthenticate }: TokenProof,
  seconds: number,
): FieldRefusal | undefined {
  const recentAuth = createRecentAuth<AuthenticationContext>({
    ...{ clock: () => judgedAt, clockTolerance: CLOCK_TOLERANCE },
  });
  const authentication: VerifiedAuthentication = {
    status: 'authenticated',
    ...{ principal, authTime, canReauthenticate },
    ...{ issuer: '', subject: '', sessionId: undefined, acr: undefined, amr: [], claims: {} },
    ...{ issuedAt: times.issuedAt ?? NaN, expiresAt: times.expiresAt ?? NaN },
  };
  try {
    recentAuth.require({ authentication, checkedAt: judgedAt }, { seconds });
    return undefined;
  } catch (error) {
    const { extensions } = error as { readonly extensions: { readonly code: ErrorCode } };
    return { code: extensions.code, reason: parseReauthExtensions(extensions)?.reason };
  }
}
