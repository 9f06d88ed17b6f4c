import { expect, it } from 'vitest';
import {
  answerTokenRefusal,
  ERROR_CODES,
  REAUTH_REASONS,
  REAUTH_REMEDIES,
  TOKEN_REASONS,
  TOKEN_REFUSALS,
} from '../../src/protocol/index.js';

const unauthenticated = (reason: string, header: string) => ({
  code: 'UNAUTHENTICATED',
  reason,
  message: reason === 'TOKEN_MISSING' ? 'Authentication required' : 'The token is not accepted',
  http: { status: 401, headers: { 'www-authenticate': header } },
});
const INVALID = unauthenticated('TOKEN_INVALID', 'Bearer error="invalid_token"');
const BAD_REQUEST = {
  code: 'BAD_REQUEST',
  reason: undefined,
  message: 'The Authorization header is malformed',
  http: { status: 400, headers: { 'www-authenticate': 'Bearer error="invalid_request"' } },
};

it.each([
  [undefined, unauthenticated('TOKEN_MISSING', 'Bearer')],
  ['malformed_header', BAD_REQUEST],
  ['several_tokens', BAD_REQUEST],
  ['token_too_long', { ...BAD_REQUEST, message: 'The token is too long' }],
  [
    'unlisted_origin',
    { ...BAD_REQUEST, message: 'Pages of this origin may not use the session cookie' },
  ],
  [
    'forgeable_request',
    {
      ...BAD_REQUEST,
      message: 'With a session cookie, send JSON or a header apollo-require-preflight',
    },
  ],
  ['malformed_token', INVALID],
  ['wrong_algorithm', INVALID],
  ['wrong_type', INVALID],
  ['unknown_key', INVALID],
  ['wrong_signature', INVALID],
  ['wrong_issuer', INVALID],
  ['wrong_audience', INVALID],
  ['wrong_claim', INVALID],
  ['bound_to_another_key', INVALID],
  ['not_yet_valid', INVALID],
  ['expired', unauthenticated('TOKEN_EXPIRED', 'Bearer error="invalid_token"')],
  ['revoked', unauthenticated('TOKEN_REVOKED', 'Bearer error="invalid_token"')],
  [
    'keys_unavailable',
    {
      code: 'AUTH_UNAVAILABLE',
      reason: undefined,
      message: 'Authentication is not available at the moment',
      http: { status: 503, headers: { 'retry-after': '5' } },
    },
  ],
  ['revocations_unavailable', answerTokenRefusal('keys_unavailable')],
] as const)('answers %s', (refusal, answer) => {
  expect(answerTokenRefusal(refusal)).toEqual(answer);
});

it('says when to come again', () => {
  expect(answerTokenRefusal('keys_unavailable', 30).http.headers).toEqual({ 'retry-after': '30' });
});

it('the closed lists are the ones that the contract names', () => {
  expect(TOKEN_REFUSALS).toHaveLength(19);
  expect(TOKEN_REASONS).toEqual([
    'TOKEN_MISSING',
    'TOKEN_EXPIRED',
    'TOKEN_INVALID',
    'TOKEN_REVOKED',
  ]);
  expect(ERROR_CODES).toEqual([
    ...['UNAUTHENTICATED', 'REAUTH_REQUIRED', 'REAUTH_IMPOSSIBLE', 'FORBIDDEN'],
    ...['BAD_REQUEST', 'AUTH_UNAVAILABLE'],
  ]);
  expect(REAUTH_REASONS).toEqual([
    ...['AUTH_TIME_INVALID', 'AUTH_TIME_MISSING', 'ACR_INSUFFICIENT', 'AUTH_TIME_TOO_OLD'],
    'CANNOT_REAUTHENTICATE',
  ]);
  expect(REAUTH_REMEDIES).toEqual(['REAUTHENTICATE', 'LOGIN', 'NONE']);
});
