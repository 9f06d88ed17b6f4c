import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { post } from '../support/bank-server.js';
import { buildPackage, runProgram, runServer } from '../support/built-server.js';
import type { BuiltPackage, Environment, RunningProgram } from '../support/built-server.js';
import { writeEmbeddedDatabase } from '../support/embedded-template.js';
import { temporaryFolder } from '../support/temporary.js';

let built: BuiltPackage;
let prepared: ReturnType<typeof temporaryFolder>;
beforeAll(async () => {
  built = buildPackage();
  prepared = temporaryFolder();
  await writeEmbeddedDatabase(join(prepared.path, 'database'));
});
afterAll(() => {
  built.remove();
  prepared.remove();
});

function folder(): string {
  const { path, remove } = temporaryFolder();
  onTestFinished(remove);
  return path;
}

/** Saves the seconds of a first start where the test is not about that. */
function preparedFolder(): string {
  const path = folder();
  cpSync(prepared.path, path, { recursive: true });
  return path;
}

async function start(environment: Environment): Promise<RunningProgram & { readonly url: string }> {
  const server = await runServer(built, { PROVIDER_PORT: '0', ...environment });
  onTestFinished(() => void server.child.kill('SIGKILL'));
  return server;
}

/** Runs a program to its end. */
async function run(
  program: readonly string[],
  environment: Environment,
  cwd?: string,
): Promise<{ code: unknown; output: string }> {
  const { ended, output } = runProgram(built, program, environment, cwd);
  return { code: await ended, output: output() };
}

/** A port that somebody else listens on. */
async function takenPort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return String((server.address() as AddressInfo).port);
}

// The first start of a database takes seconds, more on a busy machine.
const timeout = 120_000;

