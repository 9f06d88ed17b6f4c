import type { ReauthChallenge } from '../protocol/index.js';

/** What an answer says about an operation that was refused, in whatever shape a client library hands it on. */
export interface RefusedOperation {
  /** Of several refused fields: what would satisfy them all. `undefined` where only the token had expired. */
  readonly challenge: ReauthChallenge | undefined;
  /** The token's `exp` has passed: a silent renewal may help. */
  readonly tokenExpired: boolean;
  /** The answer proves that nothing ran: it has no `data` entry, and its only error says `executed: false`. */
  readonly nothingRan: boolean;
  /** Every GraphQL error of the answer. */
  readonly errors: readonly { readonly path?: unknown; readonly extensions?: unknown }[];
}
