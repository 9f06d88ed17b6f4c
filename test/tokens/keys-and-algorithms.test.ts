import { createHmac, generateKeyPairSync } from 'node:crypto';
import { expect, it } from 'vitest';
import { encodePart, forge, forgeKey, signBytes } from '../support/forge.js';
import type { ForgeKey } from '../support/forge.js';
import { mirrorSignature, P256_ORDER } from '../support/mirror-signature.js';
import { CLAIMS, ISSUER, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import { UNUSABLE_KEYS } from '../support/unusable-keys.js';

const ES = forgeKey('ES256', 'es');
const RS = forgeKey('RS256', 'rs');
const ED = forgeKey('EdDSA', 'ed');
const OTHER = forgeKey('ES256', 'es');

it.each([
  { alg: 'RS256', key: RS },
  { alg: 'PS256', key: forgeKey('PS256', 'ps') },
  { alg: 'ES256', key: ES },
  { alg: 'EdDSA', key: ED },
  { alg: 'Ed25519', key: forgeKey('Ed25519', 'ed25519') },
])('accepts $alg unless told otherwise', async ({ key }) => {
  const issuer = scriptIssuer(key);
  expect(await outcomeOf(issuer.verifier().verify(issuer.token()))).toBe('accepted');
});

it.each([
  ...[
    'none',
    'NONE',
    'nOnE',
    '',
    undefined,
    null,
    5,
    ['ES256'],
    'es256',
    'HS256',
    'ES512',
    'dir',
  ].map((alg) => ({ what: `alg ${alg === undefined ? 'missing' : JSON.stringify(alg)}`, alg })),
  { what: 'HS384', alg: 'HS384' },
  { what: 'an algorithm of the key set that is not of the list', alg: 'RS384' },
])('$what is refused without asking for keys', async ({ alg }) => {
  const issuer = scriptIssuer(ES);
  const token = issuer.token({ header: { alg } });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('wrong_algorithm');
  expect(issuer.asked).toEqual([]);
});

it('refuses an unsigned token of alg none', async () => {
  const issuer = scriptIssuer(ES);
  const token = `${encodePart({ alg: 'none' })}.${encodePart(CLAIMS)}.`;
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('malformed_token');
});

it.each([
  { material: 'PEM', secret: RS.publicKey.export({ format: 'pem', type: 'spki' }) },
  { material: 'a JWK', secret: JSON.stringify(RS.jwk) },
  { material: 'nothing', secret: '' },
])('refuses HS256 keyed with the public key as $material', async ({ secret }) => {
  const issuer = scriptIssuer(RS);
  const input = `${encodePart({ alg: 'HS256', kid: 'rs' })}.${encodePart(CLAIMS)}`;
  const signature = createHmac('sha256', secret).update(input).digest('base64url');
  const outcome = await outcomeOf(issuer.verifier().verify(`${input}.${signature}`));
  expect(outcome).toBe('wrong_algorithm');
});

it.each([
  { what: 'its own key in the header', header: { jwk: OTHER.jwk } },
  { what: 'an address of its keys', header: { jku: 'https://evil.test/jwks' } },
  { what: 'an address of a certificate', header: { x5u: 'https://evil.test/cert' } },
  { what: 'a certificate chain', header: { x5c: ['MIIB'] } },
])('$what is not looked at', async ({ header }) => {
  const issuer = scriptIssuer(ES);
  const verifier = issuer.verifier();
  expect(await outcomeOf(verifier.verify(issuer.token({ header }, OTHER)))).toBe('wrong_signature');
  expect(await outcomeOf(verifier.verify(issuer.token({ header })))).toBe('accepted');
  expect(issuer.asked.every((url) => url.startsWith(ISSUER))).toBe(true);
});

it.each([
  { what: 'an unknown extension', header: { crit: ['x'], x: 1 }, outcome: 'malformed_token' },
  { what: 'an empty crit', header: { crit: [] }, outcome: 'malformed_token' },
  { what: 'b64 false', header: { crit: ['b64'], b64: false }, outcome: 'malformed_token' },
  { what: 'b64 false without crit', header: { b64: false }, outcome: 'malformed_token' },
  { what: 'kid a number', header: { kid: 1 }, outcome: 'unknown_key' },
  { what: 'kid an object', header: { kid: { a: 1 } }, outcome: 'unknown_key' },
  { what: 'kid null', header: { kid: null }, outcome: 'unknown_key' },
  { what: 'kid empty', header: { kid: '' }, outcome: 'unknown_key' },
  { what: 'kid one too long', header: { kid: 'k'.repeat(257) }, outcome: 'unknown_key' },
  { what: 'kid of 5 KB', header: { kid: 'k'.repeat(5000) }, outcome: 'unknown_key' },
  { what: 'kid with a line feed', header: { kid: 'es\n' }, outcome: 'unknown_key' },
  { what: 'kid with a zero byte', header: { kid: 'es\0' }, outcome: 'unknown_key' },
  { what: 'an access token', header: { typ: 'at+jwt' }, outcome: 'wrong_type' },
  {
    what: 'an access token, long',
    header: { typ: 'application/at+jwt' },
    outcome: 'wrong_type',
  },
  { what: 'a logout token', header: { typ: 'logout+jwt' }, outcome: 'wrong_type' },
  { what: 'a DPoP proof', header: { typ: 'dpop+jwt' }, outcome: 'wrong_type' },
  { what: 'typ empty', header: { typ: '' }, outcome: 'wrong_type' },
  { what: 'typ null', header: { typ: null }, outcome: 'wrong_type' },
  { what: 'typ a list', header: { typ: ['JWT'] }, outcome: 'wrong_type' },
])('$what is refused without asking for keys', async ({ header, outcome }) => {
  const issuer = scriptIssuer(ES);
  expect(await outcomeOf(issuer.verifier().verify(issuer.token({ header })))).toBe(outcome);
  expect(issuer.asked).toEqual([]);
});

it.each(['JWT', 'jwt', 'application/jwt', 'Application/JWT'])('accepts typ %s', async (typ) => {
  const issuer = scriptIssuer(ES);
  const token = issuer.token({ header: { typ } });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('accepted');
});

it.each(['../../../../etc/passwd', "' OR 1=1 --", 'https://evil.test/jwks', 'k'.repeat(256)])(
  'kid %s is no more than an unknown name',
  async (kid) => {
    const issuer = scriptIssuer(ES);
    const token = issuer.token({ header: { kid } });
    expect(await outcomeOf(issuer.verifier().verify(token))).toBe('unknown_key');
    expect(issuer.asked.every((url) => url.startsWith(ISSUER))).toBe(true);
  },
);

const nameless = { ...ES.jwk, kid: undefined };
const unlabelled = { ...RS.jwk, alg: undefined, use: undefined };
it.each(UNUSABLE_KEYS)('leaves out $what and uses the others', async ({ jwk }) => {
  const issuer = scriptIssuer(ES);
  issuer.keys = [jwk, ES.jwk];
  const verifier = issuer.verifier();
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('accepted');
  expect(verifier.health().keys).toBe(1);
});

it.each(UNUSABLE_KEYS)('has no keys where $what is all there is', async ({ jwk }) => {
  const issuer = scriptIssuer(ES);
  issuer.keys = [jwk];
  expect(await outcomeOf(issuer.verifier().verify(issuer.token()))).toBe('keys_unavailable');
});

it.each([
  { what: 'the key says RS256, the token PS256', keys: [RS.jwk], by: sameKeyAs(RS, 'PS256') },
  { what: 'kid of a key of another type', keys: [RS.jwk, ES.jwk], by: { ...ES, kid: 'rs' } },
  {
    what: 'PS256 under an RS256 key, named',
    keys: [{ ...RS.jwk, kid: 'a' }],
    by: { ...sameKeyAs(RS, 'PS256'), kid: 'a' },
  },
])('$what: unknown_key, and no second question', async ({ keys, by }) => {
  const issuer = scriptIssuer(ES);
  issuer.keys = keys;
  expect(await outcomeOf(issuer.verifier().verify(issuer.token({}, by)))).toBe('unknown_key');
  expect(issuer.asked).toHaveLength(2);
});

it.each([
  { what: 'no kid, one key', keys: [ES.jwk], outcome: 'accepted' },
  { what: 'no kid on either side', keys: [nameless], outcome: 'accepted' },
  {
    what: 'no kid, several keys',
    keys: [OTHER.jwk, forgeKey('ES256', 'b').jwk, ES.jwk],
    outcome: 'accepted',
  },
  {
    what: 'no kid, none of several keys',
    keys: [OTHER.jwk, forgeKey('ES256', 'b').jwk],
    outcome: 'wrong_signature',
  },
  { what: 'no kid, the right key sixteenth', keys: [...others(15), ES.jwk], outcome: 'accepted' },
  {
    what: 'no kid, the right key after sixteen others',
    keys: [...others(16), ES.jwk],
    outcome: 'wrong_signature',
  },
  { what: 'no kid, no key of the type', keys: [RS.jwk], outcome: 'unknown_key' },
  {
    what: 'no kid, four keys before the right one that are for other algorithms',
    keys: [...['ES384', 'ES512'].map(ofCurve), RS.jwk, ED.jwk, ES.jwk],
    outcome: 'accepted',
  },
  {
    what: 'no kid, keys of other algorithms alone',
    keys: [...['ES384', 'ES512'].map(ofCurve), RS.jwk, ED.jwk],
    outcome: 'unknown_key',
  },
])('$what: $outcome', async ({ keys, outcome }) => {
  const issuer = scriptIssuer(ES);
  issuer.keys = keys;
  const token = issuer.token({ header: { kid: undefined } });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe(outcome);
  expect(issuer.asked).toHaveLength(2);
});

it.each([
  { what: 'the right one of two keys of one name, second', keys: [OTHER.jwk, ES.jwk], by: ES },
  { what: 'the right one of two keys of one name, first', keys: [ES.jwk, OTHER.jwk], by: ES },
  { what: 'one name for two types of key', keys: [{ ...RS.jwk, kid: 'es' }, ES.jwk], by: ES },
  { what: 'a key without alg and use', keys: [unlabelled], by: RS },
  {
    what: 'a key without alg and use, by PS256',
    keys: [unlabelled],
    by: sameKeyAs(RS, 'PS256'),
  },
  { what: 'a key with key_ops', keys: [{ ...ES.jwk, key_ops: ['verify'] }], by: ES },
])('$what is accepted', async ({ keys, by }) => {
  const issuer = scriptIssuer(ES);
  issuer.keys = keys;
  expect(await outcomeOf(issuer.verifier().verify(issuer.token({}, by)))).toBe('accepted');
});

it('a token without a kid is tried with the keys of its algorithm, however many others come first', async () => {
  const issuer = scriptIssuer(RS);
  const strangers = ['RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'RSA-OAEP'].map((alg) => ({
    ...RS.jwk,
    alg,
  }));
  issuer.keys = [...strangers, RS.jwk];
  const token = issuer.token({ header: { kid: undefined } });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('accepted');
});

