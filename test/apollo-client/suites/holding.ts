import { describe, expect, it } from 'vitest';
import { RecentAuthLink } from '../../../src/apollo-client/index.js';
import { getReauthChallenge } from '../../../src/client/index.js';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { IBAN, RENAME_AND_TRANSFER, TRANSFER } from '../../support/apollo-operations.js';
import { visitBank } from '../../support/apollo-visit.js';

export function describeHolding(kit: ApolloKit): void {
  it('is a link of this version', async () => {
    const { user } = await visitBank(kit);
    const { recentAuth } = user;
    expect(new RecentAuthLink({ recentAuth })).toBeInstanceOf(kit.ApolloLink);
  });

  describe('a mutation whose user signed in too long ago', () => {
    it('RA-46: is held, and sent once more with the new token when the user has signed in', async () => {
      const { bank, user, stale } = await visitBank(kit);
      const answer = user.client.mutate({ mutation: TRANSFER, variables: { amount: 5 } });
      await user.untilWaiting();
      expect(bank.ran).toEqual([]);
      user.recentAuth.confirm();
      expect((await answer).data).toEqual({ transfer: { __typename: 'Receipt', id: 't1' } });
      expect(bank.ran).toEqual(['transfer']);
      const [first, second, ...others] = user.sent.map(({ authorization }) => authorization);
      expect(first).toBe(`Bearer ${stale}`);
      expect(second).not.toBe(first);
      expect(others).toEqual([]);
    });

    it('RA-45: shares one prompt with others, and each is executed once', async () => {
      const { bank, user } = await visitBank(kit);
      const answers = [1, 2, 3].map((amount) =>
        user.client.mutate({ mutation: TRANSFER, variables: { amount } }),
      );
      await user.untilWaiting(3);
      user.recentAuth.confirm();
      await Promise.all(answers);
      expect(bank.ran).toEqual(['transfer', 'transfer', 'transfer']);
      expect([user.prompts, user.signIns.length, user.sent.length]).toEqual([1, 1, 6]);
    });

    it('runs each of its fields once', async () => {
      const { bank, user } = await visitBank(kit);
      const answer = user.client.mutate({ mutation: RENAME_AND_TRANSFER });
      await user.untilWaiting();
      user.recentAuth.confirm();
      await answer;
      expect(bank.ran).toEqual(['renameAccount', 'transfer']);
    });

    it('is named in the prompt, and known to the adapter with its variables', async () => {
      const { user, stale } = await visitBank(kit);
      const named = { operationName: 'Transfer', description: 'Pay the rent' };
      const variables = { amount: 900 };
      const context = { recentAuth: { description: named.description } };
      const answer = user.client.mutate({ mutation: TRANSFER, variables, context });
      await user.untilWaiting();
      expect(user.recentAuth.getState().waiting).toEqual([named]);
      user.recentAuth.confirm();
      await answer;
      expect(user.signIns).toMatchObject([
        { maxAge: 300, idToken: stale, operations: [{ ...named, variables }] },
      ]);
    });
  });

  describe('who is asked', () => {
    it.each([
      { when: 'a query, by default', promptFor: undefined, mode: undefined },
      { when: 'a query that a function leaves out', promptFor: () => false, mode: undefined },
      { when: 'a query that is to fail', promptFor: 'all' as const, mode: 'error' as const },
      { when: 'a query where the link is off', promptFor: 'all' as const, mode: 'off' as const },
    ])('hands the refusal on of $when', async ({ promptFor, mode }) => {
      const { user, stale } = await visitBank(kit, { promptFor });
      const context = { recentAuth: { mode } };
      const error: unknown = await user.client.query({ query: IBAN, context }).catch(caught);
      expect(getReauthChallenge(error)).toMatchObject({ maxAge: 300, executed: true });
      expect(user.sent.map(({ authorization }) => authorization)).toEqual([`Bearer ${stale}`]);
      expect(user.prompts).toBe(0);
    });

    it.each([
      { when: 'that asks itself', promptFor: undefined, mode: 'prompt' as const },
      { when: 'where all ask', promptFor: 'all' as const, mode: undefined },
      { when: 'that a function picks', promptFor: () => true, mode: undefined },
    ])('asks for a query $when, and sends it once more', async ({ promptFor, mode }) => {
      const { bank, user } = await visitBank(kit, { promptFor });
      const answer = user.client.query({ query: IBAN, context: { recentAuth: { mode } } });
      await user.untilWaiting();
      user.recentAuth.confirm();
      expect((await answer).data).toEqual({ iban: 'DE02' });
      expect(bank.ran).toEqual(['iban']);
    });

    it.each(['error', 'off'] as const)('hands on a mutation whose mode is %s', async (mode) => {
      const { bank, user } = await visitBank(kit);
      const context = { recentAuth: { mode } };
      const error: unknown = await user.client
        .mutate({ mutation: TRANSFER, context })
        .catch(caught);
      expect(getReauthChallenge(error)).toMatchObject({ executed: false });
      expect([bank.ran, user.prompts, user.sent.length]).toEqual([[], 0, 1]);
    });

    it('tells the function which operation it is, and what is asked for', async () => {
      const asked: unknown[] = [];
      const { user } = await visitBank(kit, {
        promptFor: ({ operationName }, challenge) => {
          asked.push(operationName, challenge?.maxAge);
          return false;
        },
      });
      await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect(asked).toEqual(['Transfer', 300]);
    });

    it('hands on what the function throws', async () => {
      const bug = new Error('A bug of the application');
      const { user } = await visitBank(kit, {
        promptFor: () => {
          throw bug;
        },
      });
      const error: unknown = await user.client.mutate({ mutation: TRANSFER }).catch(caught);
      expect([error, (error as { networkError?: unknown }).networkError]).toContain(bug);
    });
  });
}

const caught = (error: unknown): unknown => error;
