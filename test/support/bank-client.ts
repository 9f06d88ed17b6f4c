import type { Answer, Client } from './bank-server.js';

export interface AccountAnswer {
  readonly id: string;
  readonly name: string;
  readonly balance: number;
}

/** The two accounts that somebody new finds. */
export async function accountsOf(client: Client): Promise<[AccountAnswer, AccountAnswer]> {
  const { data } = await client.ask('{ viewer { accounts { id name balance } } }');
  const { accounts } = (data as { viewer: { accounts: AccountAnswer[] } }).viewer;
  const [everyday, savings] = accounts;
  if (!everyday || !savings) throw new Error('Somebody new has two accounts');
  return [everyday, savings];
}

export async function balancesOf(client: Client): Promise<readonly number[]> {
  return (await accountsOf(client)).map(({ balance }) => balance);
}

export const TRANSFER = `mutation Pay($input: TransferInput!) {
  transfer(input: $input) { amount fromAccount { balance } toAccount { balance } }
}`;

export interface TransferVariables {
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly amount: number;
  readonly idempotencyKey: string;
}

export function pay(client: Client, input: TransferVariables): Promise<Answer> {
  return client.ask(TRANSFER, { input });
}

/** The first error, as short as it can be compared. */
export function codeOf({ errors = [] }: Answer): unknown {
  return errors[0]?.extensions['code'];
}
