import type { TokenRefusal, VerifiedAuthentication } from '../../protocol/index.js';
import type { TokenCheck } from './token-check.js';
import type { TokenKind } from '../token-kind.js';
import type { TokenResemblance } from './token-resemblance.js';

/** Why a token is accepted or refused. Of its claims it holds the times and what a sign-in is judged by, and no text. */
export interface TokenExplanation {
  /** Every check that there is, in the order of the verifier, which stops at the first that fails. */
  readonly checks: readonly TokenCheck[];
  /** Whether all of them passed, so that a verifier with these options lets the token in. */
  readonly isAccepted: boolean;
  /** What a verifier refuses it with. */
  readonly refusal: TokenRefusal | undefined;
  /** The time by which it was judged, epoch seconds. */
  readonly judgedAt: number;
  /** As the token says, which its signature alone proves. */
  readonly times: TokenTimes;
  /** As the token says; `undefined` where it cannot be read. */
  readonly proof: TokenProof | undefined;
  /** `alg`, where it is a name that everybody knows. */
  readonly algorithm: string | undefined;
  /** `typ`, where it is a name that everybody knows. */
  readonly type: string | undefined;
  /** The kind of token that it looks like, whatever it should be. */
  readonly resembles: TokenResemblance | undefined;
  /** The claim in which the kind of token that it should be says whom it is for. */
  readonly audienceClaim: TokenKind['audienceClaim'];
  /** For operators: what to do where a token does not say when the user signed in. */
  readonly withoutAuthTime: string;
}

/** Epoch seconds; `undefined` where there is none, or none that can be read. */
export interface TokenTimes {
  readonly authTime: number | undefined;
  readonly issuedAt: number | undefined;
  readonly notBefore: number | undefined;
  readonly expiresAt: number | undefined;
}

/** What a sign-in is judged by. `authTime` is `NaN` where the token says it in a way that cannot be used. */
export interface TokenProof extends Pick<
  VerifiedAuthentication,
  'principal' | 'authTime' | 'canReauthenticate'
> {
  readonly hasAcr: boolean;
  /** Whether it is "0": a sign-in that is to be trusted with nothing of worth (OpenID Connect Core section 2). */
  readonly isAcrZero: boolean;
}
