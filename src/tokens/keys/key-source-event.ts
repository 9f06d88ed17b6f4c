import type { KeysUnavailableError } from './keys-unavailable-error.js';

/** What a source of keys did, for metrics. It holds no token and no `kid`, and of addresses those of the issuer's documents alone. */
export type KeySourceEvent =
  /** `replaced`: one was taken away, or is another now, and the tokens that it signed are at an end. */
  | { readonly type: 'keys-renewed'; readonly keys: number; readonly replaced: boolean }
  | {
      readonly type: 'keys-failed';
      readonly fault: KeysUnavailableError;
      /** Seconds until the issuer is asked again. */
      readonly retryAfter: number;
    }
  /** They could not be renewed for too long: no token is accepted until the issuer answers. */
  | { readonly type: 'keys-expired' }
  /** A token names a key that is not held. `asked`: the issuer was asked whether it has one by now. */
  | { readonly type: 'unknown-key'; readonly asked: boolean };
