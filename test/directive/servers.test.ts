import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify from 'fastify';
import { createHandler } from 'graphql-http/lib/use/http';
import { createYoga } from 'graphql-yoga';
import { mercurius } from 'mercurius';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Context, Graph } from '../support/graph.js';
import { createGraph, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    name: String
  }
  type Mutation {
    rename: String
    transfer: String @requiresRecentAuth(seconds: 60)
  }
`;

type Post = (query: string) => Promise<unknown>;

/** Each server is given the transformed schema and a context, and nothing else of ours. */
const servers: Record<string, (graph: Graph, context: Context) => Promise<Post>> = {
  'GraphQL Yoga': ({ schema }, context) => {
    const yoga = createYoga({
      schema,
      context: () => context,
      maskedErrors: false,
      logging: false,
    });
    return Promise.resolve(async (query) => {
      const response = await yoga.fetch('http://localhost/graphql', json(query));
      return (await response.json()) as unknown;
    });
  },
  Mercurius: (graph, context) => mercuriusOf(graph, context, 0),
  'Mercurius with JIT': (graph, context) => mercuriusOf(graph, context, 1),
  'graphql-http': async ({ schema }, context) => {
    const handle = createHandler({ schema, context: () => context as never });
    const server = createServer((request, response) => void handle(request, response));
    server.listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    return async (query) => {
      const response = await fetch(`http://127.0.0.1:${port}`, json(query));
      return (await response.json()) as unknown;
    };
  },
};

async function mercuriusOf({ schema }: Graph, context: Context, jit: number): Promise<Post> {
  const app = Fastify();
  onTestFinished(() => app.close());
  await app.register(mercurius, {
    schema,
    jit,
    context: () => context,
    errorFormatter: (result) => ({ statusCode: 200, response: result }),
  });
  return async (query) => {
    const { body, headers } = json(query);
    return (await app.inject({ method: 'POST', url: '/graphql', body, headers })).json();
  };
}

function json(query: string) {
  return {
    method: 'POST',
    body: JSON.stringify({ query }),
    headers: { 'content-type': 'application/json' },
  };
}

describe.each(Object.entries(servers))('transform alone, on %s', (_, serve) => {
  it('RA-13: runs nothing of a mutation one of whose fields is refused, however often it is asked', async () => {
    const graph = createGraph(typeDefs, (note) => ({
      Mutation: { rename: () => (note('rename'), 'r'), transfer: () => (note('transfer'), 't') },
    }));
    const post = await serve(graph, signedIn(61));
    for (let time = 0; time < 4; time++) {
      expect(await post('mutation { rename transfer }')).toMatchObject({
        errors: [
          { extensions: { code: 'REAUTH_REQUIRED', reauth: { executed: false } } },
          { extensions: { code: 'REAUTH_REQUIRED' } },
        ],
      });
    }
    expect(graph.ran).toEqual([]);
  });

  it('runs each field of an allowed mutation once', async () => {
    const graph = createGraph(typeDefs, (note) => ({
      Mutation: { rename: () => (note('rename'), 'r'), transfer: () => (note('transfer'), 't') },
    }));
    const post = await serve(graph, signedIn(60));
    expect(await post('mutation { rename transfer }')).toEqual({
      data: { rename: 'r', transfer: 't' },
    });
    expect(graph.ran).toEqual(['rename', 'transfer']);
  });
});
