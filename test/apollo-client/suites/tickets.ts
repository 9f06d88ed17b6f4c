import { describe, expect, it } from 'vitest';
import { getReauthError } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { IBAN, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, visitScripted } from '../../support/apollo-visit.js';

export function describeTickets(kit: ApolloKit): void {
  describe('a ticket of the server', () => {
    const DONE = { data: { transfer: { __typename: 'Receipt', id: 't1' } } };

    it('RA-50: goes back with the retry, beside what else is in `extensions`', async () => {
      const { server, user } = await visitScripted(kit, [refusal({ ticket: 'opaque' }), DONE], {
        before: [
          new kit.ApolloLink((operation, forward) => {
            operation.extensions = { trace: 1, reauth: { device: 'phone' } };
            operation.setContext({ http: { includeExtensions: true } });
            return forward(operation);
          }),
        ],
      });
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      const [first, second] = server.requests.map(({ body }) => body.extensions);
      expect(first).toMatchObject({ trace: 1, reauth: { device: 'phone' } });
      expect(first).not.toHaveProperty('reauth.ticket');
      expect(second).toMatchObject({ trace: 1, reauth: { device: 'phone', ticket: 'opaque' } });
    });

    it('goes back though nothing else would be in `extensions`', async () => {
      const { server, user } = await visitScripted(kit, [refusal({ ticket: 'opaque' }), DONE]);
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      const [first, second] = server.requests.map(({ body }) => body.extensions ?? {});
      expect(first).not.toHaveProperty('reauth');
      expect(second).toHaveProperty('reauth', { ticket: 'opaque' });
    });

    it('goes back for a query, too', async () => {
      const said = [refusal({ ticket: 'opaque' }), { data: { iban: 'DE02' } }];
      const { server, user } = await visitScripted(kit, said, { promptFor: 'all' });
      const answer = user.client.query({ query: IBAN });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect(server.requests[1]?.body.extensions).toHaveProperty('reauth.ticket', 'opaque');
    });

    it('that is used up is reported as it came', async () => {
      const { server, user } = await visitScripted(kit, [
        refusal({ ticket: 'opaque' }),
        refusal({ remedy: 'NONE', reason: undefined, executed: null }),
      ]);
      const answer = user.client.mutate({ mutation: TRANSFER }).catch((error: unknown) => error);
      await user.untilWaiting();
      user.recentAuth.confirm();
      expect(getReauthError(await answer)).toBeUndefined();
      expect([server.requests.length, user.prompts]).toEqual([2, 1]);
    });
  });
}
