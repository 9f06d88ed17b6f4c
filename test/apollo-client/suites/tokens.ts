import { describe, expect, it } from 'vitest';
import { getReauthError } from '../../../src/client/index.js';
import { NOW } from '../../support/apollo-bank.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, visitBank, visitScripted } from '../../support/apollo-visit.js';

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

    it('RA-47: that is new and refused all the same leads to an error that says so', async () => {
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
}

const caught = (error: unknown): unknown => error;
