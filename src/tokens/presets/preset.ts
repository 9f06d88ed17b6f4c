import type { ClaimsReader } from '../claims-reading.js';
import type { TokenKind, TokenType } from '../token-kind.js';

/** How one provider's tokens differ from what the standards say. */
export interface ProviderPreset {
  /** As the provider writes its name. */
  readonly title: string;
  /** What its issuers look like: told apart are the mistakes that people make. */
  readonly issuer: { readonly pattern: RegExp; readonly like: string };
  /** Its kinds of token; `undefined` where it has none that says when the user signed in. */
  readonly kinds: { readonly [T in TokenType]: TokenKind | undefined };
  /** Where its claims say something in their own way. */
  readonly read?: ClaimsReader;
  /** For operators: what to switch on where tokens do not say when the user signed in. One sentence. */
  readonly withoutAuthTime: string;
}
