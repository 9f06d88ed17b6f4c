import { describe, expect, it } from 'vitest';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { attempt, HANDED_ON, refused, SENT_ONCE_MORE } from '../../support/attempt.js';
import { startStitchedBank } from '../../support/stitched-bank.js';

const RECEIPT = { __typename: 'Receipt', id: 't1' };
const PAY = 'mutation { transfer { id bankRef } }';
const PAY_AND_STAMP = 'mutation { transfer { id stamp } }';
const PAY_AND_DELETE = 'mutation { transfer { id } deleteAccount }';
const DELETE_AND_PAY = 'mutation { deleteAccount transfer { id } }';

export function describeStitching(kit: ApolloKit): void {
  describe('behind a stitched schema', () => {
    describe.each(['safe', 'single-root-field'] as const)('with `retry: "%s"`', (retry) => {
      it.each([
        { source: PAY, atomicQueries: false, ...refused('Receipt.bankRef', true) },
        { source: PAY, atomicQueries: true, ...refused('Receipt.bankRef', false) },
        { source: PAY_AND_STAMP, atomicQueries: false, ...refused('Receipt.stamp', true) },
        { source: PAY_AND_STAMP, atomicQueries: true, ...refused('Receipt.stamp', false) },
        {
          source: PAY_AND_DELETE,
          atomicQueries: false,
          ...refused('Mutation.deleteAccount', false),
        },
        {
          source: DELETE_AND_PAY,
          atomicQueries: false,
          ...refused('Mutation.deleteAccount', false),
        },
      ])(
        'money moves once, whatever the server behind says of itself: $source, atomic queries $atomicQueries',
        async ({ source, atomicQueries, error }) => {
          const served = await startStitchedBank({ atomicQueries });
          const outcome = await attempt(kit, served, source, { retry });
          expect(outcome).toEqual({ ...HANDED_ON, ran: ['transfer'], error });
        },
      );

      it.each([PAY, PAY_AND_STAMP, PAY_AND_DELETE])(
        'money moves once where the token expires in between: %s',
        async (source) => {
          const served = await startStitchedBank({ clockAhead: 1000 });
          const outcome = await attempt(kit, served, source, { retry });
          expect(outcome).toEqual({
            ...HANDED_ON,
            ran: ['transfer'],
            error: 'The token is not accepted',
          });
        },
      );

      it('a query is sent once more', async () => {
        const served = await startStitchedBank();
        const outcome = await attempt(kit, served, '{ hello iban }', { retry, promptFor: 'all' });
        // The two servers are asked at once.
        expect({ ...outcome, ran: outcome.ran.toSorted() }).toEqual({
          ...SENT_ONCE_MORE,
          ran: ['hello', 'hello', 'iban'],
          data: { hello: 'world', iban: 'DE02' },
        });
      });
    });

    it.each([
      {
        source: PAY,
        ran: ['transfer', 'bankRef'],
        data: { transfer: { ...RECEIPT, bankRef: 'b1' } },
      },
      {
        source: PAY_AND_STAMP,
        ran: ['transfer', 'stamp'],
        data: { transfer: { ...RECEIPT, stamp: 's1' } },
      },
      {
        source: PAY_AND_DELETE,
        ran: ['transfer', 'deleteAccount'],
        data: { transfer: RECEIPT, deleteAccount: 'deleted' },
      },
      {
        source: DELETE_AND_PAY,
        ran: ['deleteAccount', 'transfer'],
        data: { deleteAccount: 'deleted', transfer: RECEIPT },
      },
    ])(
      'a gateway that checks before it splits the operation is asked once more: $source',
      async ({ source, ran, data }) => {
        const served = await startStitchedBank({ guardedAtTheEdge: true });
        expect(await attempt(kit, served, source)).toEqual({ ...SENT_ONCE_MORE, ran, data });
      },
    );
  });
}