describe('A start that cannot be', { timeout }, () => {
  it.each([
    { what: 'a wrong value', environment: { PORT: 'x' }, line: /PORT must be a port from 0/ },
    {
      what: 'an issuer without an audience',
      environment: { OIDC_ISSUER: 'https://issuer.example' },
      line: /OIDC_AUDIENCE must name the client ids/,
    },
    {
      what: 'an issuer without TLS',
      environment: { OIDC_ISSUER: 'http://issuer.example', OIDC_AUDIENCE: 'app' },
      line: /start: OIDC_ISSUER must be an https URL/,
    },
    {
      what: 'a database server that is not there',
      environment: { DATABASE_URL: 'postgres://bank:hunter2@127.0.0.1:1/bank' },
      line: /DATABASE_URL must be that of a PostgreSQL server that answers; connecting failed \(ECONNREFUSED\)/,
    },
    {
      what: 'a data folder that is a file',
      environment: { DATA_DIR: process.execPath },
      line: /start: DATA_DIR must be a folder that this user may make and write in/,
    },
    {
      what: 'a host of another machine',
      environment: { HOST: '192.0.2.1', OIDC_ISSUER: 'https://i.example', OIDC_AUDIENCE: 'app' },
      line: /HOST must be an address of this machine/,
    },
  ])('with $what says so in one line', async ({ environment, line }) => {
    const { code, output } = await run(['server/main.js'], {
      ...{ PORT: '0', PROVIDER_PORT: '0', DATA_DIR: folder() },
      ...environment,
    });
    expect(code).toBe(1);
    expect(output).toMatch(line);
    // An issuer that is away may have been told of before.
    expect(output.replace(/^.* WARN: The issuer's keys .*\n/, '')).toMatch(
      /^graphql-recent-auth did not start: .+\n$/,
    );
    expect(output).not.toContain('hunter2');
  });

  it('with a value from .env that is wrong says so; the environment wins over .env', async () => {
    const cwd = folder();
    writeFileSync(join(cwd, '.env'), 'PORT=9x\nLOG_LEVEL=loud\n');
    const first = await run(['server/main.js'], {}, cwd);
    expect(first.output).toContain('PORT must be a port');
    const second = await run(['server/main.js'], { PORT: '0' }, cwd);
    expect(second.output).toContain('LOG_LEVEL must be');
  });

  it('with a .env that is a folder says so in one line', async () => {
    const cwd = folder();
    mkdirSync(join(cwd, '.env'));
    expect(await run(['server/main.js'], {}, cwd)).toEqual({
      code: 1,
      output: 'graphql-recent-auth did not start: .env must be a file that this user may read\n',
    });
  });

  it('on a port that is taken names the port and the variable', async () => {
    const port = await takenPort();
    const shared = { DATA_DIR: folder(), PORT: '0', PROVIDER_PORT: '0' };
    const api = await run(['server/main.js'], { ...shared, PORT: port });
    expect(api).toEqual({
      code: 1,
      output: `graphql-recent-auth did not start: PORT must be a free port: ${port} is taken; stop what listens there, or set PORT to another\n`,
    });
    const provider = await run(['server/main.js'], { ...shared, PROVIDER_PORT: port });
    expect(provider).toEqual({
      code: 1,
      output: `graphql-recent-auth did not start: PROVIDER_PORT must be a free port: ${port} is taken; stop what listens there, or set PROVIDER_PORT to another\n`,
    });
  });

  it('on a database that cannot be opened says what to do', async () => {
    const DATA_DIR = folder();
    mkdirSync(join(DATA_DIR, 'database'));
    writeFileSync(join(DATA_DIR, 'database', 'PG_VERSION'), '18\n');
    const environment = { DATA_DIR, PORT: '0', PROVIDER_PORT: '0' };
    const { code, output } = await run(['server/main.js'], environment);
    expect(code).toBe(1);
    expect(output).toMatch(
      /did not start: DATA_DIR holds a database that cannot be opened.*npm run reset/,
    );
    const reset = await run(['cli/reset.js'], environment);
    expect(reset).toEqual({
      code: 0,
      output: `The bank's database in ${DATA_DIR} is gone; the next start makes a new one. The development provider's keys and sessions stay.\n`,
    });
    const again = await run(['cli/reset.js'], environment);
    expect(again.output).toBe(`There is no database in ${DATA_DIR}; nothing was removed.\n`);
  });
});

it("Of eight processes that find a dead process's lock at once, one gets the folder", async () => {
  const DATA_DIR = folder();
  writeFileSync(join(DATA_DIR, 'lock'), '999999999 - x');
  // Each says so when it is ready, waits for the start, and holds what it got until it is killed.
  const script = `
    import { existsSync } from 'node:fs';
    import { lockDataDir } from ${JSON.stringify(join(built.path, 'dist/server/data-dir.js'))};
    process.stdout.write('ready\\n');
    while (!existsSync(${JSON.stringify(join(DATA_DIR, 'go'))}));
    try { lockDataDir(${JSON.stringify(DATA_DIR)}); process.stdout.write('held\\n'); }
    catch (error) { process.stdout.write(error.message.slice(0, 18) + '\\n'); }
    setInterval(() => {}, 1000);`;
  writeFileSync(join(built.path, 'dist', 'contend.mjs'), script);
  const programs = Array.from({ length: 8 }, () => runProgram(built, ['contend.mjs'], {}));
  onTestFinished(() => {
    for (const { child } of programs) child.kill('SIGKILL');
  });
  await Promise.all(programs.map(({ says }) => says(/ready/)));
  writeFileSync(join(DATA_DIR, 'go'), '');
  const said = await Promise.all(programs.map(({ says }) => says(/held|DATA_DIR is in use/)));
  expect(said.filter(([word]) => word === 'held')).toHaveLength(1);
  expect(readdirSync(DATA_DIR).sort()).toEqual(['go', 'lock']);
}, 60_000);

describe('A server', { timeout }, () => {
  it('lets alice in after a real sign-in, asks again after 900 seconds, and cannot ask sam', async () => {
    const DATA_DIR = folder();
    const server = await start({ DATA_DIR });
    const [, providerUrl = ''] = await server.says(/"issuer":"([^"]+)".*"msg":"Ready"/);
    const tokenOf = async (user: string, age: string): Promise<string> => {
      const args = ['--user', user, '--age', age, '--provider-url', providerUrl];
      const { code, output } = await run(['cli/token.js', ...args], {});
      expect(code).toBe(0);
      expect(output).toMatch(/^[\w.-]+\n$/);
      return output.trim();
    };
    const accounts = '{ viewer { accounts { id balance } } }';
    const fresh = await tokenOf('alice', '0');
    const { data } = await post(server.url, { query: accounts }, fresh);
    const [from, to] = (data as { viewer: { accounts: { id: string }[] } }).viewer.accounts;
    const query = `mutation { transfer(input: {
      fromAccountId: "${String(from?.id)}", toAccountId: "${String(to?.id)}", amount: 5, idempotencyKey: "1"
    }) { amount } }`;
    const refused = await post(server.url, { query }, await tokenOf('alice', '900'));
    expect(refused.errors?.[0]?.extensions).toMatchObject({
      code: 'REAUTH_REQUIRED',
      reauth: { reason: 'AUTH_TIME_TOO_OLD', canReauthenticate: true, executed: false },
    });
    expect(await post(server.url, { query: accounts }, fresh)).toEqual({ data });
    expect(await post(server.url, { query }, fresh)).toEqual({ data: { transfer: { amount: 5 } } });
    expect(await post(server.url, { query }, fresh)).toEqual({ data: { transfer: { amount: 5 } } });
    const codes = await post(
      server.url,
      { query: '{ viewer { recoveryCodes } }' },
      await tokenOf('sam', '900'),
    );
    expect(codes.errors?.[0]?.extensions).toMatchObject({
      code: 'REAUTH_IMPOSSIBLE',
      reauth: { reason: 'CANNOT_REAUTHENTICATE', canReauthenticate: false },
    });
    const after = await post(server.url, { query: accounts }, fresh);
    expect(after.data).toMatchObject({
      viewer: { accounts: [{ balance: 249_995 }, { balance: 1_000_005 }] },
    });

    // A second process on the same folder would destroy its database.
    const environment = { DATA_DIR, PORT: '0', PROVIDER_PORT: '0' };
    const second = await run(['server/main.js'], environment);
    expect(second).toEqual({
      code: 1,
      output: `graphql-recent-auth did not start: DATA_DIR is in use: process ${String(server.child.pid)} works in ${DATA_DIR}; stop it, or set DATA_DIR to another folder\n`,
    });
    expect((await run(['cli/reset.js'], environment)).output).toMatch(/^reset: DATA_DIR is in use/);

    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const restarted = await start({ DATA_DIR });
    const [, url = ''] = await restarted.says(/"issuer":"([^"]+)".*"msg":"Ready"/);
    expect(url).not.toBe('');
  });

  it('shows a person where to go, and what to try next', async () => {
    const program = runProgram(built, ['server/main.js'], {
      ...{ DATA_DIR: preparedFolder(), PORT: '0', PROVIDER_PORT: '0' },
    });
    onTestFinished(() => void program.child.kill('SIGKILL'));
    await program.says(
      /Next: {2}npm run -s token -- --user alice --age 900 --provider-url http:\/\/127\.0\.0\.1:\d+\n/,
    );
    expect(program.output()).toMatch(/Demo +http:\/\/localhost:\d+\/\n/);
    expect(program.output()).toMatch(/GraphQL API +http:\/\/localhost:\d+\/graphql/);
    expect(program.output()).toMatch(/IDE +http:\/\/localhost:\d+\/ide/);
    expect(program.output()).toMatch(/Sign-in +http:\/\/127\.0\.0\.1:\d+/);
  });

  it('finishes what is in flight when it is told to stop', async () => {
    const server = await start(await trustedIssuer());
    const socket = await beginRequest(server.url);
    server.child.kill('SIGTERM');
    await server.says(/"msg":"Closing"/);
    const answer = finishRequest(socket);
    expect(await answer).toMatch(/^HTTP\/1\.1 200 OK[^]*\{"data":\{"viewer":null\}\}/);
    expect(await server.ended).toBe(0);
    expect(server.output()).toMatch(/"msg":"Closed"\}\n$/);
  });

  it('takes two signals in one moment for one, and stops at once when it is told again', async () => {
    const server = await start(await trustedIssuer());
    await beginRequest(server.url);
    server.child.kill('SIGINT');
    server.child.kill('SIGTERM');
    await server.says(/"msg":"Closing"/);
    expect(server.child.exitCode).toBeNull();
    const insist = setInterval(() => server.child.kill('SIGINT'), 50);
    expect(await server.ended).toBe(1);
    clearInterval(insist);
    expect(server.output()).not.toContain('Closing took too long');
  });
});

async function trustedIssuer(): Promise<Environment> {
  const issuer = await createTestIssuer();
  onTestFinished(() => issuer.close());
  await issuer.listen();
  return { DATA_DIR: preparedFolder(), OIDC_ISSUER: issuer.issuer, OIDC_AUDIENCE: issuer.audience };
}

const BODY = '{"query":"{ viewer { id } }"}';

/** Sends all of a request but its last byte, and waits until the server has read that much. */
async function beginRequest(url: string): Promise<Socket> {
  const { hostname, port, host } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  await once(socket, 'connect');
  // The server answers 100 to a request that it is about to read.
  const head = [
    'POST /graphql HTTP/1.1',
    `host: ${host}`,
    'content-type: application/json',
    `content-length: ${BODY.length}`,
    'expect: 100-continue',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${BODY.slice(0, -1)}`);
  await once(socket, 'data');
  return socket;
}

async function finishRequest(socket: Socket): Promise<string> {
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  socket.write(BODY.slice(-1));
  await once(socket, 'end');
  return text;
}
