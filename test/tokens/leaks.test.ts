import { inspect } from 'node:util';
import { expect, it } from 'vitest';
import { createContextBuilder } from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { NOW, scriptIssuer } from '../support/scripted-issuer.js';

const SECRETS = {
  subject: 'secret-subject',
  email: 'secret@mail.test',
  kid: 'secret-kid',
  audience: 'secret-audience',
  issuer: 'https://secret-issuer.test',
};
const KEY = forgeKey('ES256', SECRETS.kid);
const CLAIMS = { sub: SECRETS.subject, email: SECRETS.email };
const issuer = scriptIssuer(KEY);

/** Everything that a careless logger could print of an error. */
function printEverything(error: unknown): string {
  const { message, stack } = error as Error;
  return [
    message,
    stack,
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
  ].join('\n');
}

async function faultOf(header: string, verifier = issuer.verifier()): Promise<unknown> {
  const buildContext = createContextBuilder({ verifier });
  return buildContext({ headers: { authorization: header } }).then(
    () => 'accepted',
    (error: unknown) => error,
  );
}

it.each([
  { refusal: 'malformed_header', header: 'Bearer secret-a secret-b' },
  { refusal: 'several_tokens', header: 'Bearer secret-a, Bearer secret-b' },
  { refusal: 'token_too_long', header: `Bearer ${'secret'.repeat(2000)}` },
  { refusal: 'malformed_token', header: 'Bearer secret' },
  { refusal: 'wrong_algorithm', header: bearing({ header: { alg: 'secret' } }) },
  { refusal: 'wrong_type', header: bearing({ header: { typ: 'secret' } }) },
  { refusal: 'unknown_key', header: bearing({ header: { kid: 'secret-other' } }) },
  {
    refusal: 'wrong_signature',
    header: `Bearer ${issuer.token({ claims: CLAIMS }, forgeKey('ES256', SECRETS.kid))}`,
  },
  { refusal: 'wrong_issuer', header: bearing({ claims: { iss: SECRETS.issuer } }) },
  { refusal: 'wrong_audience', header: bearing({ claims: { aud: SECRETS.audience } }) },
  { refusal: 'wrong_claim', header: bearing({ claims: { exp: 'secret' } }) },
  { refusal: 'bound_to_another_key', header: bearing({ claims: { cnf: { jkt: 'secret' } } }) },
  { refusal: 'not_yet_valid', header: bearing({ claims: { iat: NOW + 100 } }) },
  { refusal: 'expired', header: bearing({ claims: { exp: NOW - 100 } }) },
])('RA-40: the error of $refusal shows nothing of the token', async ({ refusal, header }) => {
  const error = await faultOf(header);
  expect(error).toMatchObject({ name: 'TokenRefusedError', code: 'TOKEN_REFUSED', refusal });
  expect(error).not.toHaveProperty('cause');
  const printed = printEverything(error);
  expect(printed).not.toMatch(/secret/i);
  const parts = header.split(/[., ]+/).filter((part) => part !== 'Bearer');
  for (const part of parts) expect(printed).not.toContain(part);
});

it('the error of keys that cannot be had names the address and no more', async () => {
  const down = scriptIssuer(KEY);
  down.answer = (url) => {
    if (url.endsWith('/jwks')) return new Response('secret body', { status: 502 });
    return Response.json({ issuer: 'https://issuer.test', jwks_uri: 'https://issuer.test/jwks' });
  };
  const token = down.token({ claims: CLAIMS });
  const error = await faultOf(`Bearer ${token}`, down.verifier());
  expect(error).toMatchObject({ refusal: 'keys_unavailable', cause: { code: 'KEYS_UNAVAILABLE' } });
  expect(printEverything(error)).not.toMatch(/secret/i);
  for (const part of token.split('.')) expect(printEverything(error)).not.toContain(part);
});

it('a document that is no JSON is not quoted', async () => {
  const down = scriptIssuer(KEY);
  down.answer = () => new Response('secret body');
  const error = await faultOf(`Bearer ${down.token()}`, down.verifier());
  expect(error).toMatchObject({ refusal: 'keys_unavailable' });
  expect(printEverything(error)).not.toMatch(/secret/i);
});

function bearing(parts: { header?: object; claims?: object }): string {
  const { header = {}, claims = {} } = parts;
  return `Bearer ${issuer.token({ header, claims: { ...CLAIMS, ...claims } })}`;
}
