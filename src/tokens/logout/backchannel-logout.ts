import { assertKnownOptions, ConfigurationError } from '../../protocol/index.js';
import type { TokenRefusal } from '../../protocol/index.js';
import { readLogoutRequest } from './logout-request.js';
import type { LogoutRequest, LogoutRequestFault } from './logout-request.js';
import type { Revocation, RevocationStore } from './revocations.js';
import { TokenRefusedError } from '../token-refused-error.js';
import type { TokenVerifier } from '../verifier.js';

export interface BackchannelLogoutOptions {
  /** From `createTokenVerifier`, with `revocations`. */
  readonly verifier: TokenVerifier;
}

/** What to answer the provider. Headers by their lower-case names; the body is a text, and often empty. */
export interface LogoutAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the log: says nothing of the token but why it was refused. */
  readonly outcome: LogoutOutcome;
}

/** `replayed`: the token was received before. `not_stored`: the store failed, and nothing has ended. */
export type LogoutOutcome = 'ended' | 'replayed' | 'not_stored' | LogoutRequestFault | TokenRefusal;

/** Takes a request that came to the `backchannel_logout_uri`, and says what to answer. */
export type BackchannelLogout = (request: LogoutRequest) => Promise<LogoutAnswer>;

/**
 * Ends sessions where their provider says so (OpenID Connect Back-Channel Logout 1.0 sections 2.5 to 2.8). Throws a
 * `ConfigurationError` where the verifier has no `revocations`; what it returns answers whatever comes, up to 64 KiB.
 */
export function createBackchannelLogout(options: BackchannelLogoutOptions): BackchannelLogout {
  assertKnownOptions('createBackchannelLogout', options, ['verifier']);
  const { verifier } = options;
  const revocations = assertRevocations(verifier);

  return async function logOut(request) {
    const read = await readLogoutRequest(request);
    if ('fault' in read) return refuseRequest(read.fault, FAULTS[read.fault]);
    try {
      return await end(await verifier.verifyLogoutToken(read.token));
    } catch (error) {
      if (!(error instanceof TokenRefusedError)) throw error;
      const { refusal, extensions } = error;
      const { 'retry-after': retryAfter } = extensions.http.headers;
      if (retryAfter !== undefined) return answerUnavailable(refusal, retryAfter);
      // It may be a new key, which the issuer is asked for at a bounded rate: a logout must not be lost for that.
      if (refusal === 'unknown_key') return answerUnavailable(refusal, UNKNOWN_KEY_WAIT);
      return refuseRequest(refusal, 'The logout token is not accepted');
    }
  };

  async function end(revocation: Revocation): Promise<LogoutAnswer> {
    let isNew: unknown;
    try {
      isNew = await revocations.revoke(revocation);
    } catch {
      // Its error may quote what was to be stored.
      return answerUnavailable('not_stored');
    }
    if (isNew === true) return { status: 200, headers: NO_STORE, body: '', outcome: 'ended' };
    if (isNew !== false) return answerUnavailable('not_stored');
    return refuseRequest('replayed', 'The logout token was received before');
  }
}

const FAULTS: Readonly<Record<LogoutRequestFault, string>> = {
  wrong_method: 'A logout token is sent by POST',
  wrong_media_type: 'A logout token is sent as application/x-www-form-urlencoded',
  unreadable_body: 'The request could not be read',
  body_too_long: 'The request is too long',
  not_one_token: 'One logout_token must be sent',
};

/** Seconds after which an issuer is asked for unknown keys again, at the latest. */
const UNKNOWN_KEY_WAIT = '30';

const NO_STORE = { 'cache-control': 'no-store' };

/** Section 2.8: 400, whatever it is. */
function refuseRequest(outcome: LogoutOutcome, description: string): LogoutAnswer {
  const headers = {
    ...(outcome === 'wrong_method' && { allow: 'POST' }),
    // What was not read to its end can be followed by nothing.
    ...(outcome === 'body_too_long' && { connection: 'close' }),
  };
  const error = { error: 'invalid_request', error_description: description };
  return answer({ status: outcome === 'wrong_method' ? 405 : 400, headers, error, outcome });
}

/** Not the token's fault: the provider may send it once more. */
function answerUnavailable(outcome: LogoutOutcome, retryAfter = '5'): LogoutAnswer {
  const description = 'Nobody can be logged out at the moment';
  const error = { error: 'temporarily_unavailable', error_description: description };
  return answer({ status: 503, headers: { 'retry-after': retryAfter }, error, outcome });
}

function answer({
  error,
  headers,
  ...rest
}: Omit<LogoutAnswer, 'body'> & { readonly error: object }): LogoutAnswer {
  const type = { 'content-type': 'application/json' };
  return { ...rest, headers: { ...NO_STORE, ...type, ...headers }, body: JSON.stringify(error) };
}

function assertRevocations(verifier: Partial<TokenVerifier> | undefined): RevocationStore {
  const { verifyLogoutToken, revocations } = verifier ?? {};
  if (typeof verifyLogoutToken === 'function' && revocations) return revocations;
  throw new ConfigurationError(
    '"verifier" must be what createTokenVerifier returns for options with "revocations"',
  );
}
