import { and, asc, eq, isNull, sql } from 'drizzle-orm';
import type { Database, Transaction } from '../database/database.js';
import { accounts, users } from '../database/tables.js';
import { parseId, parseName } from './input.js';
import { refusal } from './refusal.js';
import type { User } from './users.js';

export type Account = typeof accounts.$inferSelect;

/** Open accounts, in the order in which they were opened. */
export function accountsOf(database: Database, user: User): Promise<readonly Account[]> {
  return database
    .select()
    .from(accounts)
    .where(and(eq(accounts.userId, user.id), isNull(accounts.closedAt)))
    .orderBy(asc(accounts.position));
}

export async function renameAccount(
  database: Database,
  user: User,
  input: { readonly id: string; readonly name: string },
): Promise<Account> {
  const [renamed] = await database
    .update(accounts)
    .set({ name: parseName(input.name) })
    .where(openAccount(user, parseId(input.id)))
    .returning();
  return mustBeFound(renamed);
}

export function closeAccount(database: Database, user: User, id: string): Promise<Account> {
  const accountId = parseId(id);
  return database.transaction(async (tx) => {
    await lockMoney(tx, user);
    const [found] = await tx.select().from(accounts).where(openAccount(user, accountId));
    const { balance } = mustBeFound(found);
    if (balance !== 0) {
      throw refusal('ACCOUNT_NOT_EMPTY', 'Move the money out before closing the account');
    }
    const [closed] = await tx
      .update(accounts)
      .set({ closedAt: sql`now()` })
      .where(eq(accounts.id, accountId))
      .returning();
    return mustBeFound(closed);
  });
}

/** The user's own open account. Somebody else's is as unknown as one that never was. */
export function openAccount(user: User, id: string): ReturnType<typeof and> {
  return and(eq(accounts.id, id), eq(accounts.userId, user.id), isNull(accounts.closedAt));
}

export function mustBeFound<T>(row: T | undefined): T {
  if (row === undefined) throw refusal('NOT_FOUND', 'No such account');
  return row;
}

/**
 * Whatever changes a user's balances or looks at their idempotency keys takes this lock first, so one
 * user's money moves one step at a time: no deadlock, no race of two requests with one key.
 */
export async function lockMoney(tx: Transaction, user: User): Promise<void> {
  await tx.select({ id: users.id }).from(users).where(eq(users.id, user.id)).for('no key update');
}
