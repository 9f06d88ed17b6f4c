import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import type { ServerOptions } from '../../src/server/index.js';
import { createTestIssuer } from '../../src/testing/index.js';
import { accountsOf, codeOf, pay } from '../support/bank-client.js';
import { NOW, startBank } from '../support/bank-server.js';
import type { BankServer, Client } from '../support/bank-server.js';
import { openPostgres } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';

let postgres: PostgresServer;
beforeAll(async () => {
  postgres = await openPostgres();
});
afterAll(() => postgres.close());

async function start(
  databaseUrl: string,
  identity: ServerOptions['identity'],
): Promise<BankServer> {
  const bank = await startBank({ databaseUrl, identity });
  onTestFinished(() => bank.close());
  return bank;
}

it('Replicas that start at once on an empty database share one bank', async () => {
  const issuer = await createTestIssuer({ clock: () => NOW });
  await issuer.listen();
  onTestFinished(() => issuer.close());
  const identity = { issuer: issuer.issuer, audience: [issuer.audience] };
  const url = await postgres.createDatabase();
  const banks = await Promise.all([1, 2, 3].map(() => start(url, identity)));
  const token = await issuer.token({ sub: randomUUID() });
  const clients = banks.map((bank): Client => bank.as(token));

  const seen = await Promise.all([...clients, ...clients].map(accountsOf));
  expect(new Set(seen.map((accounts) => JSON.stringify(accounts))).size).toBe(1);
  const [[from, to] = []] = seen;
  const input = { fromAccountId: String(from?.id), toAccountId: String(to?.id), amount: 1 };
  const answers = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      pay(clients[n % 3] as Client, { ...input, idempotencyKey: `key ${n % 5}` }),
    ),
  );
  expect(answers.map(codeOf)).toEqual(answers.map(() => undefined));
  expect((await accountsOf(clients[0] as Client)).map(({ balance }) => balance)).toEqual([
    249_995, 1_000_005,
  ]);
});
