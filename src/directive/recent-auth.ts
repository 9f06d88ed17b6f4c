import type { DocumentNode, GraphQLError, GraphQLFieldResolver, GraphQLSchema } from 'graphql';
import type { AuthenticationContext, Clock, ErrorCode, HttpAnswer } from '../protocol/index.js';

/** What a field asks of the sign-in of whoever selects it. */
export interface FreshnessRequirement {
  /** The oldest sign-in that is accepted, in seconds. */
  readonly seconds: number;
  /** Authentication context classes, any one of which suffices; `undefined` asks for none. */
  readonly acr: readonly string[] | undefined;
  readonly allowIfCannotReauthenticate: boolean;
}

/** An operation that asks to run. */
export interface CheckArguments<TContext> {
  readonly schema: GraphQLSchema;
  readonly document: DocumentNode;
  readonly operationName?: string | null | undefined;
  /** As the client sent them, or as graphql-js coerced them. */
  readonly variableValues?: Readonly<Record<string, unknown>> | null | undefined;
  readonly contextValue: TContext;
}

/** Why an operation may not run, in the shapes that a server needs. */
export interface Refusal {
  /** `INTERNAL_SERVER_ERROR` is a programming error: the context was never built. */
  readonly code: ErrorCode | 'INTERNAL_SERVER_ERROR';
  /** The one error of the answer, with `extensions.code` and, where it has one, `extensions.reauth`. */
  readonly error: GraphQLError;
  /** Status and headers for a response of this media type, when nothing of the operation ran. */
  http(mediaType: string): HttpAnswer;
}

/** What was decided of one operation, for those who audit. */
export interface Decision<TContext> {
  readonly outcome: 'ALLOWED' | 'ALLOWED_WITHOUT_PROOF' | 'REPORTED' | 'REFUSED';
  readonly code?: string;
  readonly reason?: string;
  /** Schema coordinates: every guarded field of the operation, or those that were refused. */
  readonly fields: readonly string[];
  /** The strictest age over these fields, in seconds. */
  readonly maxAge: number;
  /** Seconds since the sign-in; `undefined` where nobody proved one. */
  readonly authAge: number | undefined;
  readonly operationName: string | undefined;
  readonly context: TContext;
}

export interface RecentAuthOptions<TContext> {
  /** Where in your context the builder's part stands. @default the context itself */
  readonly getAuthentication?:
    ((context: TContext) => AuthenticationContext | undefined) | undefined;
  /** Refuse queries as a whole, too. @default false */
  readonly atomicQueries?: boolean | undefined;
  /** `login` offers users who cannot reauthenticate an ordinary sign-in. @default 'refuse' */
  readonly cannotReauthenticate?: 'refuse' | 'login' | undefined;
  /** Seconds that `auth_time` may lie in the future; it never widens an age. @default 5 */
  readonly clockTolerance?: number | undefined;
  /** Status of a refused operation: by the response's media type, or always the same. @default 'negotiated' */
  readonly httpStatus?: 'negotiated' | 200 | 401 | undefined;
  /** Whether errors name `fields` and `acrValues`. @default true */
  readonly discloseRequirements?: boolean | undefined;
  /** Coordinates on trial: their refusals are told to `onDecision` and let pass. @default none */
  readonly report?: readonly string[] | undefined;
  /** Called once per operation that selects a guarded field; where it throws or rejects, nothing runs. */
  readonly onDecision?: ((decision: Decision<TContext>) => PromiseOrValue<void>) | undefined;
  /** The server's own default resolver, if it has one. @default graphql-js's */
  readonly fieldResolver?: GraphQLFieldResolver<unknown, TContext> | undefined;
  /** The time now, in epoch seconds; it dates contexts, not sign-ins. @default the system clock */
  readonly clock?: Clock | undefined;
}

export interface RecentAuth<TContext> {
  /** SDL of `@requiresRecentAuth`. */
  readonly typeDefs: string;
  /** Puts the guards in. Apply it last, to the schema that the server executes. */
  transform(schema: GraphQLSchema): GraphQLSchema;
  /** Whether the operation may run; asked by server adapters before its first resolver. */
  check(args: CheckArguments<TContext>): PromiseOrValue<Refusal | undefined>;
  /** Whether the operation names a guarded field, conditions aside: its response is not to be stored. */
  selectsGuardedField(
    args: Omit<CheckArguments<TContext>, 'contextValue' | 'variableValues'>,
  ): boolean;
  /** From inside a resolver, before its first side effect: throws what a guarded field would. */
  require(context: TContext, demand: RecentAuthDemand): void;
  /** Every guarded field by its schema coordinate, such as `Mutation.transfer`. */
  requirements(schema: GraphQLSchema): ReadonlyMap<string, FreshnessRequirement>;
  /** Throws a `ConfigurationError`, naming the field and the likely cause, where a guard is missing. */
  assertEnforced(schema: GraphQLSchema): void;
}

/** What SDL cannot say, such as "only above an amount". */
export interface RecentAuthDemand {
  readonly seconds: number;
  readonly acr?: readonly string[] | undefined;
  /** Named in the error's `fields`. */
  readonly coordinate?: string | undefined;
}

export type PromiseOrValue<T> = T | Promise<T>;
