import { and, desc, eq, or, sql } from 'drizzle-orm';
import type { SQL } from 'drizzle-orm';
import { alias } from 'drizzle-orm/pg-core';
import type { Database, Transaction } from '../database/database.js';
import { accounts, transfers } from '../database/tables.js';
import type { Account } from './accounts.js';
import { lockMoney, mustBeFound, openAccount } from './accounts.js';
import { parseAmount, parseFirst, parseId, parseIdempotencyKey } from './input.js';
import { refusal } from './refusal.js';
import type { User } from './users.js';

/** A transfer with both its accounts as they stand now. */
export interface Transfer {
  readonly id: string;
  readonly fromAccount: Account;
  readonly toAccount: Account;
  readonly amount: number;
  readonly createdAt: Date;
}

export interface TransferInput {
  readonly fromAccountId: string;
  readonly toAccountId: string;
  readonly amount: number;
  readonly idempotencyKey: string;
}

/** Moves money between two accounts of one user, once per idempotency key. */
export function transfer(database: Database, user: User, given: TransferInput): Promise<Transfer> {
  const input = parseInput(given);
  return database.transaction(async (tx) => {
    await lockMoney(tx, user);
    const earlier = await findByKey(tx, user, input.idempotencyKey);
    if (earlier) return sameAs(earlier, input);
    await move(tx, user, input);
    const [made] = await tx
      .insert(transfers)
      .values({ ...input, userId: user.id })
      .returning({ id: transfers.id });
    const [whole] = await select(tx, eq(transfers.id, mustBeFound(made).id), 1);
    return mustBeFound(whole);
  });
}

/** Newest first. */
export function transfersOf(
  database: Database,
  { id }: Account,
  first: number,
): Promise<readonly Transfer[]> {
  const either = or(eq(transfers.fromAccountId, id), eq(transfers.toAccountId, id));
  return select(database, either, parseFirst(first));
}

function parseInput(given: TransferInput): TransferInput {
  const input = {
    fromAccountId: parseId(given.fromAccountId),
    toAccountId: parseId(given.toAccountId),
    amount: parseAmount(given.amount),
    idempotencyKey: parseIdempotencyKey(given.idempotencyKey),
  };
  if (input.fromAccountId !== input.toAccountId) return input;
  throw refusal('BAD_USER_INPUT', 'A transfer needs two accounts');
}

async function findByKey(
  tx: Transaction,
  user: User,
  idempotencyKey: string,
): Promise<Transfer | undefined> {
  const same = and(eq(transfers.userId, user.id), eq(transfers.idempotencyKey, idempotencyKey));
  const [found] = await select(tx, same, 1);
  return found;
}

function sameAs(earlier: Transfer, input: TransferInput): Transfer {
  const same =
    earlier.fromAccount.id === input.fromAccountId &&
    earlier.toAccount.id === input.toAccountId &&
    earlier.amount === input.amount;
  if (same) return earlier;
  throw refusal('CONFLICT', 'This idempotency key was used for another transfer');
}

/** The user's lock is held, so what is read here cannot change before it is written. */
async function move(tx: Transaction, user: User, input: TransferInput): Promise<void> {
  const from = await ownAccount(tx, user, input.fromAccountId);
  const to = await ownAccount(tx, user, input.toAccountId);
  if (from.balance < input.amount) throw refusal('INSUFFICIENT_FUNDS', 'Not enough money');
  if (!Number.isSafeInteger(to.balance + input.amount)) {
    throw refusal('BAD_USER_INPUT', 'The other account cannot hold that much');
  }
  await add(tx, from, -input.amount);
  await add(tx, to, input.amount);
}

async function ownAccount(tx: Transaction, user: User, id: string): Promise<Account> {
  const [found] = await tx.select().from(accounts).where(openAccount(user, id));
  return mustBeFound(found);
}

async function add(tx: Transaction, { id }: Account, amount: number): Promise<void> {
  await tx
    .update(accounts)
    .set({ balance: sql`${accounts.balance} + ${amount}` })
    .where(eq(accounts.id, id));
}

const fromAccount = alias(accounts, 'from_account');
const toAccount = alias(accounts, 'to_account');

async function select(
  database: Database | Transaction,
  where: SQL | undefined,
  first: number,
): Promise<readonly Transfer[]> {
  const { id, amount, createdAt } = transfers;
  return database
    .select({ id, amount, createdAt, fromAccount, toAccount })
    .from(transfers)
    .innerJoin(fromAccount, eq(fromAccount.id, transfers.fromAccountId))
    .innerJoin(toAccount, eq(toAccount.id, transfers.toAccountId))
    .where(where)
    .orderBy(desc(transfers.position))
    .limit(first);
}
