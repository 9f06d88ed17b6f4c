import fc from 'fast-check';
import type { TokenType, TokenVerifier, TokenVerifierOptions } from '../../src/tokens/index.js';
import { forge } from './forge.js';
import type { ForgeKey } from './forge.js';
import {
  changeMembers,
  changesOf,
  hostileJson,
  oddValues,
  rawObject,
  spell,
} from './hostile-json.js';
import type { RawObject } from './hostile-json.js';
import { PROVIDER_KINDS } from './provider-tokens/index.js';
import { AUDIENCE, CLAIMS, ISSUER, NOW } from './scripted-issuer.js';
import type { ScriptedIssuer } from './scripted-issuer.js';
import type { Expected } from './token-oracle.js';

/** One kind of token that a verifier may be made for, and a fresh one of it. */
export interface TokenCase {
  readonly expected: Expected;
  readonly header: RawObject;
  readonly claims: RawObject;
}

/** A token with a valid signature, whatever it says. */
export interface HostileToken {
  readonly token: string;
  readonly header: Readonly<Record<string, unknown>>;
  readonly claims: Readonly<Record<string, unknown>>;
}

const LIMITS = { now: NOW, maxAge: 300, tolerance: 5 };

export const TOKEN_CASES: readonly TokenCase[] = [
  standardCase('id_token', { typ: 'JWT' }, {}),
  standardCase('access_token', { typ: 'at+jwt' }, { client_id: 'app', jti: 'token-1' }),
  ...PROVIDER_KINDS.map(({ provider, tokenType, fixture: { issuer }, kind }) => {
    const { audience, mint } = kind;
    const { header, claims } = mint({ issuer, audience, now: NOW, age: 60 });
    const expected: Expected = { issuer, audience, provider, tokenType, ...LIMITS };
    return { expected, header: rawObject(header), claims: rawObject(claims) };
  }),
];

/** For this kind of token; the keys are the scripted issuer's whatever the provider is called. */
export function verifierFor(
  { expected }: TokenCase,
  scripted: ScriptedIssuer,
  options: Partial<TokenVerifierOptions> = {},
): TokenVerifier {
  const { issuer, audience, provider, tokenType } = expected;
  return scripted.verifier({
    ...{ issuer, audience, tokenType, jwksUri: `${ISSUER}/jwks` },
    ...(provider !== 'none' && { provider }),
    ...options,
  });
}

/** Tokens of this kind with up to three members of their claims, and sometimes of their header, changed. */
export function hostileTokens(
  one: TokenCase,
  { key }: Pick<ScriptedIssuer, 'key'>,
): fc.Arbitrary<HostileToken> {
  const { header, claims, expected } = one;
  const own = claims.map(([, json]) => JSON.parse(json) as unknown);
  const names = claims.map(([name]) => name);
  const json = hostileJson(expected.now, [...own, ...MEANINGFUL]);
  const changes = fc.record({
    // Twice as often what such a token has.
    ofClaims: changesOf([...names, ...names, ...CLAIM_NAMES], json),
    ofHeader: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, changesOf(HEADER_NAMES, json)),
  });
  const signed = [...rawObject({ alg: key.alg, kid: key.kid }), ...header];
  return changes.map(({ ofClaims, ofHeader }) =>
    sign(changeMembers(signed, ofHeader), changeMembers(claims, ofClaims), key),
  );
}

/** Tokens of this kind that say in any way when their user signed in. */
export function tokensOfAnyTime(one: TokenCase, key: ForgeKey): readonly HostileToken[] {
  const signed = [...rawObject({ alg: key.alg, kid: key.kid }), ...one.header];
  return ['auth_time', 'fva', 'iat'].flatMap((name) =>
    oddValues(NOW, MEANINGFUL).map((json) =>
      sign(signed, changeMembers(one.claims, [{ name, json, place: 'instead' }]), key),
    ),
  );
}

function sign(header: RawObject, claims: RawObject, key: ForgeKey): HostileToken {
  const parts = { header: spell(header), claims: spell(claims) };
  return {
    token: forge(parts, key),
    header: JSON.parse(parts.header) as HostileToken['header'],
    claims: JSON.parse(parts.claims) as HostileToken['claims'],
  };
}

export const HEADER_NAMES = [
  ...['alg', 'kid', 'typ', 'cty', 'crit', 'b64', 'jwk', 'jku', 'x5u', 'x5c', 'x5t', 'zip', 'enc'],
  ...['__proto__', 'constructor', 'toString'],
];

/** All that the library reads, in any preset, and names that mean something to JavaScript. */
export const CLAIM_NAMES = [
  ...['iss', 'aud', 'azp', 'sub', 'sid', 'iat', 'exp', 'nbf', 'auth_time', 'acr', 'amr', 'cnf'],
  ...['typ', 'token_use', 'events', 'nonce', 'client_id', 'jti', 'at_hash', 'c_hash', 's_hash'],
  'https://authgear.com/claims/user/can_reauthenticate',
  'https://authgear.com/claims/user/is_anonymous',
  ...['scope', 'scp', 'gty', 'permissions', 'acrs', 'azpacr', 'appid', 'appidacr', 'idtyp'],
  ...['cid', 'uid', 'idp', 'realm_access', 'allowed-origins', 'clientHost', 'clientAddress'],
  ...['preferred_username', 'username', 'firebase', 'provider_id', 'fva', 'v', 'sts', 'act'],
  ...['__proto__', 'constructor', 'toString', 'valueOf', 'then', 'hasOwnProperty'],
];

/** What one claim says in some token, and another must not be taken to say. */
const MEANINGFUL = [
  ...[ISSUER, AUDIENCE, 'stranger', 'user', 'machine', 'anonymous', 'id', 'access', 'ID', 'Bearer'],
  ...['JWT', 'at+jwt', 'logout+jwt', 'Refresh', 'none', 'HS256', 'client-credentials', 'app'],
  ...['client_id_robot', 'robot@clients', 'active', 'pending', 'mfa', 'c1', '0', 2, [0, -1]],
  ...[[0, 0], [-1, 0], [5, 5], ['mfa'], { sign_in_provider: 'anonymous' }, { jkt: 'x' }],
  // Ages that are none.
  ...['00', ['0', '-1'], [0], [0, 0, 0], [null, null], [0.5, -1], { 0: 0, 1: -1, length: 2 }],
];

function standardCase(tokenType: TokenType, header: object, claims: object): TokenCase {
  return {
    expected: { issuer: ISSUER, audience: AUDIENCE, provider: 'none', tokenType, ...LIMITS },
    header: rawObject(header),
    claims: rawObject({ ...CLAIMS, ...claims }),
  };
}
