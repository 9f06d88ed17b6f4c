import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { buildSchema, execute, graphql, GraphQLObjectType, parse } from 'graphql';
import type { GraphQLFieldResolver, GraphQLResolveInfo, GraphQLSchema } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/directive/index.js';
import type { Context } from '../support/graph.js';
import { createGraph, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    code: String @requiresRecentAuth(seconds: 60)
  }
  type Mutation {
    rename: String
    transfer: String @requiresRecentAuth(seconds: 60)
    close: String @requiresRecentAuth(seconds: 30)
  }
`;

describe('a server that shares coerced variables between operations', () => {
  const decisions: Decision<Context>[] = [];
  const { schema } = createGraph(
    typeDefs,
    () => ({ Mutation: { rename: () => 'r', transfer: () => 't', close: () => 'c' } }),
    { onDecision: (decision) => void decisions.push(decision) },
  );
  const variableValues = {};

  /** Calls a field's resolver as graphql-js would, but for the variables. */
  function call(name: string, source: string, contextValue: Context): unknown {
    const document = parse(source);
    const [operation] = document.definitions;
    const mutation = schema.getMutationType();
    const resolve = mutation?.getFields()[name]?.resolve as GraphQLFieldResolver<unknown, Context>;
    const info = { schema, operation, fragments: {}, variableValues, parentType: mutation };
    const place = { fieldName: name, fieldNodes: [], path: { prev: undefined, key: name } };
    return resolve(undefined, {}, contextValue, {
      ...info,
      ...place,
    } as unknown as GraphQLResolveInfo);
  }

  it('is not let into one operation by the verdict on another', () => {
    const context = signedIn(40);
    expect(call('rename', 'mutation { rename transfer }', context)).toBe('r');
    expect(() => call('rename', 'mutation { rename close }', context)).toThrow('Recent auth');
  });

  it('is decided on for each context', () => {
    decisions.length = 0;
    const context = signedIn(0);
    const source = 'mutation { transfer }';
    const document = parse(source);
    for (const contextValue of [context, { ...context }]) {
      void execute({ schema, document, contextValue });
      expect(call('transfer', source, contextValue)).toBe('t');
    }
    expect(decisions).toHaveLength(4);
  });
});

describe('a schema that was changed after transform', () => {
  const { schema, recentAuth } = createGraph(typeDefs, () => ({ Query: { code: () => 'c' } }));
  const ask = async (changed: GraphQLSchema, age: number) => {
    const { data, errors } = await graphql({
      schema: changed,
      source: '{ code }',
      contextValue: signedIn(age),
    });
    return errors?.[0]?.extensions['code'] ?? data?.['code'];
  };
  const stricterField = buildSchema(
    `${recentAuth.typeDefs} type Query { code: String @requiresRecentAuth(seconds: 10) }`,
  ).getQueryType()?.astNode?.fields?.[0];
  const looserField = buildSchema(
    `${recentAuth.typeDefs} type Query { code: String @requiresRecentAuth(seconds: 900) }`,
  ).getQueryType()?.astNode?.fields?.[0];

  it.each([
    ['a stricter annotation', stricterField, 10],
    ['a looser annotation', looserField, 60],
    ['no annotation', null, 60],
  ])(
    'asks for the stricter of what was and what is, with %s',
    async (_, astNode = null, seconds) => {
      const changed = mapSchema(schema, {
        [MapperKind.OBJECT_FIELD]: (config, _name, type) =>
          type === 'Query' ? { ...config, astNode } : undefined,
      });
      expect(await ask(changed, seconds)).toBe('c');
      expect(await ask(changed, seconds + 1)).toBe('REAUTH_REQUIRED');
    },
  );

  it('still asks where the guard is hidden in another resolver and the annotation is lost', async () => {
    const changed = mapSchema(schema, {
      [MapperKind.OBJECT_FIELD]: (config) => {
        const { resolve } = config;
        return { ...config, astNode: null, resolve: (...args) => resolve?.(...args) };
      },
    });
    expect(recentAuth.requirements(changed).size).toBe(0);
    expect(await ask(changed, 60)).toBe('c');
    expect(await ask(changed, 61)).toBe('REAUTH_REQUIRED');
  });

  it('asks for what each field asks where two share a resolver', async () => {
    const shared = mapSchema(schema, {
      [MapperKind.OBJECT_FIELD]: (config, _name, type) =>
        type === 'Query' ? [`loose`, { ...config, astNode: looserField ?? null }] : undefined,
    });
    const { resolve } = schema.getQueryType()?.getFields()['code'] ?? {};
    const both = mapSchema(shared, {
      [MapperKind.OBJECT_TYPE]: (type) => {
        if (type.name !== 'Query') return undefined;
        const config = type.toConfig();
        const [loose] = Object.values(config.fields);
        const code = { ...loose, resolve, astNode: stricterField } as typeof loose;
        return new GraphQLObjectType({
          ...config,
          fields: { ...config.fields, code } as typeof config.fields,
        });
      },
    });
    const again = recentAuth.transform(both);
    const source = '{ loose code }';
    const { data, errors } = await graphql({ schema: again, source, contextValue: signedIn(30) });
    expect(data).toEqual({ loose: 'c', code: null });
    expect(errors).toMatchObject([{ path: ['code'], extensions: { code: 'REAUTH_REQUIRED' } }]);
  });

  it('is not wrapped twice by a second transform', () => {
    const fieldOf = (of: GraphQLSchema) => of.getMutationType()?.getFields()['rename']?.resolve;
    expect(fieldOf(recentAuth.transform(schema))).toBe(fieldOf(schema));
  });
});