it('refuses a token that none of two keys of one name signed', async () => {
  const issuer = scriptIssuer(ES);
  issuer.keys = [ES.jwk, OTHER.jwk];
  const token = issuer.token({}, forgeKey('ES256', 'es'));
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('wrong_signature');
});

it('looks at a hundred keys and no more', async () => {
  const issuer = scriptIssuer(ES);
  issuer.keys = [
    ...Array.from({ length: 100 }, (_, index) => ({ ...OTHER.jwk, kid: `x${index}` })),
    ES.jwk,
  ];
  const verifier = issuer.verifier();
  expect(await outcomeOf(verifier.verify(issuer.token()))).toBe('unknown_key');
  expect(verifier.health().keys).toBe(100);
});

it('accepts both valid signatures of one ES256 token and remembers two', async () => {
  const issuer = scriptIssuer(ES);
  const verifier = issuer.verifier();
  const token = issuer.token();
  expect(await outcomeOf(verifier.verify(token))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(mirrorSignature(token)))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(mirrorSignature(mirrorSignature(token))))).toBe(
    'accepted',
  );
  expect(verifier.health().cachedTokens).toBe(2);
});

const VALID = signBytes('', ES);
const ORDER = Buffer.from(P256_ORDER.toString(16), 'hex');
const ZERO = Buffer.alloc(32);

