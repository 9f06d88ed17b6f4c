import { describe, expect, it } from 'vitest';
import { getReauthError } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { TRANSFER } from '../../support/apollo-operations.js';
import { unsignedToken, visitScripted } from '../../support/apollo-visit.js';
import { NOW } from '../../support/apollo-bank.js';
import type { ApolloUser, ApolloUserOptions } from '../../support/apollo-user.js';
import type { Script } from '../../support/scripted-graphql.js';

const requirements = { Transfer: { type: 'mutation', maxAge: 300, fields: {} } } as const;
const DONE: Script = [{ data: { transfer: null } }];
const somebodyElse = unsignedToken({ sub: 'somebody-else', auth_time: NOW });

export function describeChangingUsers(kit: ApolloKit): void {
  const { RetryLink } = kit;

  describe('RA-51: an operation whose user changes before it is sent', () => {
    it.each<{ when: string; options: Partial<ApolloUserOptions> }>([
      { when: 'its token is fetched', options: {} },
      { when: 'what asks first is loaded', options: { requirements } },
    ])('is not sent for somebody else while $when', async ({ options }) => {
      const { server, user } = await visitScripted(kit, DONE, options);
      await user.recentAuth.getIdToken();
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      become(user, somebodyElse);
      expect(await answer).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect([server.requests, user.prompts]).toEqual([[], 0]);
    });

    it('is not sent for nobody when they sign out before they are asked', async () => {
      const { server, user } = await visitScripted(kit, DONE, { requirements });
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      become(user, undefined);
      expect(await answer).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect(server.requests).toEqual([]);
    });

    it('is not sent with the token of before when it changes during a renewal', async () => {
      const expired = unsignedToken({ auth_time: NOW - 900, exp: NOW });
      const { server, user } = await visitScripted(kit, DONE, {
        idToken: expired,
        renew() {
          become(user, somebodyElse);
          return Promise.resolve(somebodyElse);
        },
      });
      const error = await user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect(server.requests).toEqual([]);
    });

    it('is not sent on by a RetryLink for the same `sub` of another issuer', async () => {
      const { server, user } = await visitScripted(kit, [{ status: 503, text: 'later' }, ...DONE], {
        before: [
          new RetryLink({
            delay: { initial: 1 },
            attempts: (count) => {
              user.hold(unsignedToken({ iss: 'https://other.test', auth_time: NOW }));
              return count < 3;
            },
          }),
        ],
      });
      const error = await user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      expect(error).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'logout' });
      expect(server.requests).toHaveLength(1);
    });
  });
}

function become(user: ApolloUser, token: string | undefined): void {
  user.hold(undefined);
  user.recentAuth.reset();
  user.hold(token);
}
