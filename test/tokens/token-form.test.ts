import { expect, it } from 'vitest';
import { encodePart, forge, signBytes } from '../support/forge.js';
import { CLAIMS, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import type { ScriptedIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const TOKEN = issuer.token();
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = TOKEN.split('.');
/** The largest share of a token's 8192 characters that is left to its claims. */
const DEEP = 1000;

it('accepts the token that all others differ from', async () => {
  expect(await outcomeOf(issuer.verifier().verify(TOKEN))).toBe('accepted');
});

it.each([
  { what: 'an empty token', token: '' },
  { what: 'one part', token: HEADER },
  { what: 'two parts', token: `${HEADER}.${PAYLOAD}` },
  { what: 'four parts', token: `${TOKEN}.${SIGNATURE}` },
  { what: 'five parts, as a JWE has', token: `${TOKEN}.${SIGNATURE}.${SIGNATURE}` },
  { what: 'an empty header', token: `.${PAYLOAD}.${SIGNATURE}` },
  { what: 'an empty payload, as a detached one is', token: `${HEADER}..${SIGNATURE}` },
  { what: 'an empty signature', token: `${HEADER}.${PAYLOAD}.` },
  { what: 'padding at the end', token: `${TOKEN}=` },
  { what: 'padding of two', token: `${TOKEN}==` },
  { what: 'padding inside the header', token: `${HEADER}=.${PAYLOAD}.${SIGNATURE}` },
  { what: 'a space before', token: ` ${TOKEN}` },
  { what: 'a space after', token: `${TOKEN} ` },
  { what: 'a space inside the signature', token: `${TOKEN.slice(0, -9)} ${TOKEN.slice(-9)}` },
  { what: 'a tab inside', token: `${TOKEN.slice(0, -9)}\t${TOKEN.slice(-9)}` },
  { what: 'a line feed after', token: `${TOKEN}\n` },
  { what: 'a carriage return inside', token: `${HEADER}.\r${PAYLOAD}.${SIGNATURE}` },
  { what: 'a character beyond ASCII', token: `${TOKEN.slice(0, -1)}é` },
  { what: 'the other base64 alphabet', token: `${HEADER}.${PAYLOAD}.+/${SIGNATURE.slice(2)}` },
  {
    what: 'JSON serialisation',
    token: JSON.stringify({ protected: HEADER, payload: PAYLOAD, signature: SIGNATURE }),
  },
  { what: 'a length that base64 cannot have', token: `${HEADER}A.${PAYLOAD}.${SIGNATURE}` },
  { what: 'a header that is no JSON', token: issuer.token({ header: '{"alg":"ES256"' }) },
  { what: 'a header that is an array', token: issuer.token({ header: '[]' }) },
  { what: 'a header that is null', token: issuer.token({ header: 'null' }) },
  { what: 'claims that are no JSON', token: issuer.token({ claims: 'no' }) },
  { what: 'claims that are a string', token: issuer.token({ claims: '"no"' }) },
  { what: 'claims that are an array', token: issuer.token({ claims: '[]' }) },
  { what: 'a literal NaN', token: issuer.token({ claims: '{"exp":NaN}' }) },
  {
    what: 'a byte order mark',
    token: issuer.token({ claims: `\uFEFF${JSON.stringify(CLAIMS)}` }),
  },
  { what: 'invalid UTF-8', token: signInvalidUtf8(issuer) },
])('RA-38: $what is a malformed token', async ({ token }) => {
  const verifier = issuer.verifier();
  issuer.asked.length = 0;
  expect(await outcomeOf(verifier.verify(token))).toBe('malformed_token');
  expect(issuer.asked).toEqual([]);
});

it.each([undefined, null, 5, {}, ['a.b.c'], Buffer.from(TOKEN)])(
  'refuses %s, which is no text',
  async (token) => {
    expect(await outcomeOf(issuer.verifier().verify(token as string))).toBe('malformed_token');
  },
);

it('refuses every other spelling of the last character of each part', async () => {
  const verifier = issuer.verifier();
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const isSameBytes = (one: string, two: string): boolean =>
    Buffer.from(one, 'base64url').equals(Buffer.from(two, 'base64url'));
  const spellings = [HEADER, PAYLOAD, SIGNATURE].flatMap((part, index, parts) =>
    Array.from(alphabet)
      .map((last) => part.slice(0, -1) + last)
      .filter((spelling) => spelling !== part && isSameBytes(spelling, part))
      .map((spelling) => parts.with(index, spelling).join('.')),
  );
  expect(spellings.length).toBeGreaterThanOrEqual(15);
  for (const spelling of spellings) {
    expect(await outcomeOf(verifier.verify(spelling))).toBe('malformed_token');
  }
});

it.each([
  { length: 'at the limit', more: 0, outcome: 'accepted' },
  { length: 'one character past the limit', more: -1, outcome: 'token_too_long' },
])('a token $length is $outcome', async ({ more, outcome }) => {
  const verifier = issuer.verifier({ maxTokenLength: TOKEN.length + more });
  expect(await outcomeOf(verifier.verify(TOKEN))).toBe(outcome);
});

it.each([
  { what: '8193 characters', token: 'A'.repeat(8193), outcome: 'token_too_long' },
  { what: '4 MiB', token: 'A'.repeat(4 * 2 ** 20), outcome: 'token_too_long' },
  {
    what: 'a claim that is there twice, of which the last counts',
    token: issuer.token({ claims: JSON.stringify(CLAIMS).replace('{', '{"sub":1,') }),
    outcome: 'accepted',
  },
  {
    what: 'a claim that is there twice, the last of them wrong',
    token: issuer.token({ claims: JSON.stringify(CLAIMS).replace('}', ',"sub":1}') }),
    outcome: 'wrong_claim',
  },
  {
    what: 'claims nested deeply',
    token: issuer.token({ claims: { deep: nest(DEEP) } }),
    outcome: 'accepted',
  },
])('$what: $outcome', async ({ token, outcome }) => {
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe(outcome);
});

it('claims as deep as a long token can hold neither crash nor stay writable', async () => {
  const depth = 200_000;
  const claims = JSON.stringify(CLAIMS).replace(
    '{',
    `{"deep":${'['.repeat(depth)}${']'.repeat(depth)},`,
  );
  const verifier = issuer.verifier({ maxTokenLength: 2 ** 20 });
  const outcome = await outcomeOf(verifier.verify(issuer.token({ claims })));
  expect(['accepted', 'malformed_token']).toContain(outcome);
});

function nest(depth: number): unknown {
  return depth === 0 ? [] : [nest(depth - 1)];
}

function signInvalidUtf8({ key }: ScriptedIssuer): string {
  const header = encodePart({ alg: key.alg, kid: key.kid });
  const claims = Buffer.from(JSON.stringify({ ...CLAIMS, name: '??' }));
  claims.write('\xc3(', claims.indexOf('??'), 'latin1');
  const input = `${header}.${claims.toString('base64url')}`;
  return `${input}.${signBytes(input, key).toString('base64url')}`;
}

it('refuses an empty object, which lacks every claim', async () => {
  const token = forge({ claims: {} }, issuer.key);
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('wrong_issuer');
});