it.each([
  { signature: 'one byte short', bytes: VALID.subarray(1) },
  { signature: 'one byte long', bytes: Buffer.concat([VALID, Buffer.from([1])]) },
  { signature: 'of one byte', bytes: Buffer.from([1]) },
  { signature: 'all zero', bytes: Buffer.alloc(64) },
  { signature: 'with r = 0', bytes: Buffer.concat([ZERO, VALID.subarray(32)]) },
  { signature: 'with s = 0', bytes: Buffer.concat([VALID.subarray(0, 32), ZERO]) },
  { signature: 'with r = n', bytes: Buffer.concat([ORDER, VALID.subarray(32)]) },
  { signature: 'with s = n', bytes: Buffer.concat([VALID.subarray(0, 32), ORDER]) },
  { signature: 'of another text', bytes: VALID },
])('a signature $signature is wrong', async ({ bytes }) => {
  const issuer = scriptIssuer(ES);
  const token = issuer.token();
  const forged = `${token.slice(0, token.lastIndexOf('.'))}.${bytes.toString('base64url')}`;
  expect(await outcomeOf(issuer.verifier().verify(forged))).toBe('wrong_signature');
});

it('an issuer cannot widen the list of algorithms', async () => {
  const issuer = scriptIssuer(ES);
  const token = forge({ header: { alg: 'none' }, claims: CLAIMS }, ES);
  issuer.answer = (url) =>
    url.endsWith('/jwks')
      ? Response.json({ keys: issuer.keys })
      : Response.json({
          issuer: ISSUER,
          jwks_uri: `${ISSUER}/jwks`,
          id_token_signing_alg_values_supported: ['none', 'HS256'],
        });
  const verifier = issuer.verifier();
  await verifier.ready();
  expect(await outcomeOf(verifier.verify(token))).toBe('wrong_algorithm');
});

/** What a key of another curve looks like in a set. */
function ofCurve(alg: string): object {
  const namedCurve = alg === 'ES384' ? 'P-384' : 'P-521';
  const { publicKey } = generateKeyPairSync('ec', { namedCurve });
  return { ...publicKey.export({ format: 'jwk' }), alg };
}

function others(count: number): object[] {
  return Array.from({ length: count }, (_, index) => forgeKey('ES256', `other-${index}`).jwk);
}

function sameKeyAs(key: ForgeKey, alg: string): ForgeKey {
  return { ...key, alg };
}
