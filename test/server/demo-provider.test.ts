import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { askAsIs } from '../support/ask-as-is.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';

const APP = 'https://app.example';
const JSON_TYPE = { 'content-type': 'application/json' };

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

describe('The switch of the development provider', () => {
  let bank: BankServer;
  beforeAll(async () => {
    bank = await startBank({ demo: true, corsOrigins: [APP], identity: { providerPort: 0 } });
  });
  afterAll(() => bank.close());
  afterEach(async () => {
    const body = '{"available":true}';
    expect((await ask({ method: 'PUT', headers: JSON_TYPE, body })).status).toBe(200);
  });

  async function ask(asked: Asked): Promise<{ status: number; body: unknown }> {
    const { status, body } = await askAsIs(bank.url, '/demo/provider', asked);
    return { status, body: JSON.parse(body.toString()) as unknown };
  }
  function put(body: string, headers: Readonly<Record<string, string>> = {}) {
    return ask({ method: 'PUT', headers: { ...JSON_TYPE, ...headers }, body });
  }
  async function statusOfProvider(): Promise<number> {
    return (await fetch(`${bank.provider}/.well-known/openid-configuration`)).status;
  }

  it('takes it down and up again, and says which it is', async () => {
    expect(await ask({})).toEqual({ status: 200, body: { available: true } });
    expect(await statusOfProvider()).toBe(200);
    const down = { status: 200, body: { available: false } };
    expect(await put('{"available":false}')).toEqual(down);
    expect(await put('{"available":false}')).toEqual(down);
    expect(await ask({})).toEqual(down);
    expect(await statusOfProvider()).toBe(503);
    expect(await put('{"available":true}')).toEqual({ status: 200, body: { available: true } });
    expect(await statusOfProvider()).toBe(200);
    expect(bank.log()).toMatch(/"available":false,"msg":"The development provider was switched"/);
    const { headers } = await askAsIs(bank.url, '/demo/provider');
    expect(headers['cache-control']).toBe('no-store');
  });

  it.each([
    'null',
    'true',
    '[]',
    '{}',
    '[{"available":false}]',
    '{"available":"false"}',
    '{"available":0}',
    '{"available":null}',
    '{"available":false,"more":1}',
    '{"Available":false}',
  ])('does not move for %s', async (body) => {
    expect(await put(body)).toEqual({
      status: 400,
      body: {
        errors: [
          {
            message: 'The body must be {"available":true} or {"available":false}',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    });
    expect(await statusOfProvider()).toBe(200);
  });

  it.each([
    { what: 'no body', type: 'application/json', body: '', status: 400 },
    { what: 'half a body', type: 'application/json', body: '{"available":', status: 400 },
    { what: 'a prototype', type: 'application/json', body: '{"__proto__":{}}', status: 400 },
    { what: 'text', type: 'text/plain', body: '{"available":false}', status: 415 },
    { what: 'a form', type: 'application/x-www-form-urlencoded', body: 'available', status: 415 },
    {
      what: '1025 bytes',
      type: 'application/json',
      body: '{"available":false}'.padEnd(1025),
      status: 413,
    },
  ])('answers $what with $status', async ({ type, body, status }) => {
    const answer = await ask({ method: 'PUT', headers: { 'content-type': type }, body });
    expect(answer.status).toBe(status);
    expect(await statusOfProvider()).toBe(200);
  });

  it('takes 1024 bytes', async () => {
    expect((await put('{"available":false}'.padEnd(1024))).status).toBe(200);
  });

  it.each([
    { who: 'another site', headers: { origin: 'https://evil.example' } },
    { who: 'a page that may call the API', headers: { origin: APP } },
    { who: 'a page without an origin', headers: { origin: 'null' } },
    { who: 'the same machine at another port', headers: { origin: 'http://localhost:1' } },
    {
      who: 'a name that was bound to this machine',
      headers: { host: 'evil.example:80', origin: 'http://evil.example:80' },
    },
    { who: 'another site, by its metadata', headers: { 'sec-fetch-site': 'cross-site' } },
    { who: 'another port, by its metadata', headers: { 'sec-fetch-site': 'same-site' } },
  ])('is closed to $who', async ({ headers }) => {
    const refused = {
      status: 403,
      body: {
        errors: [
          {
            message: 'Only a page of this server may ask for this',
            extensions: { code: 'BAD_REQUEST' },
          },
        ],
      },
    };
    expect(await put('{"available":false}', headers)).toEqual(refused);
    expect(await ask({ headers })).toEqual(refused);
    expect(await statusOfProvider()).toBe(200);
  });

  it('is no matter of CORS: no preflight is answered, no origin allowed', async () => {
    const preflight = {
      origin: APP,
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type',
    };
    const own = { ...preflight, origin: bank.pageUrl };
    const answers = [
      await askAsIs(bank.url, '/demo/provider', { method: 'OPTIONS', headers: preflight }),
      await askAsIs(bank.url, '/demo/provider', { method: 'OPTIONS', headers: own }),
      await askAsIs(bank.url, '/demo/provider', { headers: { origin: APP } }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([403, 404, 403]);
    for (const { headers } of answers) {
      expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
  });

  it.each(['localhost', '127.0.0.1'])('is open to its own page on %s', async (name) => {
    const origin = bank.url.replace('127.0.0.1', name);
    const headers = { origin, 'sec-fetch-site': 'same-origin' };
    expect((await put('{"available":false}', headers)).status).toBe(200);
    expect(await ask({ headers: { 'sec-fetch-site': 'same-origin' } })).toEqual({
      status: 200,
      body: { available: false },
    });
  });

  it.each(['POST', 'PATCH', 'DELETE'])('knows no %s', async (method) => {
    expect((await ask({ method })).status).toBe(404);
  });
});

it('There is none for an issuer that runs elsewhere', async () => {
  const bank = await startBank({ demo: true });
  const response = await fetch(`${bank.url}/demo/provider`);
  await bank.close();
  expect(response.status).toBe(404);
});
