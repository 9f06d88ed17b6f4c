import * as core from '@apollo/client-3/core/index.js';
import { GraphQLWsLink } from '@apollo/client-3/link/subscriptions/index.js';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import WebSocket from 'ws';
import { describeApolloSocket } from '../support/apollo-socket-suite.js';
import type { ApolloSocketKit } from '../support/apollo-socket-suite.js';

vi.mock('@apollo/client/core/index.js', () => import('@apollo/client-3/core/index.js'));

// GraphQLWsLink asks for the browser's, which Node.js has from version 22 on.
beforeAll(() => {
  vi.stubGlobal('WebSocket', WebSocket);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

describe('With Apollo Client 3', () => {
  describeApolloSocket({ ...core, GraphQLWsLink, showsData: false } as unknown as ApolloSocketKit);
});
