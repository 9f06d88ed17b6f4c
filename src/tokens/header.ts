import type { Check } from './check.js';
import type { TokenKind } from './token-kind.js';

type Header = Readonly<Record<string, unknown>>;

export interface HeaderRules {
  readonly algorithms: readonly string[];
  readonly acceptsType: TokenKind['acceptsType'];
}

export type HeaderCheckName = 'algorithm' | 'type' | 'extensions' | 'key_id';

const KEY_ID = /^\P{Cc}{1,256}$/u;

/** What the protected header must be before a key is looked for (RFC 8725 sections 3.1 and 3.11). */
export const HEADER_CHECKS: readonly Check<HeaderCheckName, Header, HeaderRules>[] = [
  {
    name: 'algorithm',
    refusal: 'wrong_algorithm',
    holds: ({ alg }, { algorithms }) => typeof alg === 'string' && algorithms.includes(alg),
  },
  {
    name: 'type',
    refusal: 'wrong_type',
    holds: ({ typ }, { acceptsType }) => acceptsType(typ),
  },
  {
    // We know no extension, so none can be met (RFC 7515 section 4.1.11, RFC 7797 section 7).
    name: 'extensions',
    refusal: 'malformed_token',
    holds: (header) => !Object.hasOwn(header, 'crit') && !Object.hasOwn(header, 'b64'),
  },
  {
    name: 'key_id',
    refusal: 'unknown_key',
    holds: ({ kid }) => kid === undefined || (typeof kid === 'string' && KEY_ID.test(kid)),
  },
];
