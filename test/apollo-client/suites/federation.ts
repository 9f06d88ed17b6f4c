import { describe, expect, it } from 'vitest';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { attempt, HANDED_ON, refused, SENT_ONCE_MORE } from '../../support/attempt.js';
import { startFederatedBank } from '../../support/federated-bank.js';

export function describeFederation(kit: ApolloKit): void {
  describe('behind a gateway of two subgraphs', () => {
    describe.each(['safe', 'single-root-field'] as const)('with `retry: "%s"`', (retry) => {
      it.each([
        {
          operation: 'an entity whose field is refused',
          source: 'mutation { transfer { id bankRef } }',
          ...refused('Receipt.bankRef', true),
        },
        {
          operation: 'an entity that the refusal takes with it',
          source: 'mutation { transfer { id stamp } }',
          ...refused('Receipt.stamp', true),
        },
        {
          operation: 'a second field that is refused',
          source: 'mutation { transfer { id } deleteAccount }',
          ...refused('Mutation.deleteAccount', undefined),
        },
        {
          operation: 'a first field that is refused',
          source: 'mutation { deleteAccount transfer { id } }',
          ...refused('Mutation.deleteAccount', undefined),
        },
      ])('money moves once with $operation', async ({ source, error }) => {
        const served = await startFederatedBank();
        const outcome = await attempt(kit, served, source, { retry });
        expect(outcome).toEqual({ ...HANDED_ON, ran: ['transfer'], error });
      });

      it.each([
        'mutation { transfer { id bankRef } }',
        'mutation { transfer { id stamp } }',
        'mutation { transfer { id } deleteAccount }',
      ])('money moves once where the token expires in between: %s', async (source) => {
        const served = await startFederatedBank({ clockAhead: 1000 });
        const outcome = await attempt(kit, served, source, { retry });
        expect(outcome).toEqual({ ...HANDED_ON, ran: ['transfer'], error: '401: Unauthorized' });
      });

      it('a query is sent once more', async () => {
        const served = await startFederatedBank();
        const outcome = await attempt(kit, served, '{ hello iban }', { retry, promptFor: 'all' });
        // The two subgraphs are asked at once.
        expect({ ...outcome, ran: outcome.ran.toSorted() }).toEqual({
          ...SENT_ONCE_MORE,
          ran: ['hello', 'hello', 'iban'],
          data: { hello: 'world', iban: 'DE02' },
        });
      });
    });

    it.each([
      { field: 'bankRef', retry: 'safe' },
      { field: 'stamp', retry: 'safe' },
      { field: 'bankRef', retry: 'single-root-field' },
    ] as const)(
      'money moves once where a subgraph with atomic queries refuses `_entities` for `$field`, with `retry: "$retry"`',
      async ({ field, retry }) => {
        const served = await startFederatedBank({ atomicQueries: true });
        const outcome = await attempt(kit, served, `mutation { transfer { id ${field} } }`, {
          retry,
        });
        expect(outcome).toEqual({
          ...HANDED_ON,
          ...refused(`Receipt.${field}`, undefined),
          ran: ['transfer'],
        });
      },
    );

    it('a field that is refused alone is handed on, since its subgraph cannot know what else ran', async () => {
      const served = await startFederatedBank();
      const outcome = await attempt(kit, served, 'mutation { deleteAccount }');
      expect(outcome).toEqual({
        ...HANDED_ON,
        ...refused('Mutation.deleteAccount', undefined),
        ran: [],
      });
    });

    describe('`retry: "single-root-field"`', () => {
      const retry = 'single-root-field';

      it('sends one field once more that is refused alone', async () => {
        const served = await startFederatedBank();
        const outcome = await attempt(kit, served, 'mutation { deleteAccount }', { retry });
        expect(outcome).toEqual({
          ...SENT_ONCE_MORE,
          ran: ['deleteAccount'],
          data: { deleteAccount: 'deleted' },
        });
      });

      it('is unsafe: it moves money twice where a subgraph with atomic queries takes the payload with it', async () => {
        const served = await startFederatedBank({ atomicQueries: true });
        const outcome = await attempt(kit, served, 'mutation { transfer { id stamp } }', { retry });
        expect(outcome).toEqual({
          ...SENT_ONCE_MORE,
          ran: ['transfer', 'transfer', 'stamp'],
          data: { transfer: { __typename: 'Receipt', id: 't1', stamp: 's1' } },
        });
      });
    });
  });
}
