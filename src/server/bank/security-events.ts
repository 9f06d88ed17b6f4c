import { and, desc, eq } from 'drizzle-orm';
import type { Database } from '../database/database.js';
import { securityEvents } from '../database/tables.js';
import { parseFirst } from './input.js';
import type { User } from './users.js';

export type SecurityEvent = typeof securityEvents.$inferSelect;
export type NewSecurityEvent = typeof securityEvents.$inferInsert;

/** Newest first. */
export function securityEventsOf(
  database: Database,
  user: User,
  first: number,
): Promise<readonly SecurityEvent[]> {
  return database
    .select()
    .from(securityEvents)
    .where(and(eq(securityEvents.issuer, user.issuer), eq(securityEvents.subject, user.subject)))
    .orderBy(desc(securityEvents.id))
    .limit(parseFirst(first));
}

export async function insertSecurityEvents(
  database: Database,
  events: readonly NewSecurityEvent[],
): Promise<void> {
  await database.insert(securityEvents).values([...events]);
}
