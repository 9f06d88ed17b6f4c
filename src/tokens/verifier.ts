import { hash } from 'node:crypto';
import type { Clock, VerifiedAuthentication } from '../protocol/index.js';
import { createAllowance } from './keys/allowance.js';
import { readAuthentication } from './authentication.js';
import { judgeBy } from './check.js';
import { READING_MEMBERS } from './claims-reading.js';
import { CLAIMS_CHECKS } from './claims.js';
import { HEADER_CHECKS } from './header.js';
import type { KeySourceHealth } from './keys/key-source-health.js';
import { isLogoutType, judgeLogoutClaims, readLogoutToken } from './logout/logout-token.js';
import { judgeRevocation } from './logout/revocations.js';
import type { Revocation, RevocationStore } from './logout/revocations.js';
import { judgeLength, verifySigned } from './signed-token.js';
import type { SignedToken, TokenJudge } from './signed-token.js';
import { createSingleFlight } from './single-flight.js';
import { createTokenCache } from './token-cache.js';
import type { CachedToken } from './token-cache.js';
import { refuse, TokenRefusedError } from './token-refused-error.js';
import { trustIssuer } from './trusted-issuer.js';
import { judgeValidity } from './validity.js';
import { readVerifierOptions } from './verifier-options.js';
import type { SeveralIssuersOptions, TokenVerifierOptions } from './verifier-options.js';
import { processClock } from './keys/process-clock.js';

export interface TokenVerifier {
  /** What the token proves. Rejects with a `TokenRefusedError`. */
  verify(token: string): Promise<VerifiedAuthentication>;
  /**
   * What a logout token says (OpenID Connect Back-Channel Logout 1.0 section 2.6); ends nothing by itself. Rejects with a
   * `TokenRefusedError`.
   */
  verifyLogoutToken(token: string): Promise<Revocation>;
  /** Whether who was let in before would be now, `exp` aside: their session has not ended, and the key that vouches for them is trusted. */
  isCurrent(authentication: VerifiedAuthentication): Promise<boolean>;
  /**
   * Fetches the issuers' keys before the first caller needs them. Rejects with a `KeysUnavailableError` where those of no issuer
   * can be had.
   */
  ready(): Promise<void>;
  health(): VerifierHealth;
  /** Asks the issuers nothing more, and forgets the tokens that it knew. */
  close(): void;
  /** The time by which tokens are judged, and the seconds forgiven. */
  readonly clock: Clock;
  readonly clockTolerance: number;
  readonly revocations: RevocationStore | undefined;
}

/** Of several issuers, that of the one in the worst state. */
export interface VerifierHealth extends KeySourceHealth {
  /** How many verified tokens are remembered. */
  readonly cachedTokens: number;
  /** Each one's, where there are several. */
  readonly issuers?: readonly IssuerHealth[];
}

export interface IssuerHealth extends KeySourceHealth {
  readonly issuer: string;
}

