import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { describeFederation } from './federation.js';
import { describeFieldByField } from './field-by-field.js';
import { describeFrontendBackends } from './frontend-backends.js';
import { describeStitching } from './stitching.js';

/** What must hold with either version of Apollo Client, whoever stands between it and the server that refuses. */
export function describeGateways(kit: ApolloKit): void {
  describeFieldByField(kit);
  describeFederation(kit);
  describeStitching(kit);
  describeFrontendBackends(kit);
}
