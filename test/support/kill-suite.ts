import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { TRANSFER } from './bank-client.js';
import { post } from './bank-server.js';
import type { Answer } from './bank-server.js';
import { buildPackage, runServer } from './built-server.js';
import type { BuiltPackage, Environment } from './built-server.js';

const TRANSFERS = 100;

/** What holds of money when the server is killed while it moves. */
export function describeKill(
  openDatabase: () => Promise<{ environment: Environment; remove: () => Promise<void> | void }>,
): void {
  let built: BuiltPackage;
  beforeAll(() => {
    built = buildPackage();
  });
  afterAll(() => {
    built.remove();
  });

  it(
    'loses no money and repeats no transfer when it is killed among a hundred',
    {
      timeout: 120_000,
    },
    async () => {
      const database = await openDatabase();
      onTestFinished(() => database.remove());
      const issuer = await createTestIssuer();
      await issuer.listen();
      onTestFinished(() => issuer.close());
      const environment = {
        ...database.environment,
        OIDC_ISSUER: issuer.issuer,
        OIDC_AUDIENCE: issuer.audience,
      };
      const token = await issuer.token({ sub: randomUUID() });

      const first = await runServer(built, environment);
      onTestFinished(() => void first.child.kill('SIGKILL'));
      const before = await readAccounts(first.url, token);
      const [from, to] = before;
      const inputs = Array.from({ length: TRANSFERS }, (_, n) => ({
        ...{ fromAccountId: from?.id, toAccountId: to?.id },
        // Every amount once, so that the list of transfers tells which keys were applied.
        ...{ amount: n + 1, idempotencyKey: `transfer ${n}` },
      }));
      const confirmed: number[] = [];
      await Promise.allSettled(
        inputs.map(async (input) => {
          const answer = await post(first.url, { query: TRANSFER, variables: { input } }, token);
          if (isTransfer(answer)) confirmed.push(input.amount);
          // Among a hundred, not after them.
          if (confirmed.length === TRANSFERS / 4) first.child.kill('SIGKILL');
        }),
      );
      expect(await first.ended).toBe('SIGKILL');
      expect(confirmed.length).toBeLessThan(TRANSFERS);

      const second = await runServer(built, environment);
      onTestFinished(() => void second.child.kill('SIGKILL'));
      const after = await readAccounts(second.url, token);
      expect(sum(after)).toBe(sum(before));
      const applied = after[0]?.transfers.map(({ amount }) => amount) ?? [];
      expect(new Set(applied).size).toBe(applied.length);
      // What was confirmed is there.
      expect(applied).toEqual(expect.arrayContaining(confirmed));
      expect(before[0]?.balance).toBe((after[0]?.balance ?? 0) + total(applied));

      await Promise.all(
        inputs.map((input) => post(second.url, { query: TRANSFER, variables: { input } }, token)),
      );
      const finished = await readAccounts(second.url, token);
      expect(finished.map(({ balance }) => balance)).toEqual([250_000 - 5050, 1_000_000 + 5050]);
      second.child.kill('SIGTERM');
      expect(await second.ended).toBe(0);
    },
  );
}

interface AccountRow {
  readonly id: string;
  readonly balance: number;
  readonly transfers: readonly { readonly amount: number }[];
}

async function readAccounts(url: string, token: string): Promise<readonly AccountRow[]> {
  const query = '{ viewer { accounts { id balance transfers(first: 100) { amount } } } }';
  const { data } = await post(url, { query }, token);
  return (data as { viewer: { accounts: AccountRow[] } }).viewer.accounts;
}

function isTransfer({ data, errors }: Answer): boolean {
  return errors === undefined && data !== null;
}

function sum(rows: readonly AccountRow[]): number {
  return total(rows.map(({ balance }) => balance));
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((one, other) => one + other, 0);
}
