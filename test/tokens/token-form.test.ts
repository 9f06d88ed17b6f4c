import { expect, it } from 'vitest';
import { encodePart, forge, signBytes } from '../support/forge.js';
import { CLAIMS, outcomeOf, scriptIssuer } from '../support/scripted-issuer.js';
import type { ScriptedIssuer } from '../support/scripted-issuer.js';

const issuer = scriptIssuer();
const TOKEN = issuer.token();
const [HEADER = '', PAYLOAD = '', SIGNATURE = ''] = TOKEN.split('.');
/** The largest share of a token's 8192 characters that is left to its claims. */
const DEEP = 1000;

it('row 0: accepts the token that all others differ from', async () => {
  expect(await outcomeOf(issuer.verifier().verify(TOKEN))).toBe('accepted');
});

it.each([
  { row: '1: an empty token', token: '' },
  { row: '2: one part', token: HEADER },
  { row: '2: two parts', token: `${HEADER}.${PAYLOAD}` },
  { row: '2: four parts', token: `${TOKEN}.${SIGNATURE}` },
  { row: '2: five parts, as a JWE has', token: `${TOKEN}.${SIGNATURE}.${SIGNATURE}` },
  { row: '2: an empty header', token: `.${PAYLOAD}.${SIGNATURE}` },
  { row: '2: an empty payload, as a detached one is', token: `${HEADER}..${SIGNATURE}` },
  { row: '2: an empty signature', token: `${HEADER}.${PAYLOAD}.` },
  { row: '4: padding at the end', token: `${TOKEN}=` },
  { row: '4: padding of two', token: `${TOKEN}==` },
  { row: '4: padding inside the header', token: `${HEADER}=.${PAYLOAD}.${SIGNATURE}` },
  { row: '4: a space before', token: ` ${TOKEN}` },
  { row: '4: a space after', token: `${TOKEN} ` },
  { row: '4: a space inside the signature', token: `${TOKEN.slice(0, -9)} ${TOKEN.slice(-9)}` },
  { row: '4: a tab inside', token: `${TOKEN.slice(0, -9)}\t${TOKEN.slice(-9)}` },
  { row: '4: a line feed after', token: `${TOKEN}\n` },
  { row: '4: a carriage return inside', token: `${HEADER}.\r${PAYLOAD}.${SIGNATURE}` },
  { row: '4: a character beyond ASCII', token: `${TOKEN.slice(0, -1)}é` },
  { row: '4: the other base64 alphabet', token: `${HEADER}.${PAYLOAD}.+/${SIGNATURE.slice(2)}` },
  {
    row: '4: JSON serialisation',
    token: JSON.stringify({ protected: HEADER, payload: PAYLOAD, signature: SIGNATURE }),
  },
  { row: '6: a length that base64 cannot have', token: `${HEADER}A.${PAYLOAD}.${SIGNATURE}` },
  { row: '6: a header that is no JSON', token: issuer.token({ header: '{"alg":"ES256"' }) },
  { row: '6: a header that is an array', token: issuer.token({ header: '[]' }) },
  { row: '6: a header that is null', token: issuer.token({ header: 'null' }) },
  { row: '6: claims that are no JSON', token: issuer.token({ claims: 'no' }) },
  { row: '6: claims that are a string', token: issuer.token({ claims: '"no"' }) },
  { row: '6: claims that are an array', token: issuer.token({ claims: '[]' }) },
  { row: '6: a literal NaN', token: issuer.token({ claims: '{"exp":NaN}' }) },
  {
    row: '6: a byte order mark',
    token: issuer.token({ claims: `\uFEFF${JSON.stringify(CLAIMS)}` }),
  },
  { row: '6: invalid UTF-8', token: signInvalidUtf8(issuer) },
])('row $row is a malformed token', async ({ token }) => {
  const verifier = issuer.verifier();
  issuer.asked.length = 0;
  expect(await outcomeOf(verifier.verify(token))).toBe('malformed_token');
  expect(issuer.asked).toEqual([]);
});

it.each([undefined, null, 5, {}, ['a.b.c'], Buffer.from(TOKEN)])(
  'row 1: refuses %s, which is no text',
  async (token) => {
    expect(await outcomeOf(issuer.verifier().verify(token as string))).toBe('malformed_token');
  },
);

it('row 5: refuses every other spelling of the last character of each part', async () => {
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
])('row 3: a token $length is $outcome', async ({ more, outcome }) => {
  const verifier = issuer.verifier({ maxTokenLength: TOKEN.length + more });
  expect(await outcomeOf(verifier.verify(TOKEN))).toBe(outcome);
});

it.each([
  { row: '3: 8193 characters', token: 'A'.repeat(8193), outcome: 'token_too_long' },
  { row: '3: 4 MiB', token: 'A'.repeat(4 * 2 ** 20), outcome: 'token_too_long' },
  {
    row: '7: a claim that is there twice, of which the last counts',
    token: issuer.token({ claims: JSON.stringify(CLAIMS).replace('{', '{"sub":1,') }),
    outcome: 'accepted',
  },
  {
    row: '7: a claim that is there twice, the last of them wrong',
    token: issuer.token({ claims: JSON.stringify(CLAIMS).replace('}', ',"sub":1}') }),
    outcome: 'wrong_claim',
  },
  {
    row: '8: claims nested deeply',
    token: issuer.token({ claims: { deep: nest(DEEP) } }),
    outcome: 'accepted',
  },
])('row $row: $outcome', async ({ token, outcome }) => {
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe(outcome);
});

it('row 8: claims as deep as a long token can hold neither crash nor stay writable', async () => {
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

it('row 6: refuses an empty object, which lacks every claim', async () => {
  const token = forge({ claims: {} }, issuer.key);
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('wrong_issuer');
});
