import { once } from 'node:events';
import { connect } from 'node:net';
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { accountsOf, codeOf, TRANSFER } from '../support/bank-client.js';
import { NOW, post, startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { send } from '../support/send.js';

const JSON_BODY = ['content-type', 'application/json'] as const;
const APP = 'https://app.example';

describe('The API over HTTP', () => {
  let bank: BankServer;
  beforeAll(async () => {
    bank = await startBank({ corsOrigins: [APP], trustProxy: 1 });
  });
  afterAll(() => bank.close());

  it('refuses a transfer after an old sign-in, moves nothing, and runs it after a new one', async () => {
    const stale = await bank.signIn(900);
    const [from, to] = await accountsOf(stale);
    const input = { fromAccountId: from.id, toAccountId: to.id, amount: 1, idempotencyKey: 'a' };
    const body = { query: TRANSFER, variables: { input } };
    const answer = await send(
      `${bank.url}/graphql`,
      [
        JSON_BODY,
        ['accept', 'application/graphql-response+json'],
        ['authorization', `Bearer ${String(stale.token)}`],
      ],
      body,
    );
    expect(answer.status).toBe(401);
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'www-authenticate': 'Bearer error="insufficient_user_authentication", max_age="60"',
    });
    expect(answer.body).toEqual({
      errors: [
        {
          message: 'Recent authentication required',
          locations: [{ line: 2, column: 3 }],
          extensions: {
            code: 'REAUTH_REQUIRED',
            reauth: {
              reason: 'AUTH_TIME_TOO_OLD',
              maxAge: 60,
              authTime: NOW - 900,
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
    expect(await accountsOf(stale)).toEqual([from, to]);
    const fresh = await stale.again(0);
    expect(codeOf(await fresh.ask(TRANSFER, { input }))).toBeUndefined();
    expect((await accountsOf(fresh)).map(({ balance }) => balance)).toEqual([249_999, 1_000_001]);
  });

  it('answers REAUTH_IMPOSSIBLE to whoever cannot sign in again', async () => {
    const claim = 'https://authgear.com/claims/user/can_reauthenticate';
    const client = await bank.signIn(900, { [claim]: false });
    expect(codeOf(await client.ask('{ viewer { recoveryCodes } }'))).toBe('REAUTH_IMPOSSIBLE');
  });

  it('lets nobody in without a token: guarded or not, a mutation asks who is there', async () => {
    const guarded = await bank.anonymous.ask('mutation { closeAccount(id: "1") { id } }');
    const rename = await bank.anonymous.ask(
      'mutation { renameAccount(id: "1", name: "n") { id } }',
    );
    const extensions = { code: 'UNAUTHENTICATED', reason: 'TOKEN_MISSING' };
    expect([guarded, rename].map(({ errors }) => errors?.[0]?.extensions)).toEqual([
      extensions,
      extensions,
    ]);
    expect(await bank.anonymous.ask('{ viewer { id } }')).toEqual({ data: { viewer: null } });
  });

  it('knows no accounts of a user who never signed in', async () => {
    const client = await bank.signIn(0, { 'https://authgear.com/claims/user/is_anonymous': true });
    expect(await client.ask('{ viewer { id } }')).toEqual({ data: { viewer: null } });
    const rename = await client.ask('mutation { renameAccount(id: "1", name: "n") { id } }');
    expect(codeOf(rename)).toBe('FORBIDDEN');
  });

  it('renames nothing when the payload asks for a guarded number', async () => {
    const stale = await bank.signIn(901);
    const [account] = await accountsOf(stale);
    const rename = `mutation ($id: ID!) { renameAccount(id: $id, name: "New") { number } }`;
    expect(codeOf(await stale.ask(rename, { id: account.id }))).toBe('REAUTH_REQUIRED');
    expect((await accountsOf(stale))[0]).toEqual(account);
    const fresh = await stale.again(900);
    expect(codeOf(await fresh.ask(rename, { id: account.id }))).toBeUndefined();
  });

  it('answers a query in part: a guarded number is null, the rest is there', async () => {
    const stale = await bank.signIn(901);
    const { data, errors } = await stale.ask('{ viewer { accounts { name number } } }');
    expect(data).toEqual({
      viewer: {
        accounts: [
          { name: 'Everyday', number: null },
          { name: 'Savings', number: null },
        ],
      },
    });
    expect(errors?.map(({ path }) => path)).toEqual([
      ['viewer', 'accounts', 0, 'number'],
      ['viewer', 'accounts', 1, 'number'],
    ]);
    const fresh = await stale.again(900);
    const whole = await fresh.ask('{ viewer { accounts { number } } }');
    expect(JSON.stringify(whole)).toMatch(/"number":"\d{16}".*"number":"\d{16}"/);
  });

  it('refuses a bad token on public fields, too', async () => {
    const token = await bank.issuer.token({ exp: NOW - 60, iat: NOW - 90, auth_time: NOW - 90 });
    const answer = await post(bank.url, { query: '{ viewer { id } }' }, token);
    expect(answer.errors?.[0]?.extensions).toEqual({
      code: 'UNAUTHENTICATED',
      reason: 'TOKEN_EXPIRED',
    });
    expect(bank.log()).toContain('"refusal":"expired"');
  });

  it('refuses two tokens in one request', async () => {
    const { token } = await bank.signIn(0);
    const header = ['authorization', `Bearer ${String(token)}`] as const;
    const answer = await send(`${bank.url}/graphql`, [JSON_BODY, header, header], {
      query: '{ viewer { id } }',
    });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it.each([
    { what: 'no JSON', body: '{', type: 'application/json', status: 400 },
    { what: 'a form', body: 'query={viewer{id}}', type: 'text/plain', status: 400 },
    {
      what: 'a body of 257 KiB',
      body: '"'.repeat(257 * 1024),
      type: 'application/json',
      status: 413,
    },
    { what: 'another type', body: 'a', type: 'application/xml', status: 415 },
  ])('answers $what with $status and a GraphQL error', async ({ body, type, status }) => {
    const headers = { 'content-type': type };
    const response = await fetch(`${bank.url}/graphql`, { method: 'POST', headers, body });
    expect(response.status).toBe(status);
    const { errors } = (await response.json()) as { errors: { message: string }[] };
    expect(errors.map(({ message }) => typeof message)).toEqual(['string']);
  });

  it('takes a batch of ten operations and none of eleven', async () => {
    const batch = Array.from({ length: 10 }, () => ({ query: '{ viewer { id } }' }));
    expect(await post(bank.url, batch)).toEqual(batch.map(() => ({ data: { viewer: null } })));
    expect(await post(bank.url, [...batch, ...batch.slice(9)])).toEqual({
      errors: [
        {
          message: 'A batch holds at most 10 operations',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  it('refuses fields that nest seven deep, also through fragments, and lets introspection be', async () => {
    const six = '{ viewer { accounts { transfers { fromAccount { transfers { id } } } } } }';
    const seven = `query { viewer { accounts { ...A } } }
      fragment A on Account { transfers { fromAccount { transfers { ...T } } } }
      fragment T on Transfer { ... { fromAccount { id } } }`;
    expect(await bank.anonymous.ask(six)).toEqual({ data: { viewer: null } });
    expect((await bank.anonymous.ask(seven)).errors?.[0]?.message).toBe(
      'Fields nest deeper than 6',
    );
    expect((await bank.anonymous.ask(getIntrospectionQuery())).errors).toBeUndefined();
    const circle = '{ viewer { ...V } } fragment V on Viewer { ...V }';
    expect(codeOf(await bank.anonymous.ask(circle))).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('refuses a document of more than 2000 tokens', async () => {
    const query = `{ ${'viewer { id } '.repeat(500)} }`;
    expect(codeOf(await bank.anonymous.ask(query))).toBe('GRAPHQL_PARSE_FAILED');
  });

  it("shows the challenge to pages of the app's origin and to no other", async () => {
    const preflight = async (origin: string): Promise<(string | null)[]> => {
      const { headers } = await fetch(`${bank.url}/graphql`, {
        method: 'OPTIONS',
        headers: {
          origin,
          'access-control-request-method': 'POST',
          'access-control-request-headers': 'authorization,content-type',
        },
      });
      return ['origin', 'headers'].map((name) => headers.get(`access-control-allow-${name}`));
    };
    expect(await preflight(APP)).toEqual([APP, 'authorization,content-type']);
    expect((await preflight('https://evil.example'))[0]).toBeNull();
    const { headers } = await fetch(`${bank.url}/graphql?query={viewer{id}}`, {
      headers: { origin: APP, 'apollo-require-preflight': '1' },
    });
    expect(headers.get('access-control-expose-headers')).toBe('WWW-Authenticate, Retry-After');
  });

  it('serves the IDE from here alone, with a policy that lets it run', async () => {
    const response = await fetch(`${bank.url}/ide`);
    const page = await response.text();
    const policy = response.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(page).toContain(`nonce="${nonce}"`);
    expect(policy).not.toMatch(/https?:/);
    expect(page).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    const [, script = ''] = /src="([\w-]+\.js)"/.exec(page) ?? [];
    expect((await fetch(`${bank.url}/ide/${script}`)).status).toBe(200);
    expect((await fetch(`${bank.url}/`)).url).toBe(`${bank.url}/ide/`);
  });

  it('says where the API is when nothing is there', async () => {
    const response = await fetch(`${bank.url}/graphq`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      errors: [
        {
          message: 'Nothing is here; the API is at /graphql',
          extensions: { code: 'BAD_REQUEST' },
        },
      ],
    });
  });

  it('is alive and ready', async () => {
    for (const path of ['healthz', 'readyz']) {
      const response = await fetch(`${bank.url}/${path}`);
      expect(response.status).toBe(200);
      expect(await response.json()).toEqual({ status: 'ok' });
    }
  });

  it('logs the address that the proxy in front of it saw', async () => {
    await fetch(`${bank.url}/readyz`, { headers: { 'x-forwarded-for': '1.2.3.4, 5.6.7.8' } });
    expect(bank.log()).toContain('"ip":"5.6.7.8"');
    expect(bank.log()).not.toContain('1.2.3.4');
  });
});

it('In production there is no IDE, no introspection and no money for strangers', async () => {
  const bank = await startBank({ ide: false, introspection: false, seed: false });
  onTestFinished(() => bank.close());
  for (const path of ['', 'ide', 'ide/']) {
    expect((await fetch(`${bank.url}/${path}`)).status).toBe(404);
  }
  const schema = await bank.anonymous.ask('{ __schema { queryType { name } } }');
  expect(codeOf(schema)).toBe('GRAPHQL_VALIDATION_FAILED');
  const client = await bank.signIn(0);
  expect(await client.ask('{ viewer { accounts { id } } }')).toEqual({
    data: { viewer: { accounts: [] } },
  });
});

it("A Host header that is no host is the sender's fault, not ours", async () => {
  const bank = await startBank();
  onTestFinished(() => bank.close());
  const { hostname, port } = new URL(bank.url);
  const socket = connect({ host: hostname, port: Number(port) });
  socket.end('GET /graphql?query={viewer{id}} HTTP/1.1\r\nhost: a b\r\nconnection: close\r\n\r\n');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 400 /);
});
