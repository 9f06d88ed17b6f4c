import {
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Authentication, AuthenticationContext, Clock } from '../protocol/index.js';
import type { RequestLike } from './bearer.js';
import { createBearerResolver } from './bearer-resolver.js';
import type { BearerVerifier } from './bearer-resolver.js';
import { TokenRefusedError } from './token-refused-error.js';

/** Give `verifier`, or `resolver`. */
export interface ContextBuilderOptions {
  /** For bearer tokens: from `createTokenVerifier`, or anything that verifies as it does. */
  readonly verifier?: BearerVerifier | undefined;
  /** For callers who prove themselves in another way, such as `createAuthgearResolver`. */
  readonly resolver?: AuthenticationResolver | undefined;
  /** The time now, in epoch seconds. @default the verifier's clock */
  readonly clock?: Clock | undefined;
  /** Whether a refused token refuses the request, or leaves the caller anonymous. @default 'reject' */
  readonly invalidToken?: 'reject' | 'anonymous' | undefined;
}

/** From a request to who makes it. */
export interface AuthenticationResolver {
  /** Asked for every operation, also each on a socket. Rejects with a `TokenRefusedError`. */
  resolve(request: RequestLike): Promise<Authentication>;
  readonly clock?: Clock | undefined;
  readonly clockTolerance?: number | undefined;
}

/** Rejects with a `TokenRefusedError`. Call it anew for every operation. */
export type ContextBuilder = (request: RequestLike) => Promise<AuthenticationContext>;

/** Builds what a GraphQL context needs: who asks, and when. */
export function createContextBuilder(options: ContextBuilderOptions): ContextBuilder {
  const names = ['verifier', 'resolver', 'clock', 'invalidToken'];
  assertKnownOptions('createContextBuilder', options, names);
  const resolver = readResolver(options);
  const { clockTolerance = 0 } = resolver;
  const { clock = resolver.clock ?? systemClock, invalidToken = 'reject' } = options;
  assertFunction('clock', clock);
  assertOneOf('invalidToken', invalidToken, ['reject', 'anonymous']);

  return async function buildContext(request) {
    try {
      return createContext(await resolver.resolve(request));
    } catch (error) {
      if (invalidToken === 'reject' || !(error instanceof TokenRefusedError)) throw error;
      if (error.extensions.code === 'BAD_REQUEST') throw error;
      return createContext({ status: 'anonymous', refusal: error.refusal });
    }
  };

  function createContext(authentication: Authentication): AuthenticationContext {
    const checkedAt = Math.floor(clock());
    const isExpired =
      authentication.status === 'authenticated' &&
      !(checkedAt < authentication.expiresAt + clockTolerance);
    if (isExpired) throw new TokenRefusedError('expired');
    // Not frozen: servers put what is theirs into the context that they are given.
    return { authentication, checkedAt };
  }
}

function readResolver({ verifier, resolver }: ContextBuilderOptions): AuthenticationResolver {
  if (verifier !== undefined && resolver !== undefined) {
    throw new ConfigurationError('Give "verifier" or "resolver", not both');
  }
  if (resolver === undefined) return createBearerResolver(verifier);
  if (typeof (resolver as { readonly resolve?: unknown } | null)?.resolve === 'function') {
    return resolver;
  }
  throw new ConfigurationError('"resolver" must have a function "resolve"');
}
