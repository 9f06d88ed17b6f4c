import { hash } from 'node:crypto';
import type { Clock, TokenRefusal, VerifiedAuthentication } from '../protocol/index.js';
import { readAuthentication } from './authentication.js';
import { decodeCanonical } from './canonical.js';
import { judgeClaims } from './claims.js';
import { judgeHeader } from './header.js';
import type { KeySet } from './key-set.js';
import { createKeySource } from './key-source.js';
import type { KeySourceHealth } from './key-source.js';
import type { KeysUnavailableError } from './keys-unavailable-error.js';
import { judgeSignature } from './signature.js';
import { createSingleFlight } from './single-flight.js';
import { createTokenCache } from './token-cache.js';
import { TokenRefusedError } from './token-refused-error.js';
import { judgeValidity, readValidity } from './validity.js';
import { readVerifierOptions } from './verifier-options.js';
import type { TokenVerifierOptions } from './verifier-options.js';

export interface TokenVerifier {
  /** What the token proves. Rejects with a `TokenRefusedError`. */
  verify(token: string): Promise<VerifiedAuthentication>;
  /** Fetches the issuer's keys before the first caller needs them. Rejects with a `KeysUnavailableError`. */
  ready(): Promise<void>;
  health(): VerifierHealth;
  /** Asks the issuer nothing more, and forgets all tokens. */
  close(): void;
  /** The time by which tokens are judged, and the seconds forgiven. */
  readonly clock: Clock;
  readonly clockTolerance: number;
}

export interface VerifierHealth extends KeySourceHealth {
  /** How many verified tokens are remembered. */
  readonly cachedTokens: number;
}

/** Verifies tokens of one issuer (OpenID Connect Core section 3.1.3.7, RFC 9068 section 4), each once per process. */
export function createTokenVerifier(options: TokenVerifierOptions): TokenVerifier {
  const settings = readVerifierOptions(options);
  const { clock, clockTolerance, algorithms, maxTokenLength } = settings;
  const signatureOptions = { algorithms: [...algorithms] };
  const keySource = createKeySource(settings);
  const cache = createTokenCache(settings.cacheSize);
  const singleFlight = createSingleFlight<VerifiedAuthentication>();

  return {
    clock,
    clockTolerance,
    verify,
    ready: () => keySource.ready(),
    health: () => ({ ...keySource.health(), cachedTokens: cache.size }),
    close() {
      keySource.close();
      cache.clear();
    },
  };

  async function verify(token: string): Promise<VerifiedAuthentication> {
    refuse(judgeLength(token, maxTokenLength));
    // Of all spellings of a digest, one byte per character is the quickest to make and to find.
    const digest = hash('sha256', token, 'binary');
    const known = cache.get(digest, keySource.held()?.generation);
    if (!known) return singleFlight(digest, () => verifyAnew(token, digest));
    refuse(judgeValidity(known, clock(), clockTolerance));
    return known.authentication;
  }

  /** What costs nothing is judged first: a flood of junk or expired tokens meets no cryptography. */
  async function verifyAnew(token: string, digest: string): Promise<VerifiedAuthentication> {
    const decoded = decodeCanonical(token);
    if (!decoded) throw new TokenRefusedError('malformed_token');
    const { header, claims } = decoded;
    refuse(judgeHeader(header, algorithms, settings.kind));
    refuse(judgeClaims(claims, settings));
    const validity = readValidity(claims);
    if (!validity) throw new TokenRefusedError('wrong_claim');
    refuse(judgeValidity(validity, clock(), clockTolerance));
    const { generation } = await verifySignature(token, header['kid']);
    const authentication = readAuthentication(claims, settings);
    const { from, until } = validity;
    // Not if a key was taken away in the meantime.
    if (keySource.held()?.generation === generation) {
      // Written out: a spread makes objects that are slower to read.
      cache.set(digest, { from, until, authentication, generation });
    }
    return authentication;
  }

  /** The keys under which the signature holds. */
  async function verifySignature(token: string, kid: unknown): Promise<KeySet> {
    let keys = keySource.held() ?? (await fetchKeys());
    if (typeof kid === 'string' && !keys.has(kid)) {
      keys = await keySource.newerThan(keys, kid);
      const { fault } = keySource.health();
      // The issuer may have the key by now, and cannot be asked: that is no verdict on the token.
      if (fault && !keys.has(kid)) throw keysUnavailable(fault);
    }
    refuse(await judgeSignature(token, keys, signatureOptions));
    return keys;
  }

  async function fetchKeys(): Promise<KeySet> {
    try {
      return await keySource.keys();
    } catch (error) {
      throw keysUnavailable(error as KeysUnavailableError);
    }
  }

  function keysUnavailable(cause: KeysUnavailableError): TokenRefusedError {
    const { retryAfter } = keySource.health();
    return new TokenRefusedError('keys_unavailable', { retryAfter, cause });
  }
}

function refuse(refusal: TokenRefusal | undefined): void {
  if (refusal !== undefined) throw new TokenRefusedError(refusal);
}

/** Of anything: a token may also come from a connection's parameters. */
function judgeLength(token: unknown, longest: number): TokenRefusal | undefined {
  if (typeof token !== 'string') return 'malformed_token';
  return token.length > longest ? 'token_too_long' : undefined;
}
