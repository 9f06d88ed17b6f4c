import { afterAll, beforeAll, describe } from 'vitest';
import { startBank } from '../support/bank-server.js';
import { describeBank } from '../support/bank-suite.js';
import { describeKill } from '../support/kill-suite.js';
import { openPostgres } from '../support/postgres.js';
import type { PostgresServer } from '../support/postgres.js';

describe('On a PostgreSQL server', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await openPostgres();
  });
  afterAll(() => postgres.close());

  describe('the bank', () => {
    describeBank(async () => startBank({ databaseUrl: await postgres.createDatabase() }));
  });

  describe('the database', () => {
    describeKill(async () => ({
      environment: { DATABASE_URL: await postgres.createDatabase() },
      remove: () => undefined,
    }));
  });
});
