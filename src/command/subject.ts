import type { ExplainTokenOptions, TokenExplanation, TokenResemblance } from '../tokens/index.js';

/** What is put into words: an explanation, and what was asked. */
export interface Subject extends ExplainTokenOptions {
  readonly explanation: TokenExplanation;
}

const KINDS: Readonly<Record<TokenResemblance, string>> = {
  id_token: 'an ID token',
  access_token: 'an access token',
  refresh_token: 'a refresh token',
  logout_token: 'a logout token',
  dpop_proof: 'a DPoP proof',
};

/** The kind of token that it should be. */
export function wantedKind({ tokenType = 'id_token' }: Subject): string {
  return KINDS[tokenType];
}

/** The kind that it looks like, where that is another. */
export function otherKind({ explanation, tokenType = 'id_token' }: Subject): string | undefined {
  const { resembles } = explanation;
  return resembles === undefined || resembles === tokenType ? undefined : KINDS[resembles];
}
