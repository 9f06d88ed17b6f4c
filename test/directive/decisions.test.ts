import { GraphQLError, parse } from 'graphql';
import { describe, expect, it } from 'vitest';
import type { Decision, RecentAuthOptions } from '../../src/directive/index.js';
import type { Context } from '../support/graph.js';
import { anonymous, createGraph, signedIn } from '../support/graph.js';

const typeDefs = /* GraphQL */ `
  type Query {
    name: String
    codes: String @requiresRecentAuth(seconds: 300, allowIfCannotReauthenticate: true)
    number: String @requiresRecentAuth(seconds: 900)
    viewer: Viewer
  }
  type Viewer {
    codes: String @requiresRecentAuth(seconds: 300)
  }
  type Mutation {
    rename: String
    transfer: String @requiresRecentAuth(seconds: 60)
    close: String @requiresRecentAuth(seconds: 30)
  }
  type Subscription {
    ticks: String @requiresRecentAuth(seconds: 60)
  }
`;

function audited(options: RecentAuthOptions<Context> = {}) {
  const decisions: Decision<Context>[] = [];
  const graph = createGraph(
    typeDefs,
    (note) => ({
      Query: {
        name: () => (note('name'), 'Alice'),
        codes: () => (note('codes'), 'c'),
        number: () => 'n',
        viewer: () => ({ codes: 'c' }),
      },
      Mutation: {
        rename: () => (note('rename'), 'r'),
        transfer: () => (note('transfer'), 't'),
        close: () => (note('close'), 'c'),
      },
    }),
    { onDecision: (decision) => void decisions.push(decision), ...options },
  );
  return { ...graph, decisions };
}

describe('a decision', () => {
  const cannot = { canReauthenticate: false } as const;
  it.each([
    [
      'mutation M { transfer }',
      signedIn(40),
      {
        outcome: 'ALLOWED',
        fields: ['Mutation.transfer'],
        maxAge: 60,
        authAge: 40,
        operationName: 'M',
      },
    ],
    [
      'mutation { transfer close }',
      signedIn(40),
      {
        outcome: 'REFUSED',
        code: 'REAUTH_REQUIRED',
        reason: 'AUTH_TIME_TOO_OLD',
        fields: ['Mutation.close'],
        maxAge: 30,
        authAge: 40,
      },
    ],
    [
      'mutation { transfer }',
      anonymous,
      {
        outcome: 'REFUSED',
        code: 'UNAUTHENTICATED',
        reason: 'TOKEN_MISSING',
        fields: ['Mutation.transfer'],
        maxAge: 60,
        authAge: undefined,
      },
    ],
    [
      'mutation { transfer }',
      signedIn(0, { principal: 'machine' }),
      {
        outcome: 'REFUSED',
        code: 'FORBIDDEN',
        fields: ['Mutation.transfer'],
        maxAge: 60,
        authAge: 0,
      },
    ],
    [
      '{ codes }',
      signedIn(9000, cannot),
      { outcome: 'ALLOWED_WITHOUT_PROOF', fields: ['Query.codes'], maxAge: 300, authAge: 9000 },
    ],
    [
      '{ codes number }',
      signedIn(600),
      {
        outcome: 'REFUSED',
        code: 'REAUTH_REQUIRED',
        reason: 'AUTH_TIME_TOO_OLD',
        fields: ['Query.codes'],
        maxAge: 300,
        authAge: 600,
      },
    ],
    [
      '{ codes number }',
      signedIn(0, { authTime: NaN }),
      {
        outcome: 'REFUSED',
        code: 'REAUTH_REQUIRED',
        reason: 'AUTH_TIME_INVALID',
        fields: ['Query.codes', 'Query.number'],
        maxAge: 300,
        authAge: undefined,
      },
    ],
    [
      '{ number }',
      signedIn(0, { authTime: undefined }),
      {
        outcome: 'REFUSED',
        code: 'REAUTH_REQUIRED',
        reason: 'AUTH_TIME_MISSING',
        fields: ['Query.number'],
        maxAge: 900,
        authAge: undefined,
      },
    ],
    [
      '{ viewer { codes } }',
      signedIn(0),
      { outcome: 'ALLOWED', fields: ['Viewer.codes'], maxAge: 300, authAge: 0 },
    ],
    [
      'query ($v: Boolean = true) { codes @skip(if: $v) number }',
      signedIn(0),
      { outcome: 'ALLOWED', fields: ['Query.number'], maxAge: 900, authAge: 0 },
    ],
  ] as const)('RA-42: on %s is told once', async (source, context, expected) => {
    const { run, decisions } = audited();
    await run(source, context);
    expect(decisions).toEqual([{ operationName: undefined, ...expected, context }]);
  });

  it('RA-42: is told once where an adapter checked before', async () => {
    const { recentAuth, schema, decisions } = audited();
    const { execute } = await import('graphql');
    const document = parse('mutation { rename transfer close }');
    const contextValue = signedIn(0);
    for (const told of [1, 2]) {
      expect(await recentAuth.check({ schema, document, contextValue })).toBeUndefined();
      await execute({ schema, document, contextValue });
      expect(decisions.length).toBe(told);
    }
    await execute({ schema, document, contextValue });
    expect(decisions.length).toBe(3);
  });

  it('RA-42: is told of a caller whom the context does not hold', async () => {
    let caller: Context | undefined;
    const getAuthentication = () => caller as Required<Context> | undefined;
    const { recentAuth, schema, run, decisions } = audited({ getAuthentication });
    const document = parse('mutation { transfer close }');
    for (const [who, code] of [
      [undefined, 'INTERNAL_SERVER_ERROR'],
      [signedIn(31), 'REAUTH_REQUIRED'],
    ] as const) {
      caller = who;
      const refusal = await recentAuth.check({
        schema,
        document,
        contextValue: undefined as never,
      });
      expect(refusal?.code).toBe(code);
      expect((await run('mutation { transfer close }', undefined)).errors).toMatchObject([
        { extensions: { code } },
        { extensions: { code } },
      ]);
    }
    expect(decisions.map(({ code }) => code)).toEqual([
      'INTERNAL_SERVER_ERROR',
      'INTERNAL_SERVER_ERROR',
      'REAUTH_REQUIRED',
      'REAUTH_REQUIRED',
    ]);
  });

  it.each([
    '{ name }',
    'mutation { rename }',
    'query ($v: Boolean = true) { name codes @skip(if: $v) }',
  ])('is not made on %s, which selects nothing guarded', async (source) => {
    const { run, decisions } = audited();
    await run(source, signedIn(0));
    expect(decisions).toEqual([]);
  });

  it('lets pass what is on trial, and says so', async () => {
    const { run, decisions, ran } = audited({ report: ['Mutation.transfer', 'Query.codes'] });
    expect(await run('mutation { transfer }', signedIn(900))).toEqual({ data: { transfer: 't' } });
    expect(await run('{ codes }', anonymous)).toEqual({ data: { codes: 'c' } });
    expect(ran).toEqual(['transfer', 'codes']);
    expect(decisions.map(({ outcome, code, fields }) => [outcome, code, fields])).toEqual([
      ['REPORTED', 'REAUTH_REQUIRED', ['Mutation.transfer']],
      ['REPORTED', 'UNAUTHENTICATED', ['Query.codes']],
    ]);
  });

  it('lets nobody pass on trial whose context was never built', async () => {
    const { run, recentAuth, schema, ran } = audited({
      report: ['Mutation.transfer', 'Query.codes'],
    });
    const refused = [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }];
    expect((await run('mutation { transfer }', {})).errors).toMatchObject(refused);
    expect((await run('{ codes }', undefined)).errors).toMatchObject(refused);
    const document = parse('mutation { transfer }');
    expect((await recentAuth.check({ schema, document, contextValue: {} }))?.code).toBe(
      'INTERNAL_SERVER_ERROR',
    );
    expect(ran).toEqual([]);
  });

  it('does not hide the name of the context builder behind an auditor that fails without it', async () => {
    const onDecision = ({ context }: Decision<Context>) => {
      if (context.authentication?.status === undefined) throw new TypeError('no status');
    };
    const { run, recentAuth, schema } = audited({ onDecision });
    const named = { message: expect.stringContaining('createContextBuilder') as string };
    expect((await run('mutation { transfer }', {})).errors).toMatchObject([named]);
    const document = parse('mutation { transfer }');
    expect((await recentAuth.check({ schema, document, contextValue: {} }))?.error).toMatchObject(
      named,
    );
  });

  it('refuses with what is on trial where something else is refused', async () => {
    const { run, decisions, ran } = audited({ report: ['Mutation.transfer'] });
    await run('mutation { transfer close }', signedIn(900));
    expect(ran).toEqual([]);
    expect(decisions).toMatchObject([{ outcome: 'REFUSED', fields: ['Mutation.close'] }]);
  });
});

