import { print } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { shortenWindows } from '../../src/server/short-windows.js';
import { askAsIs } from '../support/ask-as-is.js';
import { accountsOf, balancesOf, TRANSFER } from '../support/bank-client.js';
import { NOW, startBank } from '../support/bank-server.js';
import type { Answer, BankServer, Client } from '../support/bank-server.js';

it.each([
  [0, 0],
  [1, 1],
  [6, 1],
  [7, 2],
  [30, 5],
  [60, 10],
  [61, 11],
  [300, 50],
  [900, 150],
  [2_147_483_647, 357_913_942],
])('%i seconds become %i', (seconds, shortened) => {
  const schema = (maxAge: number): string =>
    `type Query {\n  a(seconds: Int = 60): Int @requiresRecentAuth(seconds: ${maxAge}, acr: ["mfa"]) @other(seconds: 60)\n}`;
  expect(print(shortenWindows(schema(seconds)))).toBe(schema(shortened));
});

it('Every window of a type and its extensions is shortened, and the text around stays', () => {
  const document = shortenWindows(
    '"The 60 @requiresRecentAuth(seconds: 60)" type A @requiresRecentAuth(seconds: 60) { a: Int } extend type A @requiresRecentAuth(seconds: 30) @requiresRecentAuth(seconds: 12)',
  );
  expect(print(document)).toMatchInlineSnapshot(`
    ""The 60 @requiresRecentAuth(seconds: 60)"
    type A @requiresRecentAuth(seconds: 10) {
      a: Int
    }

    extend type A @requiresRecentAuth(seconds: 5) @requiresRecentAuth(seconds: 2)"
  `);
});

describe('The API with short windows', () => {
  let bank: BankServer;
  beforeAll(async () => {
    bank = await startBank({ demo: true, corsOrigins: ['https://app.example'] });
  });
  afterAll(() => bank.close());

  async function askShort(client: Client, body: unknown): Promise<Answer> {
    const { token = '' } = client;
    const answer = await askAsIs(bank.url, '/graphql/short', {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify(body),
    });
    return JSON.parse(answer.body.toString()) as Answer;
  }

  it('refuses what the other still lets through, and both move the same money', async () => {
    const client = await bank.signIn(20);
    const [from, to] = await accountsOf(client);
    const input = { fromAccountId: from.id, toAccountId: to.id, amount: 5, idempotencyKey: 'k' };
    const operation = { query: TRANSFER, variables: { input } };
    const refused = await askShort(client, operation);
    expect(refused).toEqual({
      errors: [
        {
          message: 'Recent authentication required',
          locations: [{ line: 2, column: 3 }],
          extensions: {
            code: 'REAUTH_REQUIRED',
            reauth: {
              reason: 'AUTH_TIME_TOO_OLD',
              maxAge: 10,
              authTime: NOW - 20,
              serverTime: NOW,
              canReauthenticate: null,
              remedy: 'REAUTHENTICATE',
              acrValues: [],
              fields: ['Mutation.transfer'],
              executed: false,
            },
          },
        },
      ],
    });
    expect(await balancesOf(client)).toEqual([250_000, 1_000_000]);
    const moved = await client.ask(TRANSFER, { input });
    expect(moved.errors).toBeUndefined();
    const fresh = await client.again(0);
    expect(await askShort(fresh, operation)).toEqual(moved);
    expect(await balancesOf(client)).toEqual([249_995, 1_000_005]);
  });

  it.each([
    { operation: 'mutation { closeAccount(id: "1") { id } }', maxAge: 5 },
    { operation: 'mutation { changeEmail(email: "a@b.example") { id } }', maxAge: 50 },
    { operation: '{ viewer { recoveryCodes } }', maxAge: 50 },
    { operation: '{ viewer { accounts { number } } }', maxAge: 150 },
  ])('lets $operation pass for $maxAge seconds', async ({ operation: query, maxAge }) => {
    const refusalOf = ({ errors = [] }: Answer): unknown => {
      const { reauth } = errors[0]?.extensions ?? {};
      return (reauth as { maxAge?: unknown } | undefined)?.maxAge;
    };
    const client = await bank.signIn(maxAge);
    expect(refusalOf(await askShort(client, { query }))).toBeUndefined();
    const stale = await client.again(maxAge + 1);
    expect(refusalOf(await askShort(stale, { query }))).toBe(maxAge);
    expect(refusalOf(await stale.ask(query))).toBeUndefined();
  });

  it('writes what it decided where the other does', async () => {
    const client = await bank.signIn(60);
    await askShort(client, { query: '{ viewer { recoveryCodes } }' });
    await client.ask('{ viewer { recoveryCodes } }');
    const { data } = await client.ask(
      '{ viewer { securityEvents { outcome code reason fields authAge } } }',
    );
    expect(data).toMatchInlineSnapshot(`
      {
        "viewer": {
          "securityEvents": [
            {
              "authAge": 60,
              "code": null,
              "fields": [
                "Viewer.recoveryCodes",
              ],
              "outcome": "ALLOWED",
              "reason": null,
            },
            {
              "authAge": 60,
              "code": "REAUTH_REQUIRED",
              "fields": [
                "Viewer.recoveryCodes",
              ],
              "outcome": "REFUSED",
              "reason": "AUTH_TIME_TOO_OLD",
            },
          ],
        },
      }
    `);
  });

  it('is logged as the other is, and held to the same limits', async () => {
    const client = await bank.signIn(0);
    const entry = { query: '{ viewer { id } }' };
    const batch = Array.from({ length: 11 }, () => entry);
    expect(await askShort(client, batch)).toEqual({
      errors: [
        {
          message: 'A batch holds at most 10 operations',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
    const badHost = await askAsIs(bank.url, '/graphql/short?query={viewer{id}}', {
      headers: { host: 'a b', 'apollo-require-preflight': '1' },
    });
    expect(badHost.status).toBe(400);
    const deep =
      '{ viewer { accounts { transfers { fromAccount { transfers { fromAccount { id } } } } } } }';
    expect((await askShort(client, { query: deep })).errors?.[0]?.message).toBe(
      'Fields nest deeper than 6',
    );
    const simple = await fetch(`${bank.url}/graphql/short?query={viewer{id}}`);
    expect(simple.status).toBe(400);
    const { headers } = await fetch(`${bank.url}/graphql/short`, {
      headers: { origin: 'https://app.example' },
    });
    expect(headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(bank.log()).toMatch(
      /"level":30,[^\n]*"path":"\/graphql\/short","status":200,[^\n]*"msg":"Answered"/,
    );
  });
});

it('Without DEMO there is one API', async () => {
  const bank = await startBank({ demo: false });
  const response = await fetch(`${bank.url}/graphql/short`, { method: 'POST' });
  await bank.close();
  expect(response.status).toBe(404);
});
