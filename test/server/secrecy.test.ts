import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished, vi } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { accountsOf, codeOf, pay } from '../support/bank-client.js';
import { NOW, post, startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { brokenTemplate } from '../support/broken-template.js';
import { send } from '../support/send.js';

async function start(changes?: Parameters<typeof startBank>[0]): Promise<BankServer> {
  const bank = await startBank(changes);
  onTestFinished(() => bank.close());
  return bank;
}

// A database that is broken first takes seconds to prepare.
vi.setConfig({ testTimeout: 120_000 });

const INTERNAL = { message: 'Internal server error', code: 'INTERNAL_SERVER_ERROR' };

it('An unexpected error tells the caller nothing and the log enough', async () => {
  const bank = await start({ template: await brokenTemplate('drop table recovery_codes') });
  const client = await bank.signIn(0, { email: 'secret@example.com' });
  const answer = await client.ask('query Codes { viewer { id } }');
  expect(answer).toEqual({
    data: { viewer: null },
    errors: [
      {
        message: INTERNAL.message,
        locations: [{ line: 1, column: 15 }],
        path: ['viewer'],
        extensions: { code: INTERNAL.code },
      },
    ],
  });
  const lines = bank.log().split('\n');
  const line = lines.find((entry) => entry.includes('An operation failed unexpectedly')) ?? '{}';
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    requestId: expect.stringMatching(/^[\da-f-]{36}$/) as string,
    path: 'viewer',
    error: 'DrizzleQueryError',
    statement: expect.stringContaining('insert into "recovery_codes"') as string,
    cause: { error: 'DatabaseError', code: '42P01', routine: 'parserOpenTable' },
  });
  expect(bank.log()).not.toContain('secret@example.com');
  expect(bank.log()).not.toContain(client.subject);
});

it("A stranger's mistakes write no error line", async () => {
  const bank = await start();
  const ask = bank.anonymous.ask;
  const answers = [
    await ask('subscription { x }'),
    await ask('query ($a: Boolean = false) { viewer @include(if: $a) { id } }', { a: null }),
    await ask('mutation ($id: ID = "1") { renameAccount(id: $id, name: "x") { id } }', {
      id: null,
    }),
  ];
  expect(answers.map(codeOf)).toEqual(['BAD_USER_INPUT', 'BAD_USER_INPUT', 'BAD_USER_INPUT']);
  await bank.close();
  const levels = bank
    .log()
    .split('\n')
    .filter(Boolean)
    .map((line) => (JSON.parse(line) as { level: number }).level);
  expect(Math.max(...levels)).toBeLessThan(50);
});

it('A database that takes no security events is told loudly, and stops no one at first', async () => {
  const bank = await start({ template: await brokenTemplate('drop table security_events') });
  const client = await bank.signIn(0);
  const { data } = await client.ask('{ viewer { recoveryCodes } }');
  expect(data).toMatchObject({ viewer: { recoveryCodes: expect.any(Array) as string[] } });
  await bank.close();
  expect(bank.log()).toContain('Security events could not be written to the database');
  expect(bank.log()).toContain('"lost":1,"msg":"Security events are in this log only"');
  expect(bank.log()).not.toContain(client.subject);
});

