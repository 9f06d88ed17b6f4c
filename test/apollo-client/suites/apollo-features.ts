import { describe, expect, it } from 'vitest';
import { getReauthError } from '../../../src/client/index.js';
import { startApolloBank } from '../../support/apollo-bank.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, IBAN, RENAME, TRANSFER } from '../../support/apollo-operations.js';
import { visitBank } from '../../support/apollo-visit.js';

export function describeApolloFeatures(kit: ApolloKit): void {
  it('sends only the refused operation of a batch again', async () => {
    const batching = await startApolloBank({ apollo: { allowBatchedHttpRequests: true } });
    const bodies: unknown[] = [];
    const { user } = await visitBank(kit, {
      idToken: await batching.token(900),
      signIn: () => batching.token(0),
      end: new kit.BatchHttpLink({
        uri: batching.url,
        fetch: (input, init) => {
          const body = JSON.parse(init?.body as string) as { operationName: string }[];
          bodies.push(body.map(({ operationName }) => operationName));
          return fetch(input, init);
        },
      }),
    });
    const renamed = user.client.mutate({ mutation: RENAME });
    const transferred = user.client.mutate({ mutation: TRANSFER });
    expect((await renamed).data).toEqual({ renameAccount: 'renamed' });
    await user.untilWaiting();
    user.recentAuth.confirm();
    await transferred;
    expect(bodies).toEqual([['Rename', 'Transfer'], ['Transfer']]);
    expect(batching.ran).toEqual(['renameAccount', 'transfer']);
  });

  it('takes two equal queries that are held for one', async () => {
    const { bank, user } = await visitBank(kit, { promptFor: 'all' });
    const answers = [1, 2].map(() => user.client.query({ query: IBAN }));
    await user.untilWaiting();
    expect(user.recentAuth.getState().waiting).toHaveLength(1);
    user.recentAuth.confirm();
    for (const { data } of await Promise.all(answers)) expect(data).toEqual({ iban: 'DE02' });
    expect([bank.ran, user.sent.length]).toEqual([['iban'], 2]);
  });

  it('does not ask for a query that polls', async () => {
    const { user } = await visitBank(kit);
    const query = user.client.watchQuery({
      query: IBAN,
      pollInterval: 1,
      errorPolicy: 'all',
      fetchPolicy: 'network-only',
    });
    const subscription = query.subscribe({ error: () => undefined });
    await user.untilAnswered(5);
    subscription.unsubscribe();
    expect(user.prompts).toBe(0);
  });

  it('keeps an optimistic result while it holds, and takes it back when the user declines', async () => {
    const { user } = await visitBank(kit);
    const read = () =>
      user.client.cache.readQuery<{ hello: string }>({ query: HELLO, optimistic: true })?.hello;
    user.client.writeQuery({ query: HELLO, data: { hello: 'before' } });
    const answer = user.client
      .mutate({
        mutation: TRANSFER,
        optimisticResponse: { transfer: { __typename: 'Receipt', id: 'soon' } },
        update: (cache) => {
          cache.writeQuery({ query: HELLO, data: { hello: 'after' } });
        },
      })
      .catch(getReauthError);
    await user.untilWaiting();
    expect(read()).toBe('after');
    user.recentAuth.cancel();
    await answer;
    expect(read()).toBe('before');
  });

  describe('an operation that was given up', () => {
    it('rejects with `errorPolicy: "none"`', async () => {
      for (const run of await decline('none')) {
        expect(await run.catch(getReauthError)).toMatchObject({ code: 'REAUTH_CANCELLED' });
      }
    });

    it('resolves with the error and without data with `errorPolicy: "all"`', async () => {
      for (const run of await decline('all')) {
        const result = await run.catch((error: unknown) => ({ error, data: undefined }));
        const { data, error, errors } = result as {
          data: unknown;
          error: unknown;
          errors: unknown;
        };
        expect(data ?? undefined).toBeUndefined();
        expect(getReauthError(error ?? errors)).toMatchObject({ code: 'REAUTH_CANCELLED' });
      }
    });

    it('settles without data with `errorPolicy: "ignore"`', async () => {
      for (const run of await decline('ignore')) {
        const result = await run.catch((error: unknown) => ({ error, data: undefined }));
        expect(result.data ?? undefined).toBeUndefined();
      }
    });

    async function decline(errorPolicy: 'none' | 'all' | 'ignore') {
      const { user } = await visitBank(kit, { promptFor: 'all' });
      const runs = [
        user.client.mutate({ mutation: TRANSFER, errorPolicy }),
        user.client.query({ query: IBAN, errorPolicy }),
      ];
      await user.untilWaiting(2);
      user.recentAuth.cancel();
      return runs;
    }
  });

  describe('signing out while something is held', () => {
    it.each(['stop', 'clearStore', 'resetStore'] as const)(
      'sends nothing later, with client.%s()',
      async (method) => {
        const { bank, user } = await visitBank(kit, { promptFor: 'all' });
        const outcomes = [
          user.client.mutate({ mutation: TRANSFER }).catch(() => 'rejected'),
          user.client.query({ query: IBAN }).catch(() => 'rejected'),
        ];
        await user.untilWaiting(2);
        const done = user.client[method]();
        user.recentAuth.reset();
        user.hold(undefined);
        await done;
        expect(await Promise.all(outcomes)).toEqual(['rejected', 'rejected']);
        user.hold(await bank.token(0));
        await bank.post({ query: '{ hello }' });
        expect([bank.ran, user.sent.length, user.signIns]).toEqual([['hello'], 2, []]);
      },
    );
  });
}
