import type { TokenCheck, TokenClue } from '../tokens/index.js';

/** What a clue says, where it says it of one check. */
export type ClueWords = { readonly [C in TokenClue]?: string };

export const FORM: ClueWords = {
  encrypted: 'is an encrypted JWT (five parts, JWE): nobody but its receiver can read it',
  opaque: 'is an opaque token: one part, in which there is nothing to read',
  unsigned: 'has no signature: it was cut off, or never signed',
  white_space: 'has white space or a line break inside',
  wrong_parts: 'has not the three parts of a signed JWT',
  wrong_alphabet: 'is spelled in base64, not in base64url without padding (RFC 7515 section 2)',
};
export const ISSUER: ClueWords = {
  missing: 'there is none',
  unreadable: 'it is no text',
  trailing_slash: 'they differ by a slash at the end',
  letter_case: 'they differ by upper and lower case',
  other_scheme: 'they differ by what stands before the host, such as https://',
  other_host: 'it names another host',
  other_path: 'the host is right, what follows it is not',
};
export const ALGORITHM: ClueWords = {
  missing: 'the header has no alg',
  none: 'alg none: the token is not signed at all',
  other: 'alg is no signature algorithm that is known',
};
export const AUDIENCE: ClueWords = {
  missing: 'there is none',
  unreadable: 'it is neither text nor a list of texts',
  several_audiences: 'one is, but there are others, and no azp says that yours asked for the token',
  other_party: 'it is, but azp says that another client asked for the token',
  issuer: 'it is the issuer itself, as in access tokens of Authgear',
  trailing_slash: 'they differ by a slash at the end',
};
export const TIMES: ClueWords = {
  no_exp: 'exp is missing',
  no_iat: 'iat is missing',
};

/** Why a check failed, where that is known. */
export function clueOf({ clue }: TokenCheck, words: ClueWords): string | undefined {
  return clue === undefined ? undefined : words[clue];
}

export function colon(words: string | undefined): string {
  return words === undefined ? '' : `: ${words}`;
}
