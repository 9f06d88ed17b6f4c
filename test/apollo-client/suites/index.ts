import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { describeApolloFeatures } from './apollo-features.js';
import { describeAskingFirst } from './asking-first.js';
import { describeChangingUsers } from './changing-users.js';
import { describeExpiredTokens } from './expired-tokens.js';
import { describeGivingUp } from './giving-up.js';
import { describeHolding } from './holding.js';
import { describeOnItsWay } from './on-its-way.js';
import { describeOrigins } from './origins.js';
import { describeSafety } from './safety.js';
import { describeSingleRootField } from './single-root-field.js';
import { describeTickets } from './tickets.js';
import { describeTokens } from './tokens.js';

/** Everything that must hold with either version of Apollo Client. */
export function describeLink(kit: ApolloKit): void {
  describeHolding(kit);
  describeGivingUp(kit);
  describeOnItsWay(kit);
  describeChangingUsers(kit);
  describeSafety(kit);
  describeSingleRootField(kit);
  describeTokens(kit);
  describeExpiredTokens(kit);
  describeOrigins(kit);
  describeTickets(kit);
  describeAskingFirst(kit);
  describeApolloFeatures(kit);
}
