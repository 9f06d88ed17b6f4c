import type { TokenRefusal, VerifiedAuthentication } from '../../../src/protocol/index.js';
import type { ProviderName, TokenType } from '../../../src/tokens/index.js';

/** Which token is wanted. */
export interface TokenRequest {
  readonly issuer: string;
  readonly audience: string;
  readonly now: number;
  /** Seconds since the user signed in. */
  readonly age: number;
}

/** Without `alg` and `kid`, which are the signer's. */
export interface TokenShape {
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

export type Mint = (request: TokenRequest) => TokenShape;

/** One kind of token by which users of a provider are known. */
export interface KindFixture {
  readonly audience: string;
  /** A user's, signed in with one factor. */
  readonly mint: Mint;
  /** What else of an `Authentication` its claims say. */
  readonly says: Partial<VerifiedAuthentication>;
  /** What is read as the time of sign-in. @default the time itself */
  readonly authTime?: (request: TokenRequest) => number;
  /** The claim that says it. @default 'auth_time' */
  readonly timeClaim?: 'auth_time' | 'fva';
  /** Claims that another strength of sign-in changes, and the `acr` that is read then. */
  readonly strengths: readonly (readonly [object, string | undefined])[];
  /** Claims by which alone it would be another kind of token. */
  readonly strange: readonly string[];
  /** What whoever runs the provider may have added, so that it is still this kind. @default nothing */
  readonly added?: readonly object[];
  /** Changes by which alone it is no longer this kind. */
  readonly unlike: readonly object[];
  /** Changes by which alone it is no longer a user's. */
  readonly nobody: readonly (readonly [object, VerifiedAuthentication['principal']])[];
  readonly machine?: Mint;
  readonly anonymous?: Mint;
}

/** A provider: its tokens as they look, with values that were made up. */
export interface ProviderFixture {
  readonly provider: ProviderName;
  readonly issuer: string;
  /** The same at a provider on this machine: what follows the origin. */
  readonly path: string;
  readonly keysUrl: (issuer: string) => string;
  readonly kinds: { readonly [T in TokenType]?: KindFixture };
  /** What else it signs with the same keys. */
  readonly others: readonly OtherToken[];
}

export interface OtherToken {
  readonly name: string;
  readonly mint: Mint;
  /** @default 'wrong_type' */
  readonly refusal?: TokenRefusal;
}

export const CLIENT = 'q7Vn2cLzXo5RtHk0';
export const API = 'https://api.bank.example';
export const SUBJECT_ID = '5d1e8f0c-3b7a-4f6e-9a52-0c9d7e6b4a31';
export const SESSION = '9c2f4a6e-1d3b-4c5d-8e7f-a0b1c2d3e4f5';

/** Of the authorization endpoint. */
export const OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'];

export function lifetime(now: number, seconds: number) {
  return { iat: now - 10, exp: now - 10 + seconds };
}

/** OpenID Connect Back-Channel Logout 1.0 section 2.4. */
export function logoutToken(header: TokenShape['header']): Mint {
  return ({ issuer, audience, now }) => ({
    header,
    claims: {
      ...{ iss: issuer, aud: audience, sub: SUBJECT_ID, sid: SESSION, jti: 'logout-1' },
      ...lifetime(now, 120),
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    },
  });
}
