import { Buffer } from 'node:buffer';
import type { Draft } from './token-draft.js';
import { AUDIENCE, NOW } from './scripted-issuer.js';

/** A rule of ours by which we refuse what jose accepts, with the options that its documentation shows. */
interface Rule {
  readonly because: string;
  readonly holds: (token: string, draft: Draft) => boolean;
}

type Members = Readonly<Record<string, unknown>>;

/** All of them, by the refusal. */
export const STRICTER: Readonly<Record<string, readonly Rule[]>> = {
  token_too_long: [{ because: '8192 characters are enough', holds: ({ length }) => length > 8192 }],
  malformed_token: [
    {
      because: 'a token has one spelling (RFC 7515 section 2)',
      holds: (token) => token.split('.').some((part) => respell(part) !== part),
    },
    {
      because: 'no extension is understood (RFC 7515 section 4.1.11, RFC 7797)',
      holds: (token) => ['crit', 'b64'].some((name) => Object.hasOwn(partOf(token, 0), name)),
    },
  ],
  wrong_type: [
    {
      because: 'another type in the header (RFC 8725 section 3.11)',
      holds: onHeader(({ typ }) => typ !== undefined && typ !== 'JWT'),
    },
    {
      because: 'another type in the claims',
      holds: onClaims(({ typ = 'ID', token_use = 'id' }) => typ !== 'ID' || token_use !== 'id'),
    },
    {
      because: 'a logout token (OpenID Connect Back-Channel Logout 1.0 section 2.4)',
      holds: onClaims(({ events }) =>
        JSON.stringify(events ?? null).includes('backchannel-logout'),
      ),
    },
  ],
  wrong_audience: [
    {
      because: 'for a stranger, too (OpenID Connect Core section 3.1.3.7, 3)',
      holds: onClaims(({ aud }) => Array.isArray(aud) && aud.some((one) => one !== AUDIENCE)),
    },
    {
      because: 'issued to a stranger (OpenID Connect Core section 3.1.3.7, 5)',
      holds: onClaims(({ azp }) => azp !== undefined && azp !== AUDIENCE),
    },
  ],
  wrong_claim: [
    {
      because: 'a time that is none (RFC 7519 section 2)',
      holds: onClaims(({ exp, iat, nbf = iat }) => ![exp, iat, nbf].every(isTime)),
    },
    {
      because: 'more than 366 days to go',
      holds: onClaims(({ exp }) => (exp as number) > NOW + 366 * 86_400),
    },
    {
      because: 'a subject that is none (OpenID Connect Core section 2)',
      holds: onClaims(
        ({ sub }) => typeof sub !== 'string' || !/^[^\p{Cc}\p{Cs}]{1,255}$/u.test(sub),
      ),
    },
  ],
  bound_to_another_key: [
    {
      because: 'not for bearers (RFC 7800 section 3)',
      holds: onClaims((claims) => 'cnf' in claims),
    },
  ],
  not_yet_valid: [
    { because: 'issued in the future', holds: onClaims(({ iat }) => (iat as number) > NOW + 5) },
  ],
  unknown_key: [
    {
      because: 'a kid that is no name',
      holds: onHeader(
        ({ kid }) =>
          kid !== undefined && (typeof kid !== 'string' || !/^\P{Cc}{1,256}$/u.test(kid)),
      ),
    },
  ],
};

function isTime(value: unknown): boolean {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function respell(part: string): string {
  return Buffer.from(part, 'base64url').toString('base64url');
}

function onHeader(holds: (header: Members) => boolean | undefined): Rule['holds'] {
  return (token) => holds(partOf(token, 0)) === true;
}

function onClaims(holds: (claims: Members) => boolean | undefined): Rule['holds'] {
  return (token) => holds(partOf(token, 1)) === true;
}

function partOf(token: string, index: number): Members {
  return JSON.parse(Buffer.from(token.split('.')[index] ?? '', 'base64url').toString()) as Members;
}