it('No log line and no error holds a token, a key id, a header or a claim', async () => {
  const bank = await start();
  const marker = `claim-${randomUUID()}`;
  const claims = { email: `${marker}@example.com`, name: marker, sid: marker, acr: marker };
  const fresh = await bank.signIn(0, claims);
  const stale = await fresh.again(900);
  const [from, to] = await accountsOf(fresh);
  const input = { fromAccountId: from.id, toAccountId: to.id, amount: 1, idempotencyKey: marker };
  const sub = fresh.subject;
  const bad = {
    expired: await bank.issuer.token({ ...claims, sub, exp: NOW - 9, iat: NOW - 99 }),
    foreign: await bank.issuer.token({ ...claims, sub, aud: marker }),
    unknownKey: await bank.issuer.token({ ...claims, sub }, { key: 'unknown' }),
    namedKey: await bank.issuer.token({ ...claims, sub }, { header: { kid: marker } }),
    broken: `${String(fresh.token)}x`,
    noToken: marker,
  };

  const answers: unknown[] = [
    await pay(fresh, input),
    await pay(fresh, { ...input, amount: 2 }),
    await pay(fresh, { ...input, amount: 2 ** 52, idempotencyKey: `${marker} 2` }),
    await pay(stale, { ...input, idempotencyKey: `${marker} 3` }),
    await stale.ask('query Recover { viewer { recoveryCodes accounts { number } } }'),
    await fresh.ask(`{ ${marker.replaceAll('-', '_')} }`),
  ].map(({ errors }) => errors);
  for (const token of Object.values(bad)) {
    answers.push(await post(bank.url, { query: '{ viewer { id } }' }, token));
  }
  for (const value of [`Bearer ${marker},${marker}`, `Bearer  ${marker}`, `Basic ${marker}`]) {
    const headers = [
      ['content-type', 'application/json'],
      ['authorization', value],
      ['cookie', marker],
      ['user-agent', marker],
    ] as const;
    const answer = await send(`${bank.url}/graphql?marker=${marker}`, headers, {
      query: 'mutation { closeAccount(id: "1") { id } }',
    });
    answers.push(answer);
  }
  await fetch(`${bank.url}/graphql?query={viewer{id}}&variables={"a":"${marker}"}`);
  await fetch(`${bank.url}/graphql`, { method: 'POST', body: `{${marker}` });
  await bank.close();

  const tokens = [fresh.token, stale.token, ...Object.values(bad)].map(String);
  const parts = tokens.flatMap((token) => token.split('.')).filter((part) => part.length > 9);
  const secrets = [...tokens, ...parts, marker, sub, bank.issuer.audience, 'key-1', 'Bearer '];
  const told = `${bank.log()}\n${JSON.stringify(answers).replaceAll('"www-authenticate":"Bearer ', '')}`;
  expect(bank.log()).toContain('"refusal":"expired"');
  // The caller's own misspelt field is quoted back to the caller alone.
  const quoted = told.replaceAll(marker.replaceAll('-', '_'), '');
  expect(secrets.filter((secret) => quoted.includes(secret))).toEqual([]);
});

it('The server starts while its issuer is away, and is ready once the keys were there', async () => {
  let isAway = true;
  const provider = createServer((request, response) => {
    if (isAway) {
      response.writeHead(500).end();
      return;
    }
    void issuer.fetch(`${issuer.issuer}${String(request.url)}`).then(async (answer) => {
      response.setHeader('content-type', 'application/json').end(await answer.text());
    });
  });
  provider.listen(0, '127.0.0.1');
  await once(provider, 'listening');
  onTestFinished(() => void provider.close());
  const { port } = provider.address() as AddressInfo;
  const issuer = await createTestIssuer({ issuer: `http://127.0.0.1:${port}` });
  const { issuer: url, audience } = issuer;
  const bank = await start({ identity: { issuer: url, audience: [audience] }, clock: undefined });
  const status = async (path: string): Promise<number> => (await fetch(bank.url + path)).status;

  expect(await status('/healthz')).toBe(200);
  expect(await status('/readyz')).toBe(503);
  const query = { query: '{ viewer { accounts { name } } }' };
  const refused = await post(bank.url, query, await issuer.token());
  expect(codeOf(refused)).toBe('AUTH_UNAVAILABLE');
  isAway = false;
  await expect.poll(() => status('/readyz'), { timeout: 20_000, interval: 200 }).toBe(200);
  isAway = true;
  expect(await status('/readyz')).toBe(200);
  expect(codeOf(await post(bank.url, query, await issuer.token()))).toBeUndefined();
});
