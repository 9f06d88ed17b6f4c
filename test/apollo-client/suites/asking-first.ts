import { describe, expect, it } from 'vitest';
import { getReauthChallenge, getReauthError, getRefusal } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { IBAN, RENAME, TRANSFER } from '../../support/apollo-operations.js';
import { visitBank } from '../../support/apollo-visit.js';

export function describeAskingFirst(kit: ApolloKit): void {
  const requirements = {
    Transfer: { type: 'mutation', maxAge: 300, fields: {} },
    Rename: { type: 'mutation', fields: {} },
    Iban: { type: 'query', maxAge: 300, fields: {} },
  } as const;

  describe('an operation of `requirements`', () => {
    it('is not sent before the user has signed in', async () => {
      const { bank, user } = await visitBank(kit, { requirements });
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      expect(user.sent).toEqual([]);
      user.recentAuth.confirm();
      await answer;
      expect([bank.ran, user.sent.length, user.prompts]).toEqual([['transfer'], 1, 1]);
    });

    it('is sent at once when the sign-in is recent', async () => {
      const { bank, user } = await visitBank(kit, { requirements });
      user.hold(await bank.token(300));
      await user.client.mutate({ mutation: TRANSFER });
      expect([bank.ran, user.sent.length, user.prompts]).toEqual([['transfer'], 1, 0]);
    });

    it('is asked for again when the server wants a more recent sign-in than was known', async () => {
      const { bank, user } = await visitBank(kit, {
        requirements: { Transfer: { ...requirements.Transfer, maxAge: 3600 } },
      });
      const answer = user.client.mutate({ mutation: TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect([bank.ran, user.sent.length, user.prompts]).toEqual([['transfer'], 2, 1]);
    });

    it('is never sent when the user declines, also after a RetryLink', async () => {
      const { bank, user } = await visitBank(kit, {
        requirements,
        before: [new kit.RetryLink({ delay: { initial: 1 } })],
      });
      const answer = user.client.mutate({ mutation: TRANSFER }).catch(getReauthError);
      await user.untilWaiting();
      user.recentAuth.cancel();
      expect(await answer).toMatchObject({ code: 'REAUTH_CANCELLED', reason: 'user' });
      expect([bank.ran, user.sent, user.prompts]).toEqual([[], [], 1]);
    });

    it('is asked for by what its document says, before the map', async () => {
      const mutation = { ...RENAME, __meta__: { recentAuth: { maxAge: 300, fields: {} } } };
      const { bank, user } = await visitBank(kit, { requirements });
      const answer = user.client.mutate({ mutation });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect([bank.ran, user.sent.length]).toEqual([['renameAccount'], 1]);
    });

    it('is sent where its fields depend on variables, and the server decides', async () => {
      const { bank, user } = await visitBank(kit, { requirements });
      await user.client.mutate({ mutation: RENAME });
      expect([bank.ran, user.prompts]).toEqual([['renameAccount'], 0]);
    });

    it('is sent where nobody is signed in, and the server decides', async () => {
      const { user } = await visitBank(kit, { requirements, idToken: undefined });
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(getRefusal(error)).toBeUndefined();
      expect([user.sent.length, user.events]).toEqual([1, []]);
    });

    it('is sent where the user cannot reauthenticate, and the server decides', async () => {
      const { bank, user } = await visitBank(kit, { requirements });
      const claims = { 'https://authgear.com/claims/user/can_reauthenticate': false };
      user.hold(await bank.token(900, claims));
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(getReauthChallenge(error)).toMatchObject({ code: 'REAUTH_IMPOSSIBLE' });
      expect([user.sent.length, user.prompts]).toEqual([1, 0]);
    });

    it.each([
      { which: 'a query', query: IBAN, mode: undefined },
      { which: 'one that is to fail', query: IBAN, mode: 'error' as const },
      { which: 'one for which the link is off', query: IBAN, mode: 'off' as const },
    ])('is not asked for where it would not be: $which', async ({ query, mode }) => {
      const { user } = await visitBank(kit, { requirements });
      await user.client.query({ query, context: { recentAuth: { mode } } }).catch(caught);
      expect([user.sent.length, user.prompts]).toEqual([1, 0]);
    });

    it('is shown to `promptFor` without a challenge', async () => {
      const asked: unknown[] = [];
      const { bank, user } = await visitBank(kit, {
        requirements,
        promptFor: (_, challenge) => {
          asked.push(challenge);
          return false;
        },
      });
      user.hold(await bank.token(0));
      await user.client.mutate({ mutation: TRANSFER });
      expect(asked).toEqual([undefined]);
    });
  });
}

const caught = (error: unknown): unknown => error;
