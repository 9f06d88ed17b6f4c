import { parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Context } from '../support/graph.js';
import { anonymous, createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    name: String @requiresRecentAuth(seconds: 300)
  }
  type Mutation {
    five: String @requiresRecentAuth(seconds: 300)
    one: String @requiresRecentAuth(seconds: 60)
    mfa: String @requiresRecentAuth(seconds: 900, acr: ["mfa", "phr"])
    phr: String @requiresRecentAuth(seconds: 900, acr: ["phr", "phrh"])
    other: String @requiresRecentAuth(seconds: 900, acr: ["other"])
    lenient: String @requiresRecentAuth(seconds: 60, allowIfCannotReauthenticate: true)
  }
`;

async function refusalOf(fields: string, contextValue: Context, options = {}) {
  const { recentAuth, schema } = createGraph(typeDefs, () => ({}), options);
  return recentAuth.check({ schema, document: parse(`mutation { ${fields} }`), contextValue });
}

describe('several refused fields', () => {
  it('RA-20: are answered with one error without a path', async () => {
    const refusal = await refusalOf(
      'five one mfa',
      signedIn(400, { acr: 'mfa', canReauthenticate: true }),
    );
    expect(JSON.parse(JSON.stringify(refusal?.error))).toEqual({
      message: 'Recent authentication required',
      locations: [
        { line: 1, column: 12 },
        { line: 1, column: 17 },
      ],
      extensions: {
        code: 'REAUTH_REQUIRED',
        reauth: {
          reason: 'AUTH_TIME_TOO_OLD',
          maxAge: 60,
          authTime: NOW - 400,
          serverTime: NOW,
          canReauthenticate: true,
          remedy: 'REAUTHENTICATE',
          acrValues: [],
          fields: ['Mutation.five', 'Mutation.one'],
          executed: false,
        },
      },
    });
  });

  it.each([
    [
      'five mfa',
      signedIn(400),
      { reason: 'ACR_INSUFFICIENT', maxAge: 300, acrValues: ['mfa', 'phr'] },
    ],
    ['mfa phr', signedIn(0), { reason: 'ACR_INSUFFICIENT', maxAge: 900, acrValues: ['phr'] }],
    ['five mfa', signedIn(0, { authTime: undefined }), { reason: 'AUTH_TIME_MISSING' }],
    ['five mfa', signedIn(0, { authTime: NaN }), { reason: 'AUTH_TIME_INVALID', authTime: null }],
  ])(
    'RA-19: %s are answered with the first reason and the strictest demand',
    async (fields, context, reauth) => {
      const refusal = await refusalOf(fields, context);
      expect(refusal?.error.extensions).toMatchObject({ code: 'REAUTH_REQUIRED', reauth });
    },
  );

  it.each([
    ['no single value meets', 'mfa other', signedIn(0)],
    ['the one now held keeps the other from being met', 'mfa other', signedIn(0, { acr: 'mfa' })],
  ])('RA-19: whose acr demands %s cannot be satisfied', async (_, fields, context) => {
    const refusal = await refusalOf(fields, context);
    expect(refusal).toMatchObject({
      code: 'REAUTH_IMPOSSIBLE',
      error: { extensions: { reauth: { reason: 'ACR_INSUFFICIENT', remedy: 'NONE' } } },
    });
  });

  it('RA-19: are not made impossible by a demand that is on trial', async () => {
    const refusal = await refusalOf('mfa other', signedIn(0), { report: ['Mutation.other'] });
    expect(refusal).toMatchObject({
      code: 'REAUTH_REQUIRED',
      error: { extensions: { reauth: { acrValues: ['mfa', 'phr'], fields: ['Mutation.mfa'] } } },
    });
  });

  it('RA-19: are answered with the gravest code', async () => {
    const cannot = { canReauthenticate: false, acr: 'pwd' };
    expect((await refusalOf('five mfa', anonymous))?.code).toBe('UNAUTHENTICATED');
    expect((await refusalOf('five mfa', signedIn(400, { principal: 'machine' })))?.code).toBe(
      'FORBIDDEN',
    );
    expect((await refusalOf('five mfa', signedIn(400, cannot)))?.code).toBe('REAUTH_IMPOSSIBLE');
    expect((await refusalOf('five lenient', signedIn(0, cannot)))?.code).toBeUndefined();
  });

  it('RA-26: name neither fields nor classes where the server does not disclose them', async () => {
    const refusal = await refusalOf('mfa', signedIn(0), { discloseRequirements: false });
    const { reauth } = refusal?.error.extensions as Record<string, object>;
    expect(Object.keys(reauth ?? {})).not.toEqual(expect.arrayContaining(['fields']));
    expect(Object.keys(reauth ?? {})).not.toEqual(expect.arrayContaining(['acrValues']));
    expect(refusal?.http('application/json').headers).toEqual({
      'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="900"',
    });
  });
});

describe('the HTTP answer', () => {
  const challenge =
    'Bearer error="insufficient_user_authentication", max_age="900", acr_values="mfa phr"';
  const strict = 'application/graphql-response+json; charset=utf-8';
  it.each([
    ['negotiated', strict, 401],
    ['negotiated', 'APPLICATION/GRAPHQL-RESPONSE+JSON', 401],
    ['negotiated', 'application/json; charset=utf-8', 200],
    ['negotiated', 'application/graphql-response+jsonx', 200],
    ['negotiated', '', 200],
    [200, strict, 200],
    [401, 'application/json', 401],
  ])('RA-28: with httpStatus %s is for %s a %i', async (httpStatus, mediaType, status) => {
    const refusal = await refusalOf('mfa', signedIn(0), { httpStatus });
    expect(refusal?.http(mediaType)).toEqual({
      status,
      headers: { 'www-authenticate': challenge },
    });
    const forbidden = await refusalOf('mfa', signedIn(0, { principal: 'machine' }), { httpStatus });
    expect(forbidden?.http(mediaType)).toEqual({ status: status === 401 ? 403 : 200, headers: {} });
  });

  it.each([
    ['RA-33: without a token', anonymous, 401, { 'www-authenticate': 'Bearer' }],
    [
      'RA-33: with a refused token',
      { status: 'anonymous', refusal: 'expired' },
      401,
      { 'www-authenticate': 'Bearer error="invalid_token"' },
    ],
    [
      'RA-34: without keys',
      { status: 'anonymous', refusal: 'keys_unavailable' },
      503,
      { 'retry-after': '5' },
    ],
  ] as const)('%s does not follow the media type', async (_, who, status, headers) => {
    const context = 'status' in who ? { authentication: who, checkedAt: NOW } : who;
    const refusal = await refusalOf('one', context, { httpStatus: 200 });
    expect(refusal?.http('application/json')).toEqual({ status, headers });
  });

  it('RA-32: is a 500 for a context that was never built, also of a query', async () => {
    const { recentAuth, schema } = createGraph(typeDefs, () => ({}));
    const check = (source: string) =>
      recentAuth.check({ schema, document: parse(source), contextValue: {} });
    expect((await check('mutation { one }'))?.http('application/json')).toEqual({
      status: 500,
      headers: {},
    });
    expect((await check('{ name }'))?.code).toBe('INTERNAL_SERVER_ERROR');
  });
});

describe('check', () => {
  const { recentAuth, schema } = createGraph(typeDefs, () => ({}));
  const refusalOfDocument = (source: string, operationName?: string) =>
    recentAuth.check({
      schema,
      document: parse(source),
      operationName,
      contextValue: signedIn(900),
    });

  it.each([
    ['a query, which is partial', '{ name }', undefined],
    ['an operation that does not exist', 'mutation A { one }', 'B'],
    ['no operation name among several', 'mutation A { one } mutation B { one }', undefined],
    ['a document without operations', 'fragment F on Mutation { one }', undefined],
    ['nothing guarded', 'mutation { __typename }', undefined],
    ['a field that does not exist', 'mutation { two }', undefined],
    ['a fragment that does not exist', 'mutation { ...F }', undefined],
    ['a type that does not exist', 'mutation { ... on Nothing { one } }', undefined],
    ['a root that does not exist', 'subscription { one }', undefined],
  ])('says nothing of %s', async (_, source, operationName) => {
    expect(await refusalOfDocument(source, operationName)).toBeUndefined();
  });

  it('tells whether an operation names a guarded field, conditions aside', () => {
    const names = (source: string) =>
      recentAuth.selectsGuardedField({ schema, document: parse(source) });
    expect(names('{ name }')).toBe(true);
    expect(names('query ($v: Boolean!) { name @skip(if: $v) }')).toBe(true);
    expect(names('{ name @skip(if: true) }')).toBe(false);
    expect(names('{ __typename }')).toBe(false);
    expect(names('fragment F on Query { name }')).toBe(false);
  });

  it('sees fragments that were exchanged around the same operation', async () => {
    const harmless = parse('mutation { ...F } fragment F on Mutation { __typename }');
    const harmful = parse('fragment F on Mutation { one }');
    const [operation] = harmless.definitions;
    const [fragment] = harmful.definitions;
    if (!operation || !fragment) throw new Error('no definitions');
    const exchanged = { ...harmless, definitions: [operation, fragment] };
    const check = (document: typeof harmless) =>
      recentAuth.check({ schema, document, contextValue: signedIn(900) });
    expect(await check(harmless)).toBeUndefined();
    expect((await check(exchanged))?.code).toBe('REAUTH_REQUIRED');
  });
});
