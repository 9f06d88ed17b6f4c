import {
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { AuthenticationContext, Clock, VerifiedAuthentication } from '../protocol/index.js';
import { readBearerToken } from './bearer.js';
import type { RequestLike } from './bearer.js';
import { TokenRefusedError } from './token-refused-error.js';
import type { TokenVerifier } from './verifier.js';

export interface ContextBuilderOptions {
  /** From `createTokenVerifier`, or anything that verifies as it does. */
  readonly verifier: Pick<TokenVerifier, 'verify'> & Partial<TokenVerifier>;
  /** The time now, in epoch seconds. @default the verifier's clock */
  readonly clock?: Clock | undefined;
  /** Whether a refused token refuses the request, or leaves the caller anonymous. @default 'reject' */
  readonly invalidToken?: 'reject' | 'anonymous' | undefined;
}

/** Rejects with a `TokenRefusedError`. Call it anew for every operation. */
export type ContextBuilder = (request: RequestLike) => Promise<AuthenticationContext>;

interface Verification {
  readonly token: string;
  readonly authentication: Promise<VerifiedAuthentication>;
}

/** Builds what a GraphQL context needs: who asks, and when. */
export function createContextBuilder(options: ContextBuilderOptions): ContextBuilder {
  assertKnownOptions('createContextBuilder', options, ['verifier', 'clock', 'invalidToken']);
  assertVerifier(options.verifier);
  const { verifier, invalidToken = 'reject' } = options;
  const { clock = verifier.clock ?? systemClock } = options;
  assertFunction('clock', clock);
  assertOneOf('invalidToken', invalidToken, ['reject', 'anonymous']);
  const verifications = new WeakMap<RequestLike, Verification>();

  return async function buildContext(request) {
    const token = readBearerToken(request);
    if (token === undefined) return createContext({ status: 'anonymous' });
    try {
      return createContext(await authenticate(request, token));
    } catch (error) {
      if (invalidToken === 'reject' || !(error instanceof TokenRefusedError)) throw error;
      if (error.extensions.code === 'BAD_REQUEST') throw error;
      return createContext({ status: 'anonymous', refusal: error.refusal });
    }
  };

  function createContext(
    authentication: AuthenticationContext['authentication'],
  ): AuthenticationContext {
    const checkedAt = Math.floor(clock());
    const { clockTolerance = 0 } = verifier;
    const isExpired =
      authentication.status === 'authenticated' &&
      !(checkedAt < authentication.expiresAt + clockTolerance);
    if (isExpired) throw new TokenRefusedError('expired');
    // Not frozen: servers put what is theirs into the context that they are given.
    return { authentication, checkedAt };
  }

  /** One verification per request and token, also for the many operations of a socket. */
  async function authenticate(
    request: RequestLike,
    token: string,
  ): Promise<VerifiedAuthentication> {
    const known = verifications.get(request);
    if (known?.token === token) return known.authentication;
    const authentication = verifier.verify(token);
    verifications.set(request, { token, authentication });
    try {
      return await authentication;
    } catch (error) {
      // Keys may be had again, or a token become valid, while the request is still there.
      verifications.delete(request);
      throw error;
    }
  }
}

function assertVerifier(verifier: unknown): void {
  const { verify } = (verifier ?? {}) as { readonly verify?: unknown };
  if (typeof verify === 'function') return;
  throw new ConfigurationError('"verifier" must be what createTokenVerifier returns');
}