describe('RA-42: an auditor that fails', () => {
  const failures: Record<string, () => void | Promise<void>> = {
    throws: () => {
      throw new Error('disk full at 10.0.0.7');
    },
    rejects: () => Promise.reject(new Error('disk full at 10.0.0.7')),
    'throws no error': () => {
      throw 'disk full at 10.0.0.7' as unknown as Error;
    },
  };

  it.each(Object.entries(failures))(
    'keeps everything from running when it %s',
    async (_, onDecision) => {
      const { run, ran, recentAuth, schema } = audited({ onDecision });
      const error = {
        message: 'The decision on this operation could not be recorded',
        extensions: { code: 'INTERNAL_SERVER_ERROR' },
      };
      expect((await run('mutation { transfer close }', signedIn(0))).errors).toMatchObject([
        error,
        error,
      ]);
      expect((await run('{ codes }', signedIn(0))).errors).toMatchObject([error]);
      const refusal = await recentAuth.check({
        schema,
        document: parse('mutation { close }'),
        contextValue: signedIn(0),
      });
      expect(refusal?.error).toMatchObject(error);
      expect(refusal?.http('application/json')).toEqual({ status: 500, headers: {} });
      expect(ran).toEqual([]);
    },
  );

  it('speaks to the client by a GraphQL error', async () => {
    const { run, ran } = audited({
      onDecision: () => {
        throw new GraphQLError('Closed at night');
      },
    });
    expect((await run('mutation { close }', signedIn(0))).errors).toMatchObject([
      { message: 'Closed at night' },
    ]);
    expect(ran).toEqual([]);
  });

  it('is asked once, also where it would let the second field run', async () => {
    let calls = 0;
    const { run, ran } = audited({
      onDecision: () => {
        if (++calls === 1) throw new Error('once');
      },
    });
    await run('mutation { transfer close }', signedIn(0));
    expect({ calls, ran }).toEqual({ calls: 1, ran: [] });
  });

  it('may answer later', async () => {
    const { run, ran } = audited({ onDecision: () => Promise.resolve(), atomicQueries: true });
    expect(await run('mutation { rename transfer close }', signedIn(0))).toEqual({
      data: { rename: 'r', transfer: 't', close: 'c' },
    });
    expect(await run('{ name codes }', signedIn(0))).toEqual({
      data: { name: 'Alice', codes: 'c' },
    });
    expect(ran).toEqual(['rename', 'transfer', 'close', 'name', 'codes']);
  });
});
