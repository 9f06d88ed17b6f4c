import { sql } from 'drizzle-orm';
import {
  bigint,
  check,
  index,
  integer,
  pgTable,
  primaryKey,
  text,
  timestamp,
  unique,
  uuid,
} from 'drizzle-orm/pg-core';

/** One person at one issuer: a `sub` means nothing without its `iss` (OpenID Connect Core section 2). */
export const users = pgTable(
  'users',
  {
    id: uuid().primaryKey().defaultRandom(),
    issuer: text().notNull(),
    subject: text().notNull(),
    email: text(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [unique('users_issuer_subject').on(table.issuer, table.subject)],
);

/** Money is in minor units, within what a JavaScript number and `SafeInt` hold exactly. */
export const accounts = pgTable(
  'accounts',
  {
    id: uuid().primaryKey().defaultRandom(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    name: text().notNull(),
    number: text().notNull().unique('accounts_number'),
    balance: bigint({ mode: 'number' }).notNull(),
    /** Tells apart what was made in one transaction. */
    position: integer().notNull(),
    closedAt: timestamp('closed_at', { withTimezone: true }),
  },
  (table) => [
    unique('accounts_user_position').on(table.userId, table.position),
    check('accounts_balance', sql`${table.balance} between 0 and 9007199254740991`),
  ],
);

export const transfers = pgTable(
  'transfers',
  {
    id: uuid().primaryKey().defaultRandom(),
    /** Counts up: times alone do not order what happened in one microsecond. */
    position: bigint({ mode: 'number' }).generatedAlwaysAsIdentity().notNull(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    idempotencyKey: text('idempotency_key').notNull(),
    fromAccountId: uuid('from_account_id')
      .notNull()
      .references(() => accounts.id),
    toAccountId: uuid('to_account_id')
      .notNull()
      .references(() => accounts.id),
    amount: bigint({ mode: 'number' }).notNull(),
    createdAt: timestamp('created_at', { withTimezone: true }).notNull().defaultNow(),
  },
  (table) => [
    unique('transfers_user_key').on(table.userId, table.idempotencyKey),
    index('transfers_from').on(table.fromAccountId, table.position),
    index('transfers_to').on(table.toAccountId, table.position),
    check('transfers_amount', sql`${table.amount} between 1 and 9007199254740991`),
    check('transfers_accounts', sql`${table.fromAccountId} <> ${table.toAccountId}`),
  ],
);

export const recoveryCodes = pgTable(
  'recovery_codes',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id),
    position: integer().notNull(),
    code: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.userId, table.position] })],
);

/** Stands alone, without a reference to `users`: also callers who never became one are recorded. */
export const securityEvents = pgTable(
  'security_events',
  {
    id: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    time: timestamp({ withTimezone: true }).notNull(),
    issuer: text(),
    subject: text(),
    outcome: text({
      enum: ['ALLOWED', 'ALLOWED_WITHOUT_PROOF', 'REPORTED', 'REFUSED'],
    }).notNull(),
    code: text(),
    reason: text(),
    fields: text().array().notNull(),
    operationName: text('operation_name'),
    authAge: integer('auth_age'),
  },
  (table) => [index('security_events_user').on(table.issuer, table.subject, table.id)],
);
