import { MapperKind, mapSchema } from '@graphql-tools/utils';
import { defaultFieldResolver, GraphQLObjectType, isSchema } from 'graphql';
import type { GraphQLFieldConfig, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import { ConfigurationError } from '../protocol/index.js';
import type { Executions } from './executions.js';
import { createGuardedResolver } from './guarded-resolver.js';
import { findUnguardedReturns, readGuardedSchema } from './guarded-schema.js';
import { guardOf, registerGuard } from './guards.js';
import type { GuardPlace } from './guards.js';
import type { FreshnessRequirement } from './recent-auth.js';
import type { Settings } from './settings.js';

/** The same schema, with every guarded field and every root field of a mutation or subscription wrapped. */
export function transformSchema<TContext>(
  schema: GraphQLSchema,
  executions: Executions<TContext>,
  settings: Settings<TContext>,
): GraphQLSchema {
  assertIsSchema(schema);
  const { requirements } = readGuardedSchema(schema);
  assertKnownCoordinates(settings.report, requirements);
  warnOfUnguardedReturns(schema);
  const guardedTypes = new Set([...requirements.keys()].map((name) => name.split('.')[0]));
  const subscription = schema.getSubscriptionType()?.name;
  const atomic = [
    schema.getMutationType()?.name,
    settings.atomicQueries ? schema.getQueryType()?.name : undefined,
  ];

  return mapSchema(schema, {
    // By type, not by field: most types of a large schema have nothing to wrap.
    [MapperKind.OBJECT_TYPE]: (type) => {
      const isRoot = type.name === subscription || atomic.includes(type.name);
      return isRoot || guardedTypes.has(type.name) ? guardType(type) : undefined;
    },
  });

  function guardType(type: GraphQLObjectType): GraphQLObjectType {
    const config = type.toConfig();
    const fields = Object.entries(config.fields).map(([name, field]) => [
      name,
      guardField(
        field as GraphQLFieldConfig<unknown, TContext>,
        type.name,
        requirements.get(`${type.name}.${name}`),
      ),
    ]);
    return new GraphQLObjectType({
      ...config,
      fields: Object.fromEntries(fields) as typeof config.fields,
    });
  }

  function guardField(
    config: GraphQLFieldConfig<unknown, TContext>,
    typeName: string,
    requirement: FreshnessRequirement | undefined,
  ): GraphQLFieldConfig<unknown, TContext> {
    const isSubscription = typeName === subscription;
    const place = isSubscription || atomic.includes(typeName) ? 'root' : 'field';
    if (!requirement && place === 'field') return config;
    const guarded = { ...config, resolve: guard(config.resolve, requirement, place) };
    if (!isSubscription) return guarded;
    const subscribe = guard(config.subscribe ?? defaultFieldResolver, requirement, 'subscribe');
    return { ...guarded, subscribe };
  }

  function guard(
    resolve: GraphQLFieldResolver<unknown, TContext> = settings.fieldResolver,
    requirement: FreshnessRequirement | undefined,
    place: GuardPlace,
  ): GraphQLFieldResolver<unknown, TContext> {
    if (guardOf(resolve)?.owner === settings) return resolve;
    const field = { resolve, requirement, place };
    const guarded = createGuardedResolver(field, executions, settings);
    return registerGuard(guarded, { owner: settings, requirement, place });
  }
}

function assertIsSchema(schema: unknown): void {
  if (isSchema(schema)) return;
  throw new ConfigurationError(
    '"transform" takes a GraphQLSchema, such as makeExecutableSchema returns',
  );
}

function assertKnownCoordinates(
  report: ReadonlySet<string>,
  requirements: ReadonlyMap<string, FreshnessRequirement>,
): void {
  const unknown = [...report].find((coordinate) => !requirements.has(coordinate));
  if (unknown === undefined) return;
  const known = [...requirements.keys()].join(', ') || 'none';
  throw new ConfigurationError(
    `"report" names ${unknown}, which is not a guarded field; guarded are: ${known}`,
  );
}

function warnOfUnguardedReturns(schema: GraphQLSchema): void {
  for (const coordinate of findUnguardedReturns(schema)) {
    process.emitWarning(
      `${coordinate} may return a guarded object type through an interface or a union, and is not guarded itself: its side effect happens before the object's fields are refused. Annotate ${coordinate} too.`,
      { type: 'RecentAuthWarning', code: 'RECENT_AUTH_UNGUARDED_RETURN' },
    );
  }
}
