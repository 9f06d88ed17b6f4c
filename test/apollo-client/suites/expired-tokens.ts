import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { getReauthError, getRefusal } from '../../../src/client/index.js';
import { NOW } from '../../support/apollo-bank.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, RENAME, TRANSFER } from '../../support/apollo-operations.js';
import { unsignedToken, visitBank, visitScripted } from '../../support/apollo-visit.js';

export function describeExpiredTokens(kit: ApolloKit): void {
  describe('a token that expired on the way', () => {
    /** The client's clock is behind, so that it does not see it coming. */
    const clock = () => NOW - 100;
    const expired = { iat: NOW - 900, exp: NOW - 60, auth_time: NOW - 900 };

    it.each([
      { operation: 'a query', run: 'hello' },
      { operation: 'a mutation', run: 'renameAccount' },
    ])('RA-53: is renewed silently, and $operation is sent once more', async ({ run }) => {
      const { bank, user } = await visitBank(kit, (bank) => ({
        clock,
        renew: () => bank.token(900),
      }));
      user.hold(await bank.token(900, expired));
      if (run === 'hello') await user.client.query({ query: HELLO });
      else await user.client.mutate({ mutation: RENAME });
      expect(bank.ran).toEqual([run]);
      expect([user.sent.length, user.renewals, user.prompts]).toEqual([2, 1, 0]);
    });

    it('is renewed first; then the user is asked, once', async () => {
      const { bank, user } = await visitBank(kit, (bank) => ({
        clock,
        renew: () => bank.token(900),
      }));
      user.hold(await bank.token(900, expired));
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect(bank.ran).toEqual(['transfer']);
      expect([user.sent.length, user.renewals, user.prompts]).toEqual([3, 1, 1]);
    });

    const EXPIRED = {
      errors: [{ message: 'No', extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_EXPIRED' } }],
    };

    it.each([
      { when: 'nothing can renew it', renew: undefined, requests: 1 },
      { when: 'the renewal brings nothing', renew: () => Promise.resolve(undefined), requests: 1 },
      {
        when: 'the renewal fails',
        renew: () => Promise.reject(new Error('offline')),
        requests: 1,
      },
      {
        when: 'the new one is of somebody else',
        renew: () => Promise.resolve(unsignedToken({ sub: 'somebody-else' })),
        requests: 1,
      },
      {
        when: 'the new one is refused as well',
        renew: () => Promise.resolve(unsignedToken({ jti: randomUUID() })),
        requests: 2,
      },
    ])('is reported as it came where $when', async ({ renew, requests }) => {
      const { server, user } = await visitScripted(kit, [EXPIRED], { ...(renew && { renew }) });
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(getRefusal(error)).toMatchObject({ tokenExpired: true, challenge: undefined });
      expect(server.requests).toHaveLength(requests);
    });

    it.each([
      { answer: 'names a field', said: { errors: [{ ...EXPIRED.errors[0], path: ['transfer'] }] } },
      { answer: 'has data', said: { ...EXPIRED, data: { transfer: null } } },
      { answer: 'has another error', said: { errors: [...EXPIRED.errors, { message: 'And' }] } },
    ])('does not have a mutation sent again whose answer $answer', async ({ said }) => {
      const { server, user } = await visitScripted(kit, [said], {
        renew: () => Promise.resolve(unsignedToken({ jti: 'new' })),
        retry: 'single-root-field',
      });
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(getRefusal(error)).toMatchObject({ tokenExpired: true, nothingRan: false });
      expect([server.requests.length, user.renewals]).toEqual([1, 0]);
    });

    it.each([
      { mode: 'error', renewals: 1 },
      { mode: 'off', renewals: 0 },
    ] as const)(
      'is renewed $renewals times where the mode is $mode',
      async ({ mode, renewals }) => {
        const { user } = await visitScripted(kit, [EXPIRED, { data: { hello: 'you' } }], {
          renew: () => Promise.resolve(unsignedToken({ jti: 'new' })),
        });
        const context = { recentAuth: { mode } };
        await user.client.query({ query: HELLO, context }).catch(caught);
        expect([user.renewals, user.sent.length]).toEqual([renewals, renewals + 1]);
      },
    );

    it('does not have it sent as whoever signed in meanwhile', async () => {
      const { server, user } = await visitScripted(
        kit,
        [
          () => {
            user.hold(unsignedToken({ sub: 'somebody-else' }));
            return EXPIRED;
          },
        ],
        { renew: () => Promise.resolve(unsignedToken({ sub: 'somebody-else', jti: 'new' })) },
      );
      const error = await user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect(server.requests).toHaveLength(1);
    });
  });
}

const caught = (error: unknown): unknown => error;
