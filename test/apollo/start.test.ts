import { ApolloServer } from '@apollo/server';
import type { ApolloServerPlugin } from '@apollo/server';
import { addResolversToSchema, makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { expect, it } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { authenticationAt } from '../../src/testing/index.js';

const recentAuth = createRecentAuth<AuthenticationContext>();

function bankSchema(): GraphQLSchema {
  return makeExecutableSchema({
    typeDefs: [
      recentAuth.typeDefs,
      'type Query { iban: String @requiresRecentAuth(seconds: 300) hello: String }',
    ],
    resolvers: { Query: { iban: () => 'DE02' } },
  });
}

function serverOn(
  schema: GraphQLSchema,
  plugins: ApolloServerPlugin<AuthenticationContext>[] = [recentAuthPlugin(recentAuth)],
): ApolloServer<AuthenticationContext> {
  return new ApolloServer<AuthenticationContext>({ schema, plugins, logger: silent });
}

const silent = { debug: ignore, info: ignore, warn: ignore, error: ignore };

function ignore(): void {
  // What goes wrong is told by the answers.
}

async function askIban(server: ApolloServer<AuthenticationContext>, age: number): Promise<unknown> {
  const contextValue = authenticationAt(age);
  const { body } = await server.executeOperation({ query: '{ iban }' }, { contextValue });
  return body.kind === 'single' ? body.singleResult.data : undefined;
}

it.each([
  { what: 'was never transformed', schema: bankSchema },
  {
    what: 'got another resolver after the transform',
    schema: () =>
      addResolversToSchema({
        schema: recentAuth.transform(bankSchema()),
        resolvers: { Query: { iban: () => 'DE03' } },
      }),
  },
])('does not start with a schema that $what, and names the field', async ({ schema }) => {
  const start = serverOn(schema()).start();
  await expect(start).rejects.toThrow(ConfigurationError);
  await expect(start).rejects.toThrow(/^Query\.iban .*transform/);
});

it.each([undefined, {}, null])('takes no %j for the library', (wrong) => {
  expect(() => recentAuthPlugin(wrong as never)).toThrow(ConfigurationError);
  expect(() => apolloContext(wrong as never)).toThrow(ConfigurationError);
});

it('does not start where another plugin takes the guard out of the schema', async () => {
  const vandal: ApolloServerPlugin = {
    async serverWillStart({ schema }) {
      await Promise.resolve();
      Object.assign(schema.getQueryType()?.getFields()['iban'] ?? {}, { resolve: () => 'DE04' });
    },
  };
  const server = serverOn(recentAuth.transform(bankSchema()), [
    recentAuthPlugin(recentAuth),
    vandal,
  ]);
  await expect(server.start()).rejects.toThrow(/Query\.iban .*transform/);
});

it('does not start a second server where a resolver was exchanged in place since', async () => {
  const schema = recentAuth.transform(bankSchema());
  expect(await askIban(serverOn(schema), 0)).toEqual({ iban: 'DE02' });
  const resolvers = { Query: { iban: () => 'DE05' } };
  addResolversToSchema({ schema, resolvers, updateResolversInPlace: true });
  await expect(serverOn(schema).start()).rejects.toThrow(/Query\.iban .*transform/);
});

it('starts a second server on a schema that the first has wrapped in place', async () => {
  const schema = recentAuth.transform(bankSchema());
  const [first, second] = [serverOn(schema), serverOn(schema)];
  const guard = schema.getQueryType()?.getFields()['iban']?.resolve;
  expect(await askIban(first, 0)).toEqual({ iban: 'DE02' });
  expect(schema.getQueryType()?.getFields()['iban']?.resolve).not.toBe(guard);
  expect(await askIban(second, 0)).toEqual({ iban: 'DE02' });
  expect(await askIban(second, 301)).toEqual({ iban: null });
});

it('does not take the word of one recentAuth for another', async () => {
  const schema = recentAuth.transform(bankSchema());
  expect(await askIban(serverOn(schema), 0)).toEqual({ iban: 'DE02' });
  const stranger = createRecentAuth<AuthenticationContext>();
  const start = serverOn(schema, [recentAuthPlugin(stranger)]).start();
  await expect(start).rejects.toThrow(ConfigurationError);
});

it('answers nothing with an updated schema in which a guard is missing', async () => {
  let update: ((schema: GraphQLSchema) => void) | undefined;
  const server = new ApolloServer<AuthenticationContext>({
    gateway: {
      onSchemaLoadOrUpdate(callback) {
        update = (apiSchema) => {
          callback({ apiSchema, coreSupergraphSdl: '' });
        };
        return ignore;
      },
      load() {
        update?.(recentAuth.transform(bankSchema()));
        return Promise.resolve({ executor: () => Promise.resolve({ data: { iban: 'DE05' } }) });
      },
      stop: () => Promise.resolve(),
    },
    plugins: [recentAuthPlugin(recentAuth)],
    logger: silent,
  });
  expect(await askIban(server, 0)).toEqual({ iban: 'DE05' });
  update?.(bankSchema());
  expect(await askIban(server, 0)).toBeUndefined();
  update?.(recentAuth.transform(bankSchema()));
  expect(await askIban(server, 0)).toEqual({ iban: 'DE05' });
});
