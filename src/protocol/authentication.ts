import type { TokenRefusal } from './token-refusal.js';

/** Who asks, as far as a verified token proves it. */
export type Authentication = AnonymousAuthentication | VerifiedAuthentication;

/** No token came, or one was refused and `invalidToken` is `'anonymous'`. */
export interface AnonymousAuthentication {
  readonly status: 'anonymous';
  readonly refusal?: TokenRefusal | undefined;
}

/** What a verified token says. Times are epoch seconds. */
export interface VerifiedAuthentication {
  readonly status: 'authenticated';
  /** `anonymous` is a user who never signed in, `machine` a program's own token. */
  readonly principal: 'user' | 'anonymous' | 'machine';
  readonly issuer: string;
  readonly subject: string;
  readonly sessionId: string | undefined;
  /** When the user proved who they are; `NaN` where the claim is there and unusable. */
  readonly authTime: number | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly acr: string | undefined;
  readonly amr: readonly string[];
  /** Only a literal boolean of the token; `undefined` means that it does not say. */
  readonly canReauthenticate: boolean | undefined;
  readonly claims: Readonly<Record<string, unknown>>;
}

/** What the context builder returns, new for every operation. */
export interface AuthenticationContext {
  readonly authentication: Authentication;
  /** When this operation asked, epoch seconds. Every layer compares with this one time. */
  readonly checkedAt: number;
}

/** A GraphQL context of your own, with what the context builder adds to it. */
export type WithAuthentication<TContext extends object = object> = TContext & AuthenticationContext;
