import { and, asc, eq } from 'drizzle-orm';
import type { VerifiedAuthentication } from '../../protocol/index.js';
import type { Database, Transaction } from '../database/database.js';
import { accounts, recoveryCodes, users } from '../database/tables.js';
import { isEmail, parseEmail } from './input.js';
import { newAccountNumber, newRecoveryCodes } from './secrets.js';

export type User = typeof users.$inferSelect;

/** An account that somebody new finds at first sight. */
export interface OpeningAccount {
  readonly name: string;
  /** Minor units. */
  readonly balance: number;
}

/** The user behind a verified token, made at first sight. Any number of requests may come first at once. */
export async function findOrCreateUser(
  database: Database,
  authentication: VerifiedAuthentication,
  openingAccounts: readonly OpeningAccount[],
): Promise<User> {
  return (
    (await findUser(database, authentication)) ??
    (await createUser(database, authentication, openingAccounts)) ??
    // Another request made it, and had committed when our insert met its row.
    mustExist(await findUser(database, authentication))
  );
}

export async function changeEmail(database: Database, user: User, email: string): Promise<User> {
  const [changed] = await database
    .update(users)
    .set({ email: parseEmail(email) })
    .where(eq(users.id, user.id))
    .returning();
  return mustExist(changed);
}

export async function recoveryCodesOf(database: Database, user: User): Promise<readonly string[]> {
  const rows = await database
    .select({ code: recoveryCodes.code })
    .from(recoveryCodes)
    .where(eq(recoveryCodes.userId, user.id))
    .orderBy(asc(recoveryCodes.position));
  return rows.map((row) => row.code);
}

async function findUser(
  database: Database,
  { issuer, subject }: VerifiedAuthentication,
): Promise<User | undefined> {
  const [user] = await database
    .select()
    .from(users)
    .where(and(eq(users.issuer, issuer), eq(users.subject, subject)));
  return user;
}

/** `undefined` where another request was first. */
function createUser(
  database: Database,
  { issuer, subject, claims }: VerifiedAuthentication,
  openingAccounts: readonly OpeningAccount[],
): Promise<User | undefined> {
  return database.transaction(async (tx) => {
    const email = isEmail(claims['email']) ? claims['email'] : null;
    const [user] = await tx
      .insert(users)
      .values({ issuer, subject, email })
      .onConflictDoNothing()
      .returning();
    if (user) await equip(tx, user, openingAccounts);
    return user;
  });
}

async function equip(
  tx: Transaction,
  user: User,
  openingAccounts: readonly OpeningAccount[],
): Promise<void> {
  const codes = newRecoveryCodes().map((code, position) => ({ userId: user.id, position, code }));
  await tx.insert(recoveryCodes).values(codes);
  if (openingAccounts.length === 0) return;
  await tx.insert(accounts).values(
    openingAccounts.map(({ name, balance }, position) => ({
      userId: user.id,
      position,
      name,
      balance,
      number: newAccountNumber(),
    })),
  );
}

function mustExist<T>(row: T | undefined): T {
  if (row === undefined) throw new Error('A row that was just written is gone');
  return row;
}
