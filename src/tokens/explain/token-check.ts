import type { TokenRefusal } from '../../protocol/index.js';
import type { ClaimsCheckName } from '../claims.js';
import type { HeaderCheckName } from '../header.js';
import type { KeysUnavailableError } from '../keys/keys-unavailable-error.js';
import type { TokenClue } from './token-clue.js';

export type TokenCheckName =
  | ('length' | 'form' | 'issuer')
  | HeaderCheckName
  | ClaimsCheckName
  | ('times' | 'expiry' | 'lifetime' | 'start' | 'signature' | 'reading');

/** In the order of the verifier, which stops at the first that fails. */
export const TOKEN_CHECKS: readonly TokenCheckName[] = [
  ...(['length', 'form', 'issuer'] as const),
  ...(['algorithm', 'type', 'extensions', 'key_id'] as const),
  ...(['kind', 'audience', 'contents', 'binding', 'subject'] as const),
  ...(['times', 'expiry', 'lifetime', 'start', 'signature', 'reading'] as const),
];

/** What came of one check. Holds nothing of the token. */
export interface TokenCheck {
  readonly name: TokenCheckName;
  /** `unchecked`: an option that it needs was not given, what it looks at is missing, or the keys cannot be had. */
  readonly outcome: 'passed' | 'failed' | 'unchecked';
  /** What a verifier refuses the token with: where it failed, or where the keys cannot be had. */
  readonly refusal?: TokenRefusal;
  /** Why it probably failed. Decides nothing. */
  readonly clue?: TokenClue;
  /** Why there are no keys to check the signature with. */
  readonly fault?: KeysUnavailableError;
}

export function passOrFail(
  name: TokenCheckName,
  refusal: TokenRefusal | undefined,
  clue?: () => TokenClue | undefined,
): TokenCheck {
  if (refusal === undefined) return { name, outcome: 'passed' };
  const found = clue?.();
  return { name, outcome: 'failed', refusal, ...(found && { clue: found }) };
}

export function isPassed(checks: readonly TokenCheck[], name: TokenCheckName): boolean {
  return checks.some((one) => one.name === name && one.outcome === 'passed');
}
