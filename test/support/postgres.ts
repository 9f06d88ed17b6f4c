import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chownSync, existsSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { temporaryFolder } from './temporary.js';

/** A PostgreSQL server for tests; each asks for databases of its own. */
export interface PostgresServer {
  /** The URL of a new, empty database. */
  readonly createDatabase: () => Promise<string>;
  /** Removes what was created here, and stops the server if it was started here. */
  readonly close: () => Promise<void>;
}

const BINARIES = '/usr/lib/postgresql/15/bin';

/** The server of `TEST_DATABASE_URL` or `DATABASE_URL`, or one started from Debian's PostgreSQL 15. */
export async function openPostgres(): Promise<PostgresServer> {
  const given = process.env['TEST_DATABASE_URL'] ?? process.env['DATABASE_URL'];
  if (given !== undefined) return useServer(given, () => undefined);
  if (!existsSync(join(BINARIES, 'postgres'))) {
    throw new Error(
      `These tests need PostgreSQL: set TEST_DATABASE_URL, or install postgresql-15 (${BINARIES})`,
    );
  }
  const { url, stop } = await startServer();
  return useServer(url, stop);
}

function useServer(url: string, stop: () => void): PostgresServer {
  const created: string[] = [];
  return {
    async createDatabase() {
      const name = `recent_auth_${randomUUID().replaceAll('-', '')}`;
      await execute(url, `create database ${name}`);
      created.push(name);
      const address = new URL(url);
      address.pathname = `/${name}`;
      return address.href;
    },
    async close() {
      for (const name of created) await execute(url, `drop database ${name} with (force)`);
      stop();
    },
  };
}

async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function startServer(): Promise<{ url: string; stop: () => void }> {
  const folder = temporaryFolder();
  const owner = process.getuid?.() === 0 ? 'postgres' : undefined;
  if (owner !== undefined) chownSync(folder.path, id('-u', owner), id('-g', owner));
  const data = join(folder.path, 'data');
  const port = await freePort();
  run(owner, `${BINARIES}/initdb -D ${data} -U postgres -A trust -E UTF8 --no-locale --no-sync`);
  const options = `-p ${port} -h 127.0.0.1 -k ${folder.path} -F`;
  run(owner, `${BINARIES}/pg_ctl -D ${data} -l ${folder.path}/log -w -o '${options}' start`);
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    stop() {
      run(owner, `${BINARIES}/pg_ctl -D ${data} -m immediate -w stop`);
      folder.remove();
    },
  };
}

/** As another user, where root runs the tests: initdb and postgres refuse root. */
function run(user: string | undefined, command: string): void {
  const [program, args] =
    user === undefined
      ? (['sh', ['-c', command]] as const)
      : (['su', [user, '-s', '/bin/sh', '-c', command]] as const);
  const { status, stderr } = spawnSync(program, args, {
    cwd: '/',
    encoding: 'utf8',
    // The server outlives the command and would keep its pipes open.
    stdio: ['ignore', 'ignore', command.endsWith('start') ? 'ignore' : 'pipe'],
  });
  if (status !== 0) throw new Error(`PostgreSQL: "${command}" failed: ${stderr}`);
}

function id(option: string, user: string): number {
  return Number(spawnSync('id', [option, user], { encoding: 'utf8' }).stdout);
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
