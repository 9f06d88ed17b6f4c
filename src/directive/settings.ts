import { defaultFieldResolver } from 'graphql';
import type { GraphQLFieldResolver } from 'graphql';
import {
  assertBoolean,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  assertSeconds,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { AuthenticationContext, Clock } from '../protocol/index.js';
import type { Decision, PromiseOrValue, RecentAuthOptions } from './recent-auth.js';

/** The options, checked and complete. */
export interface Settings<TContext> {
  readonly getAuthentication: (context: TContext) => AuthenticationContext | undefined;
  readonly atomicQueries: boolean;
  readonly cannotReauthenticate: 'refuse' | 'login';
  readonly clockTolerance: number;
  readonly httpStatus: 'negotiated' | 200 | 401;
  readonly discloseRequirements: boolean;
  readonly report: ReadonlySet<string>;
  readonly onDecision: ((decision: Decision<TContext>) => PromiseOrValue<void>) | undefined;
  readonly fieldResolver: GraphQLFieldResolver<unknown, TContext>;
  readonly clock: Clock;
}

const OPTIONS: readonly string[] = [
  'getAuthentication',
  'atomicQueries',
  'cannotReauthenticate',
  'clockTolerance',
  'httpStatus',
  'discloseRequirements',
  'report',
  'onDecision',
  'fieldResolver',
  'clock',
];

export function readSettings<TContext>(options: RecentAuthOptions<TContext>): Settings<TContext> {
  assertKnownOptions('createRecentAuth', options, OPTIONS);
  const {
    getAuthentication = contextItself,
    atomicQueries = false,
    cannotReauthenticate = 'refuse',
    clockTolerance = 5,
    httpStatus = 'negotiated',
    discloseRequirements = true,
    report = [],
    onDecision,
    fieldResolver = defaultFieldResolver,
    clock = systemClock,
  } = options;
  assertFunction('getAuthentication', getAuthentication);
  assertBoolean('atomicQueries', atomicQueries);
  assertOneOf('cannotReauthenticate', cannotReauthenticate, ['refuse', 'login']);
  assertSeconds('clockTolerance', clockTolerance);
  assertOneOf('httpStatus', httpStatus, ['negotiated', 200, 401]);
  assertBoolean('discloseRequirements', discloseRequirements);
  if (onDecision !== undefined) assertFunction('onDecision', onDecision);
  assertFunction('fieldResolver', fieldResolver);
  assertFunction('clock', clock);
  return {
    getAuthentication,
    atomicQueries,
    cannotReauthenticate,
    clockTolerance,
    httpStatus,
    discloseRequirements,
    report: readReport(report),
    onDecision,
    fieldResolver,
    clock,
  };
}

function readReport(report: unknown): ReadonlySet<string> {
  if (Array.isArray(report) && report.every((coordinate) => typeof coordinate === 'string')) {
    return new Set(report);
  }
  throw new ConfigurationError(
    '"report" must be a list of schema coordinates, "Mutation.transfer"',
  );
}

function contextItself(context: unknown): AuthenticationContext | undefined {
  return context as AuthenticationContext | undefined;
}
