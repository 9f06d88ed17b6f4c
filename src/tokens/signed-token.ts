import type { Clock, TokenRefusal } from '../protocol/index.js';
import { decodeCanonical } from './canonical.js';
import type { DecodedToken } from './canonical.js';
import { claim } from './claim.js';
import type { VerificationKey } from './keys/key-set.js';
import { refuse, TokenRefusedError } from './token-refused-error.js';
import type { TrustedIssuer } from './trusted-issuer.js';
import { judgeValidity, readValidity } from './validity.js';
import type { Validity } from './validity.js';

export interface SignedToken {
  readonly issuer: TrustedIssuer;
  readonly claims: Record<string, unknown>;
  readonly validity: Validity;
  readonly key: VerificationKey;
}

export interface SignedTokenOptions {
  /** By the `iss` of their tokens. */
  readonly issuers: ReadonlyMap<string, TrustedIssuer>;
  readonly clock: Clock;
  readonly clockTolerance: number;
  readonly maxTokenLength: number;
}

/** What a token of the kind that is expected must be, as far as it does not depend on the time. */
export type TokenJudge = (token: DecodedToken, issuer: TrustedIssuer) => TokenRefusal | undefined;

/**
 * A token that one of the issuers signed, that holds now, and that `judge` has nothing against. What costs nothing is judged
 * first: a flood of junk or expired tokens meets no cryptography. Rejects with a `TokenRefusedError`.
 */
export async function verifySigned(
  token: string,
  judge: TokenJudge,
  { issuers, clock, clockTolerance, maxTokenLength }: SignedTokenOptions,
): Promise<SignedToken> {
  refuse(judgeLength(token, maxTokenLength));
  const decoded = decodeCanonical(token);
  if (!decoded) throw new TokenRefusedError('malformed_token');
  const { header, claims } = decoded;
  // Not proved yet: it picks whose keys and rules are used, among those we trust anyway.
  const issuer = issuers.get(claim(claims, 'iss') as string);
  if (!issuer) throw new TokenRefusedError('wrong_issuer');
  refuse(judge(decoded, issuer));
  const validity = readValidity(claims);
  if (!validity) throw new TokenRefusedError('wrong_claim');
  refuse(judgeValidity(validity, clock(), clockTolerance));
  const key = await issuer.findSigner(token, header);
  return { issuer, claims, validity, key };
}

/** Of anything: a token may also come from a connection's parameters. */
export function judgeLength(token: unknown, longest: number): TokenRefusal | undefined {
  if (typeof token !== 'string') return 'malformed_token';
  return token.length > longest ? 'token_too_long' : undefined;
}
