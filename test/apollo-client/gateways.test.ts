import * as core from '@apollo/client/core/index.js';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { RetryLink } from '@apollo/client/link/retry';
import { describe } from 'vitest';
import { describeGateways } from './suites/gateways.js';

describe('with Apollo Client 4', () => {
  describeGateways({ ...core, BatchHttpLink, RetryLink });
});
