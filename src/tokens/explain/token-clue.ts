import type { DecodedToken } from '../canonical.js';
import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { knownAlgorithm } from './known-names.js';
import type { TokenCheckName } from './token-check.js';
import { audiencesOf } from '../token-kind.js';
import type { TokenKind } from '../token-kind.js';

/** Why a check probably failed, for whoever has to mend it. A closed list: holds nothing of the token. */
export type TokenClue =
  // Of its form.
  | ('encrypted' | 'opaque' | 'unsigned' | 'white_space' | 'wrong_alphabet' | 'wrong_parts')
  // Of `iss` and `aud`.
  | ('trailing_slash' | 'letter_case' | 'other_scheme' | 'other_host' | 'other_path')
  | ('issuer' | 'several_audiences' | 'other_party')
  // Of `alg`.
  | ('none' | 'symmetric' | 'not_allowed')
  // Of times and keys.
  | ('no_exp' | 'no_iat' | 'milliseconds' | 'no_key_id')
  | ('missing' | 'unreadable' | 'other');

export interface ClueSubject extends DecodedToken {
  readonly issuer: string | undefined;
  readonly audiences: ReadonlySet<unknown>;
  readonly kind: TokenKind;
}

/** Of the checks of what was decoded, where there is more to say than that they failed. */
export const CLUES: {
  readonly [N in TokenCheckName]?: (subject: ClueSubject) => TokenClue;
} = {
  algorithm: ({ header }) => clueOfAlgorithm(header['alg']),
  audience: clueOfAudience,
  subject: ({ claims }) => (claim(claims, 'sub') === undefined ? 'missing' : 'unreadable'),
};

/** Seconds until the year 5138; milliseconds since 1973. */
export function inMilliseconds(time: number): TokenClue | undefined {
  return time > 1e11 ? 'milliseconds' : undefined;
}

/** Of a text that is no signed JWT. */
export function clueOfForm(token: string): TokenClue {
  const parts = token.split('.');
  if (/\s/.test(token)) return 'white_space';
  if (parts.length === 5) return 'encrypted';
  if (parts.length === 1) return 'opaque';
  if (parts.length === 3 && parts[2] === '') return 'unsigned';
  if (parts.length !== 3) return 'wrong_parts';
  return /[+/=]/.test(token) ? 'wrong_alphabet' : 'unreadable';
}

export function clueOfIssuer(claims: Claims, issuer: string): TokenClue {
  const iss = claim(claims, 'iss');
  if (iss === undefined) return 'missing';
  if (typeof iss !== 'string') return 'unreadable';
  if (isSameButForSlash(iss, issuer)) return 'trailing_slash';
  if (iss.toLowerCase() === issuer.toLowerCase()) return 'letter_case';
  if (`https://${iss}` === issuer) return 'other_scheme';
  if (!URL.canParse(iss) || !URL.canParse(issuer)) return 'other';
  const [theirs, ours] = [new URL(iss), new URL(issuer)];
  if (theirs.host !== ours.host) return 'other_host';
  return theirs.protocol === ours.protocol ? 'other_path' : 'other_scheme';
}

function clueOfAlgorithm(alg: unknown): TokenClue {
  if (alg === undefined) return 'missing';
  const known = knownAlgorithm(alg);
  if (known === undefined) return 'other';
  if (known === 'none') return 'none';
  return known.startsWith('HS') ? 'symmetric' : 'not_allowed';
}

function clueOfAudience({ claims, audiences, kind, issuer }: ClueSubject): TokenClue {
  if (claim(claims, kind.audienceClaim) === undefined) return 'missing';
  if (kind.audienceClaim !== 'aud') return 'other';
  const theirs = audiencesOf(claims);
  if (!theirs) return 'unreadable';
  const ours = [...audiences] as readonly string[];
  if (theirs.some((one) => ours.includes(one))) {
    return claim(claims, 'azp') === undefined ? 'several_audiences' : 'other_party';
  }
  const issuers = [issuer, claim(claims, 'iss')];
  if (theirs.some((one) => issuers.includes(one))) return 'issuer';
  const isNear = theirs.some((one) => ours.some((our) => isSameButForSlash(one, our)));
  return isNear ? 'trailing_slash' : 'other';
}

export function clueOfTimes(claims: Claims): TokenClue {
  if (claim(claims, 'exp') === undefined) return 'no_exp';
  return claim(claims, 'iat') === undefined ? 'no_iat' : 'unreadable';
}

function isSameButForSlash(one: string, other: string): boolean {
  return one.replace(/\/$/, '') === other.replace(/\/$/, '');
}
