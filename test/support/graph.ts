import { makeExecutableSchema } from '@graphql-tools/schema';
import type { IResolvers } from '@graphql-tools/utils';
import { graphql } from 'graphql';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { createRecentAuth } from '../../src/directive/index.js';
import type { RecentAuth, RecentAuthOptions } from '../../src/directive/index.js';
import type {
  Authentication,
  AuthenticationContext,
  VerifiedAuthentication,
} from '../../src/protocol/index.js';

/** The moment at which every operation of these tests asks. */
export const NOW = 1_795_250_812;

export type Context = Partial<AuthenticationContext>;

/** A context whose user proved who they are this many seconds ago. */
export function signedIn(age: number, changes: Partial<VerifiedAuthentication> = {}): Context {
  const authTime = NOW - age;
  return asking({
    status: 'authenticated',
    principal: 'user',
    issuer: 'https://issuer.example',
    subject: 'alice',
    sessionId: 'session-1',
    authTime,
    issuedAt: NOW,
    expiresAt: NOW + 300,
    acr: undefined,
    amr: [],
    canReauthenticate: undefined,
    claims: {},
    ...changes,
  });
}

export const anonymous: Context = asking({ status: 'anonymous' });

export function asking(authentication: Authentication): Context {
  return { authentication, checkedAt: NOW };
}

export interface Graph {
  readonly recentAuth: RecentAuth<Context>;
  readonly schema: GraphQLSchema;
  /** Names of the resolvers that ran, in order. */
  readonly ran: string[];
  /** Runs a document on plain graphql-js. */
  readonly run: (
    source: string,
    contextValue: unknown,
    variableValues?: Readonly<Record<string, unknown>>,
    operationName?: string,
  ) => Promise<ExecutionResult>;
}

/** A schema of these types whose guards are in; `ran` hears of every resolver given here. */
export function createGraph(
  typeDefs: string,
  resolvers: (note: (name: string) => void) => IResolvers,
  options: RecentAuthOptions<Context> = {},
): Graph {
  const recentAuth = createRecentAuth<Context>({ clock: () => NOW, ...options });
  const ran: string[] = [];
  const plain = makeExecutableSchema({
    typeDefs: [recentAuth.typeDefs, typeDefs],
    resolvers: resolvers((name) => ran.push(name)),
  });
  const schema = recentAuth.transform(plain);
  return {
    recentAuth,
    schema,
    ran,
    run: async (source, contextValue, variableValues, operationName) => {
      const result = await graphql({ schema, source, contextValue, variableValues, operationName });
      return JSON.parse(JSON.stringify(result)) as ExecutionResult;
    },
  };
}
