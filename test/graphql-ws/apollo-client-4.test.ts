import * as core from '@apollo/client/core/index.js';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions/index.js';
import { afterAll, beforeAll, describe, vi } from 'vitest';
import WebSocket from 'ws';
import { describeApolloSocket } from '../support/apollo-socket-suite.js';

// GraphQLWsLink asks for the browser's, which Node.js has from version 22 on.
beforeAll(() => {
  vi.stubGlobal('WebSocket', WebSocket);
});
afterAll(() => {
  vi.unstubAllGlobals();
});

describe('With Apollo Client 4', () => {
  describeApolloSocket({ ...core, GraphQLWsLink, showsData: true });
});
