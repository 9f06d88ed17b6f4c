import * as core from '@apollo/client-3/core/index.js';
import { BatchHttpLink } from '@apollo/client-3/link/batch-http/index.js';
import { RetryLink } from '@apollo/client-3/link/retry/index.js';
import { describe, vi } from 'vitest';
import type { ApolloKit } from '../support/apollo-client-kit.js';
import { describeGateways } from './suites/gateways.js';

vi.mock('@apollo/client/core/index.js', () => import('@apollo/client-3/core/index.js'));

describe('with Apollo Client 3', () => {
  const kit = { ...core, BatchHttpLink, RetryLink };
  describeGateways(kit as unknown as ApolloKit);
});
