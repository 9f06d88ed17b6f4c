import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { isAnotherKind, TOKEN_KINDS } from '../token-kind.js';
import type { TokenKind } from '../token-kind.js';

export interface KindRules {
  /** Types of the header, of which one is enough. */
  readonly types: readonly TokenKind['acceptsType'][];
  /** What `typ` and `token_use` of the claims may say, where they are there. */
  readonly calledItself: RegExp;
  /** What only this kind of token has. */
  readonly isThisKind: (claims: Claims) => boolean;
  /** What it never has, since other kinds do: where nothing that it has would tell. @default nothing */
  readonly lacks?: readonly string[];
  /** @default 'aud' */
  readonly audienceClaim?: TokenKind['audienceClaim'];
  readonly isForUs: TokenKind['isForUs'];
  /** What it must say besides. @default nothing */
  readonly isComplete?: TokenKind['isComplete'];
  readonly isMachine?: TokenKind['isMachine'];
}

export const PLAIN_TYPE: TokenKind['acceptsType'] = TOKEN_KINDS.id_token.acceptsType;
export const ACCESS_TOKEN_TYPE: TokenKind['acceptsType'] = TOKEN_KINDS.access_token.acceptsType;

/** Of the authorization endpoint (OpenID Connect Core sections 2 and 3.3.2.11): ID tokens alone have them. */
export const OF_ID_TOKENS = ['nonce', 'at_hash', 'c_hash', 's_hash'] as const;

/** A kind of token of a provider that gives other kinds the same header. */
export function defineKind(rules: KindRules): TokenKind {
  const { types, calledItself, isThisKind, lacks = [], isForUs } = rules;
  return {
    acceptsType: (typ) => types.some((accepts) => accepts(typ)),
    isKind: (claims) =>
      !isAnotherKind(claims, calledItself) &&
      isThisKind(claims) &&
      !lacks.some((name) => isThere(claims, name)),
    audienceClaim: rules.audienceClaim ?? 'aud',
    isForUs,
    isComplete: rules.isComplete ?? (() => true),
    isMachine: rules.isMachine ?? (() => false),
  };
}

export function isThere(claims: Claims, name: string): boolean {
  return claim(claims, name) !== undefined;
}
