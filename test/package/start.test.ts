import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareEnvironment, copyCheckout, freePort, startScript } from '../support/checkout.js';
import type { NpmScript } from '../support/checkout.js';
import { run } from '../support/packed-project.js';

const ACCOUNTS = '{ viewer { accounts { id balance } } }';
const TRANSFER = `mutation ($input: TransferInput!) { transfer(input: $input) { id amount } }`;

let folder: string;
let variables: Record<string, string>;
let server: NpmScript;
const cleanUp: (() => unknown)[] = [];

beforeAll(async () => {
  const checkout = await copyCheckout();
  cleanUp.push(checkout.remove);
  folder = checkout.folder;
  variables = { PORT: await freePort(), PROVIDER_PORT: await freePort() };
  await run('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, env: bareEnvironment() });
  server = startScript(folder, 'start', variables);
  cleanUp.unshift(() => server.stop('SIGKILL'));
  await server.says('Ready');
});

afterAll(async () => {
  for (const undo of cleanUp) await undo();
});

describe('npm ci && npm start in a clean copy', () => {
  it('refuses a transfer after an old sign-in, and moves nothing', async () => {
    const token = await signIn('alice', 900);
    const before = await accountsOf(token);
    const answer = await send(token, TRANSFER, transferBetween(before, 'first'));
    expect(answer).toMatchObject({
      errors: [
        { extensions: { code: 'REAUTH_REQUIRED', reauth: { maxAge: 60, executed: false } } },
      ],
    });
    expect(answer).not.toHaveProperty('data');
    expect(await accountsOf(token)).toEqual(before);
  });

  it('moves the money once after a new sign-in', async () => {
    const token = await signIn('alice', 0);
    const [from, to] = await accountsOf(token);
    const variables = transferBetween([from, to], 'second');
    const first = await send(token, TRANSFER, variables);
    expect(first).toEqual({
      data: { transfer: { id: expect.any(String) as string, amount: 100 } },
    });
    expect(await send(token, TRANSFER, variables)).toEqual(first);
    expect(await accountsOf(token)).toEqual([
      { id: from.id, balance: from.balance - 100 },
      { id: to.id, balance: to.balance + 100 },
    ]);
  });

  it('tells a user who cannot reauthenticate so', async () => {
    const token = await signIn('sam', 900);
    const answer = await send(token, TRANSFER, transferBetween(await accountsOf(token), 'third'));
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'REAUTH_IMPOSSIBLE' } }] });
  });

  it('has those sign in who have not', async () => {
    const account = { id: '1', balance: 0 };
    const answer = await send(undefined, TRANSFER, transferBetween([account, account], 'fourth'));
    expect(answer).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('ends on SIGTERM, with everything closed', async () => {
    await server.stop('SIGTERM');
    expect(server.output()).toMatch(/Closed\s*$/);
    await expect(fetch(`http://127.0.0.1:${variables['PORT'] ?? ''}/healthz`)).rejects.toThrow();
  });
});

type Account = Readonly<{ id: string; balance: number }>;

async function signIn(user: string, age: number): Promise<string> {
  const command = ['run', '--silent', 'token', '--', '--user', user, '--age', String(age)];
  const { stdout } = await run('npm', command, { cwd: folder, env: bareEnvironment(variables) });
  return stdout.trim();
}

async function accountsOf(token: string): Promise<readonly [from: Account, to: Account]> {
  const answer = (await send(token, ACCOUNTS)) as {
    data: { viewer: { accounts: [Account, Account] } };
  };
  return answer.data.viewer.accounts;
}

async function send(token: string | undefined, query: string, values?: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${variables['PORT'] ?? ''}/graphql`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify({ query, variables: values }),
  });
  return response.json() as Promise<unknown>;
}

function transferBetween([from, to]: readonly [Account, Account], idempotencyKey: string): object {
  return { input: { fromAccountId: from.id, toAccountId: to.id, amount: 100, idempotencyKey } };
}
