import { EventEmitter, getEventListeners, once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { getReauthError } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { HELLO, TRANSFER } from '../../support/apollo-operations.js';
import { refusal, unsignedToken, visitBank, visitScripted } from '../../support/apollo-visit.js';

export function describeOnItsWay(kit: ApolloKit): void {
  const { RetryLink } = kit;

  describe('an operation on its way', () => {
    it('is broken off when nobody listens any more', async () => {
      const wire = new EventEmitter();
      const end = new kit.ApolloLink(
        () =>
          new kit.Observable(() => {
            wire.emit('begun');
            return () => wire.emit('ended');
          }),
      );
      const { user } = await visitBank(kit, { end });
      const begun = once(wire, 'begun');
      const ended = once(wire, 'ended');
      const subscription = user.client.watchQuery({ query: HELLO }).subscribe({});
      await begun;
      subscription.unsubscribe();
      await ended;
    });

    it.each([
      { when: 'and stays away', after: undefined },
      { when: 'and comes back', after: unsignedToken({ jti: 'another session' }) },
    ])('is not held when the user signed out meanwhile $when', async ({ after }) => {
      const { server, user } = await visitScripted(kit, [
        () => {
          user.recentAuth.reset();
          user.hold(after);
          return refusal();
        },
      ]);
      const error = await user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect([server.requests.length, user.prompts]).toEqual([1, 0]);
    });

    it('leaves nothing at the signal of its caller', async () => {
      const { signal } = new AbortController();
      const end = new kit.ApolloLink(
        () =>
          new kit.Observable((observer) => {
            observer.next({ data: { hello: 'you' } });
            observer.complete();
          }),
      );
      const { user } = await visitBank(kit, { end });
      await user.client.query({ query: HELLO, context: { fetchOptions: { signal } } });
      expect(getEventListeners(signal, 'abort')).toEqual([]);
    });

    it('is not sent at all when its signal has aborted already', async () => {
      const { bank, user } = await visitBank(kit);
      const reason = new Error('Enough');
      const context = { fetchOptions: { signal: AbortSignal.abort(reason) } };
      const error: unknown = await user.client
        .mutate({ mutation: TRANSFER, context })
        .catch(caught);
      expect([error, (error as { networkError?: unknown }).networkError]).toContain(reason);
      expect([bank.ran, user.sent]).toEqual([[], []]);
    });

    it('is not sent on for somebody else by a RetryLink', async () => {
      const { server, user } = await visitScripted(
        kit,
        [{ status: 503, text: 'later' }, { data: { transfer: null } }],
        {
          before: [
            new RetryLink({
              delay: { initial: 1 },
              attempts: (count) => {
                user.hold(unsignedToken({ sub: 'somebody-else' }));
                return count < 3;
              },
            }),
          ],
        },
      );
      const error = await user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect(server.requests).toHaveLength(1);
    });
  });
}

const caught = (error: unknown): unknown => error;
