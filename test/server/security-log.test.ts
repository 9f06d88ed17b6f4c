import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { sql } from 'drizzle-orm';
import type { Decision } from '../../src/directive/index.js';
import { createSecurityLog } from '../../src/server/security-log.js';
import type { SecurityLog } from '../../src/server/security-log.js';
import type { BankContext } from '../../src/server/context.js';
import type { OpenDatabase } from '../../src/server/database/database.js';
import { openEmbeddedDatabase } from '../../src/server/database/embedded.js';
import { securityEvents } from '../../src/server/database/tables.js';
import { NOW } from '../support/bank-server.js';
import { embeddedTemplate } from '../support/embedded-template.js';

const DECISION: Decision<BankContext> = {
  outcome: 'REFUSED',
  code: 'UNAUTHENTICATED',
  fields: ['Mutation.transfer'],
  maxAge: 60,
  authAge: undefined,
  operationName: 'Pay',
  context: { requestId: 'r', checkedAt: NOW, authentication: { status: 'anonymous' } },
};

let opened: OpenDatabase;
let lines: string[];
beforeAll(async () => {
  opened = await openEmbeddedDatabase({ folder: 'memory://', template: await embeddedTemplate() });
});
afterAll(() => opened.close());
beforeEach(async () => {
  lines = [];
  await opened.database.delete(securityEvents);
});

function open(capacity?: number): SecurityLog {
  const log = pino({ base: null, timestamp: false }, { write: (line: string) => lines.push(line) });
  return createSecurityLog({
    database: opened.database,
    log,
    ...(capacity !== undefined && { capacity }),
  });
}

async function recordedAges(): Promise<readonly (number | null)[]> {
  const rows = await opened.database.select().from(securityEvents).orderBy(securityEvents.id);
  return rows.map(({ authAge }) => authAge);
}

async function whileAway(act: () => Promise<void>): Promise<void> {
  await opened.database.execute(sql`alter table security_events rename to away`);
  try {
    await act();
  } finally {
    await opened.database.execute(sql`alter table away rename to security_events`);
  }
}

it('A decision is in the log at once and in the database soon', async () => {
  const security = open();
  security.record(DECISION);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    {
      level: 30,
      requestId: 'r',
      outcome: 'REFUSED',
      code: 'UNAUTHENTICATED',
      fields: ['Mutation.transfer'],
      maxAge: 60,
      msg: 'Recent authentication decided',
    },
  ]);
  await security.flush();
  expect(await opened.database.select().from(securityEvents)).toEqual([
    {
      id: expect.any(Number) as number,
      time: new Date(NOW * 1000),
      issuer: null,
      subject: null,
      outcome: 'REFUSED',
      code: 'UNAUTHENTICATED',
      reason: null,
      fields: ['Mutation.transfer'],
      operationName: 'Pay',
      authAge: null,
    },
  ]);
  await security.close();
});

it('Events keep their order, more than fit one statement, and an absurd age is left out', async () => {
  const security = open();
  const ages = Array.from({ length: 1201 }, (_, n) => n);
  for (const authAge of ages) security.record({ ...DECISION, authAge });
  for (const authAge of [2 ** 31, 0.5, NaN, -5]) security.record({ ...DECISION, authAge });
  await security.close();
  expect(await recordedAges()).toEqual([...ages, null, null, null, -5]);
});

it('Events wait for a database that is away, and are written when it is back', async () => {
  const security = open();
  await whileAway(async () => {
    security.record({ ...DECISION, authAge: 1 });
    await security.flush();
    security.record({ ...DECISION, authAge: 2 });
    await security.flush();
  });
  expect(lines.join('')).toContain('"waiting":2');
  await security.flush();
  expect(await recordedAges()).toEqual([1, 2]);
  await security.close();
  expect(lines.join('')).not.toContain('lost');
});

it('When too many wait, the next decision throws, so that nothing runs', async () => {
  const security = open(2);
  await whileAway(async () => {
    security.record(DECISION);
    security.record(DECISION);
    expect(() => {
      security.record(DECISION);
    }).toThrow('The database takes no security events; guarded operations stop');
    await security.close();
  });
  expect(lines.at(-1)).toContain('"lost":2');
});
