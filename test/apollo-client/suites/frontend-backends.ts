import { describe, expect, it } from 'vitest';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { attempt, HANDED_ON, refused, SENT_ONCE_MORE } from '../../support/attempt.js';
import { startFrontendBackend } from '../../support/frontend-backend.js';
import type { HandsOn } from '../../support/frontend-backend.js';

const PAY = 'mutation { pay }';
const MOVED_TWICE = {
  ...SENT_ONCE_MORE,
  ran: ['transfer', 'transfer', 'close'],
  data: { pay: 'closed' },
};

type Throwing = Exclude<HandsOn, { readonly as: 'copied' }>;

export function describeFrontendBackends(kit: ApolloKit): void {
  describe('behind a backend for frontends that moves money and is then refused by the server behind it', () => {
    const throws: readonly { hands: string; handsOn: Throwing }[] = [
      { hands: 'throws the refusal', handsOn: { as: 'thrown' } },
      {
        hands: 'throws the refusal, which takes all data with it',
        handsOn: { as: 'thrown', nullable: false },
      },
      { hands: 'returns the refusal', handsOn: { as: 'returned' } },
    ];
    const copies: readonly { hands: string; handsOn: HandsOn }[] = [
      {
        hands: 'copies the errors beside `data: null`',
        handsOn: { as: 'copied', with: { data: null } },
      },
      {
        hands: 'copies the errors beside its own `data`',
        handsOn: { as: 'copied', with: { data: { pay: null } } },
      },
    ];

    it.each([...throws, ...copies])('money moves once where it $hands', async ({ handsOn }) => {
      const served = await startFrontendBackend(handsOn);
      expect(await attempt(kit, served, PAY)).toEqual({
        ...HANDED_ON,
        ...refused('Mutation.close', false),
        ran: ['transfer'],
      });
    });

    describe.each(['transform', 'plugin'] as const)('and that uses our %s', (guard) => {
      it.each(throws)(
        'it says that something ran, whatever `retry` is, where it $hands',
        async ({ handsOn }) => {
          for (const retry of ['safe', 'single-root-field'] as const) {
            const served = await startFrontendBackend({ ...handsOn, guard });
            expect(await attempt(kit, served, PAY, { retry })).toEqual({
              ...HANDED_ON,
              ...refused('Mutation.close', true),
              ran: ['transfer'],
            });
          }
        },
      );
    });

    it.each([...throws, ...copies])(
      'money moves once, whatever `retry` is, where it $hands of a field that the client did not select',
      async ({ handsOn }) => {
        const served = await startFrontendBackend(handsOn);
        const outcome = await attempt(kit, served, PAY, { retry: 'single-root-field' });
        expect(outcome).toMatchObject({ ...HANDED_ON, ran: ['transfer'] });
      },
    );

    it.each([...throws, ...copies])(
      '`retry: "single-root-field"` is unsafe: it moves money twice where it $hands of a field with the same name',
      async ({ handsOn }) => {
        const served = await startFrontendBackend(handsOn, 'pay');
        const outcome = await attempt(kit, served, PAY, { retry: 'single-root-field' });
        expect(outcome).toEqual(MOVED_TWICE);
      },
    );

    it('money moves once where it copies the whole answer, which names a field that the client did not select', async () => {
      const served = await startFrontendBackend({ as: 'copied', with: {} });
      expect(await attempt(kit, served, PAY)).toMatchObject({ ...HANDED_ON, ran: ['transfer'] });
    });

    it('a copy of the whole answer about a field of the same name cannot be told from the answer: a backend that runs anything first must not send it', async () => {
      const served = await startFrontendBackend({ as: 'copied', with: {} }, 'pay');
      expect(await attempt(kit, served, PAY)).toEqual(MOVED_TWICE);
    });
  });
}
