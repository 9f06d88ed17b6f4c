import { answerTokenRefusal, judgeFreshness } from '../protocol/index.js';
import type {
  AuthenticationContext,
  ErrorCode,
  HttpAnswer,
  ReauthReason,
  TokenReason,
  VerifiedAuthentication,
} from '../protocol/index.js';
import type { FreshnessRequirement } from './recent-auth.js';
import type { Settings } from './settings.js';

/** Why one field is refused. */
export interface Fault {
  readonly code: ErrorCode | 'INTERNAL_SERVER_ERROR';
  readonly message: string;
  readonly reason?: ReauthReason | TokenReason | undefined;
  /** Where the status does not follow the response's media type. */
  readonly http?: HttpAnswer;
}

export type Verdict = 'ALLOWED' | 'ALLOWED_WITHOUT_PROOF' | Fault;

/** The rules that all verdicts share. */
export type Rules = Pick<Settings<never>, 'clockTolerance' | 'cannotReauthenticate'>;

/** What the context says of the caller, or the programming error that keeps it from saying anything. */
export type Caller = AuthenticationContext | ProgrammingError;

export type ProgrammingError = 'NEVER_BUILT' | 'OUTDATED';

export function isProgrammingError(caller: Caller): caller is ProgrammingError {
  return typeof caller === 'string';
}

/** Judges one sign-in against what one field asks for. Never throws; lets in only what compares. */
export function judge(requirement: FreshnessRequirement, caller: Caller, rules: Rules): Verdict {
  if (isProgrammingError(caller)) return PROGRAMMING_ERRORS[caller];
  const authentication = identify(caller);
  if ('code' in authentication) return authentication;
  const { checkedAt } = caller;
  const freshness = judgeFreshness(authentication.authTime, {
    now: checkedAt,
    maxAge: requirement.seconds,
    clockTolerance: rules.clockTolerance,
    issuedAt: authentication.issuedAt,
  });
  if (freshness === 'invalid') return required('AUTH_TIME_INVALID');
  const isStrong = meetsAcr(requirement.acr, authentication.acr);
  if (freshness === 'fresh') return isStrong ? 'ALLOWED' : required('ACR_INSUFFICIENT');
  if (authentication.canReauthenticate === false) {
    const isWaived =
      requirement.allowIfCannotReauthenticate &&
      isStrong &&
      wasIssuedRecently(authentication, checkedAt, requirement.seconds, rules);
    if (isWaived) return 'ALLOWED_WITHOUT_PROOF';
    if (rules.cannotReauthenticate === 'refuse') return IMPOSSIBLE;
  }
  if (freshness === 'missing') return required('AUTH_TIME_MISSING');
  return required(isStrong ? 'AUTH_TIME_TOO_OLD' : 'ACR_INSUFFICIENT');
}

/** The signed-in user, or why there is none. */
export function identify({
  authentication,
}: AuthenticationContext): VerifiedAuthentication | Fault {
  if (authentication.status !== 'authenticated') {
    const { code, reason, message, http } = answerTokenRefusal(authentication.refusal);
    return { code, message, reason, http };
  }
  return authentication.principal === 'user' ? authentication : NOT_A_USER;
}

export function meetsAcr(demand: readonly string[] | undefined, acr: string | undefined): boolean {
  return demand === undefined || (acr !== undefined && demand.includes(acr));
}

/** The claim goes stale, so it counts only in a token issued within `max(seconds, 300)` seconds. */
function wasIssuedRecently(
  { issuedAt }: VerifiedAuthentication,
  now: number,
  seconds: number,
  { clockTolerance }: Rules,
): boolean {
  return issuedAt <= now + clockTolerance && now - issuedAt <= Math.max(seconds, 300);
}

function required(reason: ReauthReason): Fault {
  return { code: 'REAUTH_REQUIRED', message: 'Recent authentication required', reason };
}

const IMPOSSIBLE: Fault = {
  code: 'REAUTH_IMPOSSIBLE',
  message: 'Recent authentication required, which this user cannot give',
  reason: 'CANNOT_REAUTHENTICATE',
};

const NOT_A_USER: Fault = { code: 'FORBIDDEN', message: 'Only a signed-in user may do this' };

const PROGRAMMING_ERRORS: Readonly<Record<ProgrammingError, Fault>> = {
  NEVER_BUILT: {
    code: 'INTERNAL_SERVER_ERROR',
    message:
      'A guarded field was selected, but the context has no "authentication" and "checkedAt": let the context builder (createContextBuilder) make them for every operation',
    http: { status: 500, headers: {} },
  },
  OUTDATED: {
    code: 'INTERNAL_SERVER_ERROR',
    message:
      'A guarded field was selected with a context that is more than 60 seconds old: call the context builder (createContextBuilder) for every operation',
    http: { status: 500, headers: {} },
  },
};
