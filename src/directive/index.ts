export { createRecentAuth } from './create-recent-auth.js';
export type {
  CheckArguments,
  Decision,
  FreshnessRequirement,
  PromiseOrValue,
  RecentAuth,
  RecentAuthDemand,
  RecentAuthOptions,
  Refusal,
} from './recent-auth.js';
