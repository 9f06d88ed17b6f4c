import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { createContextBuilder, createRecentAuth, createTokenVerifier } from 'graphql-recent-auth';
import type { WithAuthentication } from 'graphql-recent-auth';
import { apolloContext, recentAuthPlugin } from 'graphql-recent-auth/apollo';
import { authenticationAt, createTestIssuer, manualClock } from 'graphql-recent-auth/testing';

const verifier = createTokenVerifier({
  issuer: 'https://example.authgear.cloud',
  audience: 'client-id',
});
const recentAuth = createRecentAuth<WithAuthentication<{ readonly db: string }>>({
  cannotReauthenticate: 'login',
  onDecision: ({ outcome, context: { db } }) => void (outcome === 'REFUSED' && db),
});
const schema = recentAuth.transform(makeExecutableSchema({ typeDefs: recentAuth.typeDefs }));
export const server = new ApolloServer({ schema, plugins: [recentAuthPlugin(recentAuth)] });
export const context = apolloContext(createContextBuilder({ verifier }));
const issuer = await createTestIssuer({ clock: manualClock(1_800_000_000) });
export const token: string = await issuer.token({ auth_time: 1 });
recentAuth.require({ ...authenticationAt(0), db: 'bank' }, { seconds: 60 });

// @ts-expect-error an audience is needed
createTokenVerifier({ issuer: 'https://example.authgear.cloud' });
// @ts-expect-error no such choice
createRecentAuth({ cannotReauthenticate: 'allow' });
// @ts-expect-error the context has members of its own
recentAuth.require(authenticationAt(0), { seconds: 60 });
