import { describe, expect, it } from 'vitest';
import { NOW, startApolloBank } from '../support/apollo-bank.js';
import type { ApolloBank, ApolloBankOptions } from '../support/apollo-bank.js';
import type { Answer } from '../support/send.js';

const JSON_RESPONSE = 'application/json; charset=utf-8';
const GRAPHQL_RESPONSE = 'application/graphql-response+json; charset=utf-8';
const REAUTH_CHALLENGE = 'Bearer error="insufficient_user_authentication", max_age="60"';
const AUTHGEAR = 'https://authgear.com/claims/user/';

const transfer = { query: 'mutation { transfer { id bankRef } }' };

/** Every row of the table of error codes, and how its answer looks on each media type. */
const rows: readonly {
  readonly when: string;
  readonly options?: ApolloBankOptions;
  readonly token?: (bank: ApolloBank) => Promise<string>;
  readonly code: string;
  readonly reason?: string;
  readonly message: string;
  readonly json: number;
  readonly graphql: number;
  readonly challenge?: string;
  readonly retryAfter?: string;
}[] = [
  {
    when: 'no token came',
    code: 'UNAUTHENTICATED',
    reason: 'TOKEN_MISSING',
    message: 'Authentication required',
    json: 401,
    graphql: 401,
    challenge: 'Bearer',
  },
  {
    when: 'the token is expired',
    token: (bank) => bank.token(0, { iat: NOW - 400, exp: NOW - 100 }),
    code: 'UNAUTHENTICATED',
    reason: 'TOKEN_EXPIRED',
    message: 'The token is not accepted',
    json: 401,
    graphql: 401,
    challenge: 'Bearer error="invalid_token"',
  },
  {
    when: 'the token is for somebody else',
    token: (bank) => bank.token(0, { aud: 'another-client' }),
    code: 'UNAUTHENTICATED',
    reason: 'TOKEN_INVALID',
    message: 'The token is not accepted',
    json: 401,
    graphql: 401,
    challenge: 'Bearer error="invalid_token"',
  },
  {
    when: 'a refused token leaves the caller anonymous',
    options: { invalidToken: 'anonymous' },
    token: (bank) => bank.token(0, { iat: NOW - 400, exp: NOW - 100 }),
    code: 'UNAUTHENTICATED',
    reason: 'TOKEN_EXPIRED',
    message: 'The token is not accepted',
    json: 401,
    graphql: 401,
    challenge: 'Bearer error="invalid_token"',
  },
  {
    when: 'the sign-in is too old',
    token: (bank) => bank.token(61),
    code: 'REAUTH_REQUIRED',
    message: 'Recent authentication required',
    json: 200,
    graphql: 401,
    challenge: REAUTH_CHALLENGE,
  },
  {
    when: 'the status of a sign-in too old is always 401',
    options: { recentAuth: { httpStatus: 401 } },
    token: (bank) => bank.token(61),
    code: 'REAUTH_REQUIRED',
    message: 'Recent authentication required',
    json: 401,
    graphql: 401,
    challenge: REAUTH_CHALLENGE,
  },
  {
    when: 'the status of a sign-in too old is always 200',
    options: { recentAuth: { httpStatus: 200 } },
    token: (bank) => bank.token(61),
    code: 'REAUTH_REQUIRED',
    message: 'Recent authentication required',
    json: 200,
    graphql: 200,
    challenge: REAUTH_CHALLENGE,
  },
  {
    when: 'the user cannot reauthenticate',
    token: (bank) => bank.token(61, { [`${AUTHGEAR}can_reauthenticate`]: false }),
    code: 'REAUTH_IMPOSSIBLE',
    message: 'Recent authentication required, which this user cannot give',
    json: 200,
    graphql: 403,
  },
  {
    when: 'the user never signed in',
    token: (bank) => bank.token(0, { [`${AUTHGEAR}is_anonymous`]: true }),
    code: 'FORBIDDEN',
    message: 'Only a signed-in user may do this',
    json: 200,
    graphql: 403,
  },
  {
    when: 'the header is malformed',
    token: () => Promise.resolve('two tokens'),
    code: 'BAD_REQUEST',
    message: 'The Authorization header is malformed',
    json: 400,
    graphql: 400,
    challenge: 'Bearer error="invalid_request"',
  },
  {
    when: 'the keys cannot be had',
    options: { fetch: () => Promise.reject(new TypeError('fetch failed')) },
    token: (bank) => bank.token(0),
    code: 'AUTH_UNAVAILABLE',
    message: 'Authentication is not available at the moment',
    json: 503,
    graphql: 503,
    retryAfter: expect.stringMatching(/^\d+$/) as string,
  },
];

const accepts = [
  { accept: undefined, type: 'json' },
  { accept: '*/*', type: 'json' },
  { accept: 'application/json', type: 'json' },
  { accept: 'application/graphql-response+json', type: 'graphql' },
  { accept: 'application/graphql-response+json,application/json;q=0.9', type: 'graphql' },
] as const;

describe.each(['standalone', 'fastify'] as const)('on %s', (integration) => {
  describe.each(rows)('when $when', (row) => {
    it.each(accepts)(
      `RA-28: answers Accept: $accept with ${row.code}`,
      async ({ accept, type }) => {
        const bank = await startApolloBank({ ...row.options, integration });
        const token = await row.token?.(bank);
        const answer = await bank.post(transfer, {
          ...(token !== undefined && { token }),
          ...(accept !== undefined && { accept }),
        });
        expect(head(answer)).toEqual({
          status: type === 'json' ? row.json : row.graphql,
          contentType: type === 'json' ? JSON_RESPONSE : GRAPHQL_RESPONSE,
          cacheControl: 'no-store',
          challenge: row.challenge,
          retryAfter: row.retryAfter,
          exposed: row.challenge ? 'WWW-Authenticate' : row.retryAfter && 'Retry-After',
        });
        expect(answer.body).toEqual({
          errors: [
            {
              message: row.message,
              ...locations(answer),
              extensions: {
                code: row.code,
                ...(row.reason && { reason: row.reason }),
                ...(row.code.startsWith('REAUTH') && { reauth: expect.any(Object) as object }),
              },
            },
          ],
        });
        expect(bank.ran).toEqual([]);
      },
    );
  });
});

/** A refused token has none: no operation was looked at. */
function locations({ body }: Answer): object {
  const { errors } = body as { errors: [{ locations?: unknown }] };
  return 'locations' in errors[0] ? { locations: expect.any(Array) as unknown } : {};
}

function head({ status, headers }: Answer): object {
  return {
    status,
    contentType: headers['content-type'],
    cacheControl: headers['cache-control'],
    challenge: headers['www-authenticate'],
    retryAfter: headers['retry-after'],
    exposed: headers['access-control-expose-headers'],
  };
}
