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

  it('RA-17: is checked anew when it is started once more with the same context', async () => {
    let now = NOW;
    const graph = streams(() => now);
    const document = parse('subscription { open { id secret } }');
    const start = () => subscribe({ schema: graph.schema, document, contextValue });
    const contextValue = signedIn(0);
    expect(Symbol.asyncIterator in (await start())).toBe(true);
    now += 86_400;
    expect(JSON.parse(JSON.stringify(await start()))).toMatchObject({
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(graph.ran).toEqual(['subscribe']);
  });

  describe('that is handed to the executor like a query', () => {
    const source = 'subscription { open { id secret } }';
    const ask = async (contextValue: unknown, times = 1) => {
      const { execute } = await import('graphql');
      const graph = streams();
      const rootValue = { open: () => (graph.ran.push('open'), { id: 1, secret: 's' }) };
      const document = parse(source);
      let result: unknown;
      for (let time = 0; time < times; time++) {
        result = await execute({ schema: graph.schema, document, rootValue, contextValue });
      }
      return { ran: graph.ran, result: JSON.parse(JSON.stringify(result)) as ExecutionResult };
    };

    it('RA-13: is checked as a whole before its first resolver', async () => {
      const { ran, result } = await ask(signedIn(61), 2);
      expect(ran).toEqual([]);
      expect(result).toMatchObject({
        data: { open: null },
        errors: [{ extensions: { code: 'REAUTH_REQUIRED', reauth: { executed: false } } }],
      });
    });

    it('RA-17: does not run with a context kept from yesterday', async () => {
      const { ran, result } = await ask({ ...signedIn(0), checkedAt: NOW - 86_400 });
      expect(ran).toEqual([]);
      expect(result.errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    });

    it('runs with a recent sign-in', async () => {
      const { result } = await ask(signedIn(60));
      expect(result).toEqual({ data: { open: { id: '1', secret: 's' } } });
    });
  });

  it('is refused at an event whose context forgot who asks', async () => {
    const graph = streams();
    const contextValue = { ...signedIn(0) };
    const source = parse('subscription { open { id secret } }');
    const events = (await subscribe({
      schema: graph.schema,
      document: source,
      contextValue,
    })) as AsyncGenerator<ExecutionResult>;
    Object.assign(contextValue, { authentication: { status: 'anonymous' } });
    const { value } = (await events.next()) as { value: unknown };
    expect(JSON.parse(JSON.stringify(value))).toMatchObject({
      data: { open: { id: '1', secret: null } },
      errors: [{ path: ['open', 'secret'], extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });
});
