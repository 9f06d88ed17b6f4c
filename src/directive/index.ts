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
