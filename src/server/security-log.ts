import type { Logger } from 'pino';
import type { Decision } from '../directive/index.js';
import { insertSecurityEvents } from './bank/security-events.js';
import type { NewSecurityEvent } from './bank/security-events.js';
import type { BankContext } from './context.js';
import type { Database } from './database/database.js';
import { describeError } from './unexpected-error.js';

/** Writes every decision to the log at once, and to the database soon. */
export interface SecurityLog {
  /** Throws, so that nothing runs, when the database has not taken events for too long. */
  readonly record: (decision: Decision<BankContext>) => void;
  /** Resolves when everything recorded so far was tried. */
  readonly flush: () => Promise<void>;
  /** Tries once more; what the database does not take then is told to the log. */
  readonly close: () => Promise<void>;
}

interface SecurityLogOptions {
  readonly database: Database;
  readonly log: Logger;
  /** Events that may wait for the database. @default 10000 */
  readonly capacity?: number;
}

/** Rows in one INSERT; ten columns each, and PostgreSQL takes 65 535 parameters. */
const BATCH = 500;
const RETRY_MS = 1000;

export function createSecurityLog({
  database,
  log,
  capacity = 10_000,
}: SecurityLogOptions): SecurityLog {
  const waiting: NewSecurityEvent[] = [];
  let writing: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;

  async function write(): Promise<void> {
    clearTimeout(retry);
    retry = undefined;
    while (waiting.length > 0) {
      const batch = waiting.slice(0, BATCH);
      try {
        await insertSecurityEvents(database, batch);
      } catch (error) {
        const details = { ...describeError(error), waiting: waiting.length };
        log.error(details, 'Security events could not be written to the database');
        retry = setTimeout(start, RETRY_MS).unref();
        return;
      }
      waiting.splice(0, batch.length);
    }
  }

  function start(): void {
    writing ??= write().finally(() => {
      writing = undefined;
    });
  }

  async function flush(): Promise<void> {
    if (waiting.length > 0) start();
    await writing;
  }

  return {
    record(decision) {
      if (waiting.length >= capacity) {
        throw new Error('The database takes no security events; guarded operations stop');
      }
      log.info(describe(decision), 'Recent authentication decided');
      waiting.push(eventOf(decision));
      // After a failure the timer tries again: not every request, against a database that is down.
      if (retry === undefined) start();
    },
    flush,
    async close() {
      // Whatever is under way began before the last events came.
      await flush();
      await flush();
      clearTimeout(retry);
      if (waiting.length > 0) {
        log.error({ lost: waiting.length }, 'Security events are in this log only');
      }
    },
  };
}

function describe(decision: Decision<BankContext>): Readonly<Record<string, unknown>> {
  const { outcome, code, reason, fields, maxAge, authAge, context } = decision;
  return { requestId: context.requestId, outcome, code, reason, fields, maxAge, authAge };
}

const LONGEST_NAME = 200;

function eventOf(decision: Decision<BankContext>): NewSecurityEvent {
  const { outcome, code, reason, fields, operationName, authAge, context } = decision;
  const { authentication, checkedAt } = context;
  const known = authentication.status === 'authenticated' ? authentication : undefined;
  return {
    time: new Date(checkedAt * 1000),
    issuer: known?.issuer ?? null,
    subject: known?.subject ?? null,
    outcome,
    code: code ?? null,
    reason: reason ?? null,
    fields: [...fields],
    operationName: operationName?.slice(0, LONGEST_NAME) ?? null,
    authAge: authAge !== undefined && isInt(authAge) ? authAge : null,
  };
}

/** A claim may be absurd; what does not fit a GraphQL `Int` says nothing. */
function isInt(value: number): boolean {
  return Number.isInteger(value) && Math.abs(value) < 2 ** 31;
}
