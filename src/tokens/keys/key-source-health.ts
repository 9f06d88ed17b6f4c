import type { KeysUnavailableError } from './keys-unavailable-error.js';

/** How an issuer's keys are, for probes and metrics. */
export interface KeySourceHealth {
  /** How many usable keys are held; 0 before they were had, and after they were given up. */
  readonly keys: number;
  /** Seconds since the issuer gave them. */
  readonly keysAge: number | undefined;
  /** Why the issuer's last answer was of no use; `undefined` while all is well. */
  readonly fault: KeysUnavailableError | undefined;
  /** Seconds until an issuer at fault is asked again. */
  readonly retryAfter: number | undefined;
}
