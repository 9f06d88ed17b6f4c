import { describe, expect, it } from 'vitest';
import type { ApolloKit } from '../../support/apollo-client-kit.js';
import { attempt, HANDED_ON, refused, SENT_ONCE_MORE } from '../../support/attempt.js';
import { startRenameAndDelete } from '../../support/rename-and-delete.js';
import type { Check } from '../../support/rename-and-delete.js';

const DELETE = 'Mutation.deleteAccount';

export function describeFieldByField(kit: ApolloKit): void {
  describe('`mutation { rename deleteAccount }`', () => {
    const source = 'mutation { rename deleteAccount }';

    describe.each(['safe', 'single-root-field'] as const)('with `retry: "%s"`', (retry) => {
      it.each<{ says: string; check: Check; executed?: boolean }>([
        { says: 'that nothing ran', check: { by: 'hand', executed: false }, executed: false },
        { says: 'that it does not know', check: { by: 'hand', executed: null } },
        { says: 'nothing of what ran', check: { by: 'hand' } },
      ])(
        'is not sent again to a server that checks field by field and says $says',
        async ({ check, executed }) => {
          const served = await startRenameAndDelete(check);
          expect(await attempt(kit, served, source, { retry })).toEqual({
            ...HANDED_ON,
            ...refused(DELETE, executed),
            ran: ['rename'],
          });
        },
      );

      it('is not sent again where the second resolver calls `require`', async () => {
        const served = await startRenameAndDelete({ by: 'require' });
        expect(await attempt(kit, served, source, { retry })).toEqual({
          ...HANDED_ON,
          error: { code: 'REAUTH_REQUIRED', executed: undefined, fields: [] },
          ran: ['rename'],
        });
      });

      it('runs nothing where the schema is transformed, and is not sent again without our adapter', async () => {
        const served = await startRenameAndDelete({ by: 'transform' });
        expect(await attempt(kit, served, source, { retry })).toEqual({
          ...HANDED_ON,
          ...refused(DELETE, false),
          ran: [],
        });
      });

      it('is sent once more to a server that checks before execution, and each field runs once', async () => {
        const served = await startRenameAndDelete({ by: 'plugin' });
        expect(await attempt(kit, served, source, { retry })).toEqual({
          ...SENT_ONCE_MORE,
          ran: ['rename', 'deleteAccount'],
          data: { rename: 'renamed', deleteAccount: 'deleted' },
        });
      });
    });
  });

  it.each<{ where: string; check: Check }>([
    { where: 'in its resolver', check: { by: 'hand' } },
    { where: 'in its resolver by `require`', check: { by: 'require' } },
    { where: 'by the transformed schema', check: { by: 'transform' } },
  ])(
    'one field that is refused $where is sent once more with `retry: "single-root-field"` alone',
    async ({ check }) => {
      const served = await startRenameAndDelete(check);
      const source = 'mutation { deleteAccount }';
      const { prompts, ran } = await attempt(kit, served, source);
      expect({ prompts, ran }).toEqual({ prompts: 0, ran: [] });
      expect(await attempt(kit, served, source, { retry: 'single-root-field' })).toEqual({
        ...SENT_ONCE_MORE,
        ran: ['deleteAccount'],
        data: { deleteAccount: 'deleted' },
      });
    },
  );
}
