import { ApolloServer } from '@apollo/server';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { expect, it } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { createContextBuilder, createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenType } from '../../src/tokens/index.js';
import type { GraphQLAnswer } from '../support/call-graphql.js';
import { forge } from '../support/forge.js';
import { rawObject, spell } from '../support/hostile-json.js';
import { hostileTokens, TOKEN_CASES } from '../support/hostile-tokens.js';
import { QUIET, serve } from '../support/realm.js';
import { ISSUER, NOW, scriptIssuer } from '../support/scripted-issuer.js';
import { isFreshByTheBook } from '../support/token-oracle.js';

const MUTATION = { query: 'mutation { transfer }' };
const scripted = scriptIssuer();
const clock = (): number => NOW;

/** A server that trusts all the providers at once, each for its own kind of token. */
async function serveAll(tokenType: TokenType): Promise<string> {
  const cases = TOKEN_CASES.filter(({ expected }) => expected.tokenType === tokenType);
  const verifier = createTokenVerifier({
    ...{ clock, fetch: scripted.fetch },
    issuers: cases.map(({ expected: { issuer, audience, provider } }) => ({
      ...{ issuer, audience, tokenType, jwksUri: `${ISSUER}/jwks` },
      ...(provider !== 'none' && { provider }),
    })),
  });
  const recentAuth = createRecentAuth<AuthenticationContext>({ clock });
  const schema = buildSchema(`
    ${recentAuth.typeDefs}
    type Query { ok: Boolean }
    type Mutation { transfer: Boolean @requiresRecentAuth(seconds: 300) }
  `);
  const server = new ApolloServer<AuthenticationContext>({
    ...QUIET,
    schema: recentAuth.transform(schema),
    rootValue: { transfer: () => true },
    plugins: [recentAuthPlugin(recentAuth)],
  });
  const authenticate = apolloContext(createContextBuilder({ verifier, clock }));
  return serve(server, ({ req }) => authenticate({ req }));
}

async function ask(url: string, token: string) {
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      ...{ 'content-type': 'application/json', authorization: `Bearer ${token}` },
      accept: 'application/graphql-response+json',
    },
    body: JSON.stringify(MUTATION),
  });
  const { data, errors = [] } = (await response.json()) as GraphQLAnswer;
  const hasRun = data?.['transfer'] === true;
  return {
    status: response.status,
    hasRun,
    codes: errors.map(({ extensions }) => extensions?.['code']),
  };
}

it.each(['id_token', 'access_token'] as const)(
  'no %s of any provider makes a server fail, or runs a guarded mutation but by the book',
  async (tokenType) => {
    const url = await serveAll(tokenType);
    const { key } = scripted;
    const cases = TOKEN_CASES.filter(({ expected }) => expected.tokenType === tokenType);
    for (const { header, claims } of cases) {
      const signed = [...rawObject({ alg: key.alg, kid: key.kid }), ...header];
      const token = forge({ header: spell(signed), claims: spell(claims) }, key);
      expect(await ask(url, token)).toEqual({ status: 200, hasRun: true, codes: [] });
    }
    // Also those of the other kind, which the same issuers sign.
    const any = fc
      .constantFrom(...TOKEN_CASES)
      .chain((one) => hostileTokens(one, { key }).map((token) => ({ ...token, one })));
    await fc.assert(
      fc.asyncProperty(any, async ({ one, token, header, claims }) => {
        // Node takes 16 KiB of headers.
        fc.pre(token.length < 15_000);
        const { status, hasRun, codes } = await ask(url, token);
        expect([200, 400, 401, 403]).toContain(status);
        expect(codes).not.toContain('INTERNAL_SERVER_ERROR');
        expect(hasRun).toBe(codes.length === 0);
        const books = cases.filter(({ expected }) => expected.issuer === claims['iss']);
        const isFresh = books.some(({ expected }) => isFreshByTheBook(header, claims, expected));
        if (hasRun) expect(isFresh, one.expected.provider).toBe(true);
      }),
      { numRuns: 300 },
    );
  },
);
