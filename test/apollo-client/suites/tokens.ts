import { describe, expect, it } from 'vitest';
import { getReauthError, getRefusal } from '../../../src/client/index.js';
import { NOW } from '../../support/apollo-bank.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, RENAME, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, unsignedToken, visitBank, visitScripted } from '../../support/apollo-visit.js';

export function describeTokens(kit: ApolloKit): void {
  /** A link that puts these headers there, whatever others did. */
  const settingHeaders = (headers: () => Record<string, string>) =>
    new kit.ApolloLink((operation, forward) => {
      operation.setContext({ headers: headers() });
      return forward(operation);
    });

  describe('the token', () => {
    it('replaces what a link before put there, whatever its case', async () => {
      const { server, user, stale } = await visitScripted(kit, [{ data: { hello: 'you' } }], {
        before: [settingHeaders(() => ({ AUTHORIZATION: 'Basic b2xk', 'x-trace': '1' }))],
      });
      await user.client.query({ query: HELLO });
      expect(server.requests[0]?.headers).toMatchObject({
        authorization: `Bearer ${stale}`,
        'x-trace': '1',
      });
    });

    it('is not sent by anybody when nobody is signed in', async () => {
      const { server, user } = await visitScripted(kit, [{ data: { hello: 'you' } }], {
        idToken: undefined,
        before: [settingHeaders(() => ({ Authorization: 'Bearer b2xk', 'x-trace': '1' }))],
      });
      await user.client.query({ query: HELLO });
      expect(server.requests[0]?.headers).toMatchObject({ 'x-trace': '1' });
      expect(server.requests[0]?.headers.authorization).toBeUndefined();
    });

    it('is left to others with `attachToken: false`, and the operation is sent once more', async () => {
      const { bank, user } = await visitBank(kit, {
        attachToken: false,
        after: [settingHeaders(() => ({ authorization: `Bearer ${String(user.token)}` }))],
      });
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect([bank.ran, user.sent.length]).toEqual([['transfer'], 2]);
    });

    it('does not touch what others put there, with `attachToken: false`', async () => {
      const { server, user } = await visitScripted(kit, [{ data: { hello: 'you' } }], {
        attachToken: false,
        before: [settingHeaders(() => ({ authorization: 'Basic dGhlaXJz' }))],
      });
      await user.client.query({ query: HELLO });
      expect(server.requests[0]?.headers.authorization).toBe('Basic dGhlaXJz');
    });

    it('that a link after this one replaces leads to an error that says so', async () => {
      const { bank, user } = await visitBank(kit, (_, stale) => ({
        after: [settingHeaders(() => ({ authorization: `Bearer ${stale}` }))],
      }));
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.confirm();
      const error: unknown = await answer;
      expect(error).toMatchObject({ code: 'STILL_STALE', challenge: { authTime: NOW - 900 } });
      expect(String(error)).toContain('does another link still send the old token?');
      expect([bank.ran, user.sent.length, user.prompts]).toEqual([[], 2, 1]);
    });

    it('that is new and refused all the same leads to an error that says so', async () => {
      const { server, user } = await visitScripted(kit, [refusal(), refusal({ authTime: NOW })]);
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.confirm();
      const error: unknown = await answer;
      expect(error).toMatchObject({ code: 'STILL_STALE' });
      expect(String(error)).toContain('though auth_time had changed');
      expect(server.requests).toHaveLength(2);
    });

    it('whose adapter fails leads to its error', async () => {
      const broken = new Error('The storage is gone');
      const { user } = await visitScripted(kit, [], {
        getIdToken: () => {
          throw broken;
        },
      });
      const error: unknown = await user.client.query({ query: HELLO }).catch(caught);
      expect([error, (error as { networkError?: unknown }).networkError]).toContain(broken);
      expect(user.sent).toEqual([]);
    });
  });

  describe('a token that expired on the way', () => {
    /** The client's clock is behind, so that it does not see it coming. */
    const clock = () => NOW - 100;
    const expired = { iat: NOW - 900, exp: NOW - 60, auth_time: NOW - 900 };

    it.each([
      { operation: 'a query', run: 'hello' },
      { operation: 'a mutation', run: 'renameAccount' },
    ])('is renewed silently, and $operation is sent once more', async ({ run }) => {
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
        renew: () => Promise.resolve(unsignedToken({ jti: 'new' })),
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
      await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect([server.requests.length, user.renewals]).toEqual([1, 0]);
    });

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
