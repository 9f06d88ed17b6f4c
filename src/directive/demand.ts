import { GraphQLError } from 'graphql';
import { assertKnownOptions, ConfigurationError } from '../protocol/index.js';
import { atStart, readCaller } from './caller.js';
import { markOwn } from './executed.js';
import type { FreshnessRequirement, RecentAuthDemand } from './recent-auth.js';
import { combine, describeChallenge } from './refusal.js';
import { faultOfAcr, faultOfSeconds } from './requirement.js';
import type { Settings } from './settings.js';
import { judge } from './verdict.js';

/** Throws what a guarded field would, from inside a resolver that knows more than SDL can say. */
export function requireRecentAuth<TContext>(
  contextValue: TContext,
  demand: RecentAuthDemand,
  settings: Settings<TContext>,
): void {
  const requirement = readDemand(demand);
  const caller = atStart(readCaller(contextValue, settings), settings);
  const verdict = judge(requirement, caller, settings);
  if (typeof verdict === 'string') return;
  const { fault, maxAge, acrValues } = combine([{ requirement, fault: verdict, coordinate: '' }]);
  const fields = demand.coordinate === undefined ? [] : [demand.coordinate];
  const challenge = { fault, maxAge, acrValues, fields };
  const extensions = describeChallenge(challenge, caller, null, settings);
  throw markOwn(new GraphQLError(fault.message, { extensions }));
}

function readDemand(demand: RecentAuthDemand): FreshnessRequirement {
  assertKnownOptions('require', demand, ['seconds', 'acr', 'coordinate']);
  const { seconds, acr } = demand;
  const fault = faultOfSeconds(seconds) ?? faultOfAcr(acr);
  if (fault !== undefined) throw new ConfigurationError(`require: ${fault}`);
  return { seconds, acr, allowIfCannotReauthenticate: false };
}