/** Verifies tokens (OpenID Connect Core section 3.1.3.7, RFC 9068 section 4), each once per process. */
export function createTokenVerifier(
  options: TokenVerifierOptions | SeveralIssuersOptions,
): TokenVerifier {
  const settings = readVerifierOptions(options);
  const { clock, clockTolerance, maxTokenLength, revocations } = settings;
  const trusted = settings.issuers.map((issuer) => trustIssuer(issuer, settings));
  const issuers = new Map(trusted.map((issuer) => [issuer.issuer, issuer]));
  const signedOptions = { issuers, clock, clockTolerance, maxTokenLength };
  const cache = createTokenCache(settings.cacheSize);
  const singleFlight = createSingleFlight<VerifiedAuthentication>();
  const provenBy = new WeakMap<VerifiedAuthentication, CachedToken>();
  const warnings = createAllowance(WARNINGS, processClock);

  return {
    ...{ clock, clockTolerance, revocations },
    verify,
    async verifyLogoutToken(token) {
      const { claims } = await verifySigned(token, judgeLogoutToken, signedOptions);
      const revocation = readLogoutToken(claims, clockTolerance);
      if (!(clock() < revocation.expiresAt)) throw new TokenRefusedError('expired');
      return revocation;
    },
    async isCurrent(authentication) {
      const token = provenBy.get(authentication);
      if (token && !isTrusted(token, clock())) return false;
      return !revocations || (await judgeRevocation(revocations, authentication)) === undefined;
    },
    ready,
    health,
    close() {
      for (const { keySource } of trusted) keySource.close();
      cache.clear();
    },
  };

  async function verify(token: string): Promise<VerifiedAuthentication> {
    refuse(judgeLength(token, maxTokenLength));
    // Of all spellings of a digest, one byte per character is the quickest to make and to find.
    const digest = hash('sha256', token, 'binary');
    const known = lookUp(digest);
    const authentication =
      known?.authentication ?? (await singleFlight(digest, () => verifyAnew(token, digest)));
    // Last, and by each caller: a session may have ended while its token was verified.
    if (revocations) refuse(await judgeRevocation(revocations, authentication));
    return authentication;
  }

  function lookUp(digest: string): CachedToken | undefined {
    const known = cache.get(digest);
    if (!known) return undefined;
    const now = clock();
    if (isTrusted(known, now)) {
      refuse(judgeValidity(known, now, clockTolerance));
      return known;
    }
    cache.delete(digest);
    return undefined;
  }

  async function verifyAnew(token: string, digest: string): Promise<VerifiedAuthentication> {
    const signed = await verifySigned(token, judgeBearer, signedOptions);
    const { issuer, key, validity } = signed;
    const authentication = readCaller(signed);
    // It would outlive the memory of its revocation.
    if (revocations && authentication.expiresAt - authentication.issuedAt > revocations.retention) {
      issuer.outliveLogouts(revocations.retention);
      throw new TokenRefusedError('wrong_claim');
    }
    if (authentication.authTime === undefined) issuer.missAuthTime();
    // Written out: a spread makes objects that are slower to read.
    const proven = { from: validity.from, until: validity.until, authentication, issuer, key };
    // Its key was taken away in the meantime.
    if (!isTrusted(proven, clock())) return verifyAnew(token, digest);
    provenBy.set(authentication, proven);
    cache.set(digest, proven);
    return authentication;
  }

  function readCaller({ claims, issuer }: SignedToken): VerifiedAuthentication {
    try {
      return readAuthentication(claims, issuer);
    } catch {
      // A hook of the application's met claims that it did not expect. What it threw may show them, or throw when it is looked at.
      if (warnings.take()) {
        process.emitWarning(
          `readClaims threw, or returned something else than ${READING_MEMBERS.join(', ')}; the token was refused`,
        );
      }
      throw new TokenRefusedError('wrong_claim');
    }
  }

  async function ready(): Promise<void> {
    try {
      await Promise.any(trusted.map(({ keySource }) => keySource.ready()));
    } catch (error) {
      throw (error as AggregateError).errors[0];
    }
  }

  function health(): VerifierHealth {
    const all = trusted.map(({ keySource }) => keySource.health());
    const worst = all.find(({ keys }) => keys === 0) ?? all.find(({ fault }) => fault) ?? all[0];
    const issuers = trusted.map(({ issuer, keySource }) => ({ issuer, ...keySource.health() }));
    return {
      ...(worst as KeySourceHealth),
      cachedTokens: cache.size,
      ...(issuers.length > 1 && { issuers }),
    };
  }
}

function isTrusted({ issuer, key }: CachedToken, now: number): boolean {
  issuer.keySource.wake(now);
  return key.isTrusted;
}

/** A stranger's claims must not flood the log. */
const WARNINGS = { reserve: 1, interval: 60 };

const judgeBearer: TokenJudge = ({ header, claims }, issuer) => {
  const { algorithms, kind } = issuer;
  const { acceptsType } = kind;
  return (
    judgeBy(HEADER_CHECKS, header, { algorithms, acceptsType }) ??
    judgeBy(CLAIMS_CHECKS, claims, issuer)
  );
};

const judgeLogoutToken: TokenJudge = ({ header, claims }, { algorithms, logoutAudiences }) =>
  judgeBy(HEADER_CHECKS, header, { algorithms, acceptsType: isLogoutType }) ??
  judgeLogoutClaims(claims, logoutAudiences);
