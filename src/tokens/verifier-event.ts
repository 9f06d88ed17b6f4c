import type { KeySourceEvent } from './key-source.js';

/** What a verifier tells whoever runs it. It holds no token, no claim, no `kid` and no address but the issuer's own. */
export type VerifierEvent = { readonly issuer: string } & (
  | KeySourceEvent
  /**
   * A token does not say when its user signed in, so it passes no guard. `advice` is what to change at the provider. Told once
   * an hour at the most.
   */
  | { readonly type: 'auth-time-missing'; readonly advice: string }
);
