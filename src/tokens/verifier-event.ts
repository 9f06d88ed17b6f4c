import type { KeySourceEvent } from './keys/key-source-event.js';

/** What a verifier tells whoever runs it. It holds no token, no claim and no `kid`, and of addresses those of the issuer's documents alone. */
export type VerifierEvent = { readonly issuer: string } & (
  | KeySourceEvent
  /**
   * A token does not say when its user signed in, so it passes no guard. `advice` is what to change at the provider. Told once
   * an hour at the most.
   */
  | { readonly type: 'auth-time-missing'; readonly advice: string }
  /**
   * A token was refused because it lives longer than the `retention` of `revocations`, in seconds: it would come alive again
   * after a logout. Give the store a longer one, or tokens a shorter life. Told once an hour at the most.
   */
  | { readonly type: 'token-outlives-logouts'; readonly retention: number }
);
