import { encodePart, forgeKey, signBytes } from './forge.js';
import type { ForgeKey } from './forge.js';
import { rawObject, spell } from './hostile-json.js';
import type { RawObject } from './hostile-json.js';
import { CLAIMS } from './scripted-issuer.js';

/** A token before it is one, and the keys that it is checked with. */
export interface Draft {
  readonly header: RawObject;
  readonly claims: RawObject;
  readonly sign: (input: string) => Buffer;
  /** What becomes of the text afterwards. */
  readonly respell: (token: string) => string;
  /** What the issuer publishes. */
  readonly keys: readonly Readonly<Record<string, unknown>>[];
}

/** One thing that an attacker or a careless issuer does, by a name. */
export interface Mutation {
  readonly name: string;
  readonly mutate: (draft: Draft) => Draft;
}

export const KEYS = [
  forgeKey('ES256', 'es'),
  forgeKey('RS256', 'rs'),
  forgeKey('PS256', 'ps'),
  forgeKey('EdDSA', 'ed'),
] as const;

const PUBLISHED = KEYS.map(({ jwk }) => jwk);

/** A valid token. */
export function draftBy(key: ForgeKey): Draft {
  return {
    header: rawObject({ alg: key.alg, kid: key.kid }),
    claims: rawObject(CLAIMS),
    sign: (input) => signBytes(input, key),
    respell: (token) => token,
    keys: PUBLISHED,
  };
}

export function mint({ header, claims, sign, respell }: Draft): string {
  const input = `${encodePart(spell(header))}.${encodePart(spell(claims))}`;
  return respell(`${input}.${sign(input).toString('base64url')}`);
}
