import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { describeGivingUp } from './giving-up.js';
import { describeHolding } from './holding.js';

/** Everything that must hold with either version of Apollo Client. */
export function describeLink(kit: ApolloKit): void {
  describeHolding(kit);
  describeGivingUp(kit);
}
