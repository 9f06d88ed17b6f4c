import { GraphQLError } from 'graphql';
import type { GraphQLFormattedError } from 'graphql';
import { formatWwwAuthenticate, REAUTH_REASONS } from '../protocol/index.js';
import type { HttpAnswer, ReauthExtension, ReauthReason, ReauthRemedy } from '../protocol/index.js';
import type { RefusedField } from './evaluation.js';
import { commonDemand } from './plan.js';
import type { Refusal } from './recent-auth.js';
import type { Settings } from './settings.js';
import { isProgrammingError } from './verdict.js';
import type { Caller, Fault } from './verdict.js';
import type { SelectedField } from './walk.js';

/** Several refused fields, one answer: the gravest code, the first reason, the strictest demand. */
export interface Challenge {
  readonly fault: Fault;
  readonly maxAge: number;
  readonly acrValues: readonly string[];
  readonly fields: readonly string[];
}

export interface ErrorPlace {
  readonly nodes: SelectedField['node'][];
  readonly path?: readonly (string | number)[];
}

type ErrorSettings = Pick<Settings<never>, 'discloseRequirements' | 'httpStatus'>;

const GRAVEST_FIRST: readonly Fault['code'][] = [
  'INTERNAL_SERVER_ERROR',
  'BAD_REQUEST',
  'AUTH_UNAVAILABLE',
  'UNAUTHENTICATED',
  'FORBIDDEN',
  'REAUTH_IMPOSSIBLE',
  'REAUTH_REQUIRED',
];

/** `selected` are all guarded fields of the operation: one `acr` must be able to meet them together. */
export function combine(
  refused: readonly Omit<RefusedField, 'node'>[],
  selected: readonly Pick<SelectedField, 'requirement'>[] = refused,
): Challenge {
  const [worst] = refused
    .map(({ fault }) => fault)
    .sort(
      (a, b) =>
        rankOf(GRAVEST_FIRST, a.code) - rankOf(GRAVEST_FIRST, b.code) ||
        rankOfReason(a) - rankOfReason(b),
    );
  const isUnmeetable =
    commonDemand(selected.map(({ requirement }) => requirement.acr))?.length === 0;
  return {
    fault: isUnmeetable && worst?.code === 'REAUTH_REQUIRED' ? UNMEETABLE : (worst as Fault),
    maxAge: Math.min(...refused.map(({ requirement }) => requirement.seconds)),
    acrValues: commonDemand(refused.map(({ requirement }) => requirement.acr)) ?? [],
    fields: refused.map(({ coordinate }) => coordinate),
  };
}

/** The refusal of a whole operation, for a server to answer with. */
export function refuse(
  challenge: Challenge,
  error: GraphQLError,
  { httpStatus, discloseRequirements }: ErrorSettings,
): Refusal {
  const { fault } = challenge;
  return { code: fault.code, error, http };

  function http(mediaType: string): HttpAnswer {
    if (fault.http) return fault.http;
    const isStrict =
      httpStatus === 'negotiated' ? isGraphQLResponse(mediaType) : httpStatus === 401;
    if (fault.code !== 'REAUTH_REQUIRED') return { status: isStrict ? 403 : 200, headers: {} };
    const wwwAuthenticate = formatWwwAuthenticate({
      error: 'insufficient_user_authentication',
      maxAge: challenge.maxAge,
      acrValues: discloseRequirements ? challenge.acrValues : [],
    });
    return { status: isStrict ? 401 : 200, headers: { 'www-authenticate': wwwAuthenticate } };
  }
}

/** `extensions` of a refusal: the code, and what would satisfy it. */
export function describeChallenge(
  challenge: Challenge,
  caller: Caller,
  executed: boolean | null,
  { discloseRequirements }: ErrorSettings,
): NonNullable<GraphQLFormattedError['extensions']> {
  const { fault, maxAge, acrValues, fields } = challenge;
  const { code, reason } = fault;
  if (
    isProgrammingError(caller) ||
    caller.authentication.status !== 'authenticated' ||
    (code !== 'REAUTH_REQUIRED' && code !== 'REAUTH_IMPOSSIBLE')
  ) {
    return reason === undefined ? { code } : { code, reason };
  }
  const { authTime, canReauthenticate } = caller.authentication;
  const reauth: ReauthExtension = {
    reason: reason as ReauthReason,
    maxAge,
    authTime: Number.isFinite(authTime) ? (authTime as number) : null,
    serverTime: caller.checkedAt,
    canReauthenticate: canReauthenticate ?? null,
    remedy: remedyFor(fault, canReauthenticate),
    ...(discloseRequirements && { acrValues, fields }),
    executed,
  };
  return { code, reauth };
}

/** A GraphQL error for a refusal; `executed` is a statement about this executor alone. */
export function createRefusalError(
  challenge: Challenge,
  extensions: Readonly<Record<string, unknown>>,
  place: ErrorPlace,
): GraphQLError {
  return new GraphQLError(challenge.fault.message, { ...place, extensions });
}

function remedyFor(fault: Fault, canReauthenticate: boolean | undefined): ReauthRemedy {
  if (fault.code === 'REAUTH_IMPOSSIBLE' || fault.reason === 'AUTH_TIME_INVALID') return 'NONE';
  return canReauthenticate === false ? 'LOGIN' : 'REAUTHENTICATE';
}

function rankOf<T>(list: readonly T[], entry: T): number {
  return list.indexOf(entry);
}

function rankOfReason({ reason }: Fault): number {
  return REAUTH_REASONS.indexOf(reason as ReauthReason);
}

/** Whether a status other than 200 reaches clients: GraphQL over HTTP, `application/graphql-response+json`. */
function isGraphQLResponse(mediaType: string): boolean {
  return /^\s*application\/graphql-response\+json\s*(?:;|$)/i.test(mediaType);
}

const UNMEETABLE: Fault = {
  code: 'REAUTH_IMPOSSIBLE',
  message: 'Recent authentication required, but no single sign-in can satisfy this operation',
  reason: 'ACR_INSUFFICIENT',
};
