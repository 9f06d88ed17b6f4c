import { parse, subscribe } from 'graphql';
import type { ExecutionResult } from 'graphql';
import { describe, expect, it } from 'vitest';
import { createGraph, NOW, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    a: String
  }
  type Event {
    id: ID
    secret: String @requiresRecentAuth(seconds: 60)
  }
  type Subscription {
    open: Event
    ticks: Event @requiresRecentAuth(seconds: 60)
    plain: String
  }
`;

function streams(clock = () => NOW) {
  async function* events() {
    yield await Promise.resolve({
      open: { id: 1, secret: 's' },
      ticks: { id: 1, secret: 's' },
      plain: 'p',
    });
    yield { open: { id: 2, secret: 's' }, ticks: { id: 2, secret: 's' }, plain: 'p' };
  }
  return createGraph(
    typeDefs,
    (note) => {
      const field = { subscribe: () => (note('subscribe'), events()) };
      return { Subscription: { open: field, ticks: field, plain: field } };
    },
    { clock },
  );
}

async function collect(graph: ReturnType<typeof streams>, source: string, contextValue: unknown) {
  const result = await subscribe({ schema: graph.schema, document: parse(source), contextValue });
  if (!(Symbol.asyncIterator in result))
    return JSON.parse(JSON.stringify(result)) as ExecutionResult;
  const received: unknown[] = [];
  for await (const event of result) received.push(JSON.parse(JSON.stringify(event)));
  return received;
}

describe('a subscription', () => {
  it.each([
    ['its root field is guarded', 'subscription { ticks { id } }', 'Subscription.ticks'],
    ['a field of its events is guarded', 'subscription { open { secret } }', 'Event.secret'],
  ])('RA-13: does not start when %s and the sign-in is stale', async (_, source, coordinate) => {
    const graph = streams();
    expect(await collect(graph, source, signedIn(61))).toMatchObject({
      errors: [
        {
          extensions: {
            code: 'REAUTH_REQUIRED',
            reauth: { fields: [coordinate], executed: false },
          },
        },
      ],
    });
    expect(graph.ran).toEqual([]);
  });

  it('starts where nothing guarded is selected, without any context', async () => {
    expect(await collect(streams(), 'subscription { plain }', undefined)).toEqual([
      { data: { plain: 'p' } },
      { data: { plain: 'p' } },
    ]);
  });

  it('goes on for longer than a context may wait', async () => {
    let now = NOW;
    const graph = streams(() => (now += 50));
    now -= 50;
    expect(await collect(graph, 'subscription { ticks { id secret } }', signedIn(60))).toEqual([
      { data: { ticks: { id: '1', secret: 's' } } },
      { data: { ticks: { id: '2', secret: 's' } } },
    ]);
  });

  it('RA-17: does not start with a context kept from yesterday', async () => {
    const yesterday = { ...signedIn(0), checkedAt: NOW - 86_400 };
    expect(await collect(streams(), 'subscription { ticks { id } }', yesterday)).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });

  it('is refused field by field where an event is executed without its start', async () => {
    const { execute } = await import('graphql');
    const { schema } = streams();
    const document = parse('subscription { open { id secret } }');
    const rootValue = { open: { id: 1, secret: 's' } };
    const result = await execute({ schema, document, rootValue, contextValue: signedIn(61) });
    expect(JSON.parse(JSON.stringify(result))).toMatchObject({
      data: { open: { id: '1', secret: null } },
      errors: [{ path: ['open', 'secret'], extensions: { code: 'REAUTH_REQUIRED' } }],
    });
  });
});
