import { ConfigurationError } from '../protocol/index.js';
import type { VerifiedAuthentication } from '../protocol/index.js';
import { readBearerToken } from './bearer.js';
import type { RequestLike } from './bearer.js';
import type { AuthenticationResolver } from './context-builder.js';
import type { TokenVerifier } from './verifier.js';

export type BearerVerifier = Pick<TokenVerifier, 'verify'> & Partial<TokenVerifier>;

interface Verification {
  readonly token: string;
  readonly authentication: Promise<VerifiedAuthentication>;
}

/** Who asks is who the one bearer token of the request is of. */
export function createBearerResolver(given: BearerVerifier | undefined): AuthenticationResolver {
  const verifier = assertVerifier(given);
  const { clock, clockTolerance } = verifier;
  const verifications = new WeakMap<RequestLike, Verification>();

  return {
    ...{ clock, clockTolerance },
    async resolve(request) {
      const token = readBearerToken(request);
      if (token === undefined) return { status: 'anonymous' };
      return authenticate(request, token);
    },
  };

  /** One verification per request and token, also for the many operations of a socket, for as long as it stands. */
  async function authenticate(
    request: RequestLike,
    token: string,
  ): Promise<VerifiedAuthentication> {
    const known = verifications.get(request);
    const before = known?.token === token ? await known.authentication : undefined;
    // Sockets outlive sessions and keys.
    if (before && (!verifier.isCurrent || (await verifier.isCurrent(before)))) return before;
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

function assertVerifier(verifier: BearerVerifier | undefined): BearerVerifier {
  const { verify } = (verifier ?? {}) as { readonly verify?: unknown };
  if (verifier && typeof verify === 'function') return verifier;
  throw new ConfigurationError(
    '"verifier" must be what createTokenVerifier returns, unless there is a "resolver"',
  );
}
