import { manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';
import { createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenVerifier, TokenVerifierOptions } from '../../src/tokens/index.js';
import { forge, forgeKey } from './forge.js';
import type { ForgedParts, ForgeKey } from './forge.js';

export const NOW = 1_795_000_000;
export const ISSUER = 'https://issuer.test';
export const AUDIENCE = 'client-id';

/** Claims of a token that is accepted. */
export const CLAIMS = {
  ...{ iss: ISSUER, aud: AUDIENCE, sub: 'subject', sid: 'session' },
  ...{ iat: NOW - 10, exp: NOW + 290, auth_time: NOW - 60 },
} as const;

/** An issuer whose every word a test can choose, with a count of what it was asked. */
export interface ScriptedIssuer {
  readonly clock: ManualClock;
  readonly key: ForgeKey;
  /** The published keys; anything may be put in. */
  keys: unknown[];
  /** Answers instead of the keys and the discovery document, while set. */
  answer: ((url: string) => Response | Promise<Response>) | undefined;
  /** The addresses that were asked, in order. */
  readonly asked: string[];
  readonly fetch: typeof globalThis.fetch;
  verifier(options?: Partial<TokenVerifierOptions>): TokenVerifier;
  /** A valid token but for what is changed; a text is taken as it stands. */
  token(parts?: ForgedParts, key?: ForgeKey): string;
}

export function scriptIssuer(key: ForgeKey = forgeKey('ES256', 'key-1')): ScriptedIssuer {
  const clock = manualClock(NOW);
  const issuer: ScriptedIssuer = {
    clock,
    key,
    keys: [key.jwk],
    answer: undefined,
    asked: [],
    fetch: (input) => {
      const url = input instanceof Request ? input.url : String(input);
      issuer.asked.push(url);
      return Promise.resolve(issuer.answer?.(url) ?? answer(url));
    },
    verifier(options) {
      const { fetch } = issuer;
      return createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, clock, fetch, ...options });
    },
    token: ({ header, claims } = {}, signer = key) =>
      forge(
        {
          header:
            typeof header === 'string' ? header : { alg: signer.alg, kid: signer.kid, ...header },
          claims: typeof claims === 'string' ? claims : { ...CLAIMS, ...claims },
        },
        signer,
      ),
  };
  return issuer;

  function answer(url: string): Response {
    if (url === `${ISSUER}/jwks`) return Response.json({ keys: issuer.keys });
    return Response.json({ issuer: ISSUER, jwks_uri: `${ISSUER}/jwks` });
  }
}

/** The outcome in one word: `accepted`, or why not. */
export async function outcomeOf(verifying: Promise<unknown>): Promise<unknown> {
  try {
    await verifying;
    return 'accepted';
  } catch (error) {
    return (error as { refusal?: unknown }).refusal ?? error;
  }
}
