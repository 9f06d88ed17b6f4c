import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askAsIs } from '../support/ask-as-is.js';
import { startBank } from '../support/bank-server.js';
import type { BankServer } from '../support/bank-server.js';
import { LOGOUT_EVENT } from '../support/logout-tokens.js';

const APP = 'https://app.example';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const ID = expect.stringMatching(/./) as string;
const NO_STORE = { 'cache-control': 'no-store' };

describe('POST /backchannel-logout', () => {
  let bank: BankServer;
  beforeAll(async () => {
    bank = await startBank({ corsOrigins: [APP] });
  });
  afterAll(() => bank.close());

  let made = 0;
  function logoutToken(claims: object): Promise<string> {
    const now = bank.clock();
    return bank.issuer.token(
      {
        ...{ sub: undefined, sid: undefined, auth_time: undefined },
        ...{ iat: now, exp: now + 120, jti: `logout-${(made += 1)}` },
        events: { [LOGOUT_EVENT]: {} },
        ...claims,
      },
      { header: { typ: 'logout+jwt' } },
    );
  }
  const post = async (body: string, headers: Readonly<Record<string, string>> = FORM) => {
    const answer = await askAsIs(bank.url, '/backchannel-logout', {
      ...{ method: 'POST', headers, body },
    });
    return { ...answer, body: answer.body.toString() };
  };
  const logOut = async (claims: object) => post(`logout_token=${await logoutToken(claims)}`);

  /** What the API says to who has this token. */
  async function answerTo(token: string | undefined) {
    const response = await fetch(`${bank.url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${String(token)}` },
      body: JSON.stringify({ query: '{ viewer { id } }' }),
    });
    return {
      status: response.status,
      challenge: response.headers.get('www-authenticate'),
      cache: response.headers.get('cache-control'),
      body: (await response.json()) as unknown,
    };
  }
  const welcome = { status: 200, challenge: null, body: { data: { viewer: { id: ID } } } };
  const revoked = {
    status: 401,
    challenge: 'Bearer error="invalid_token"',
    cache: 'no-store',
    body: {
      errors: [
        {
          message: 'The token is not accepted',
          extensions: { code: 'UNAUTHENTICATED', reason: 'TOKEN_REVOKED' },
        },
      ],
    },
  };

  it('ends one session at once, also for a token that was used before, and no other', async () => {
    const laptop = await bank.signIn(0, { sid: 'laptop' });
    const [phone, other] = await Promise.all([
      bank.issuer.token({ sub: laptop.subject, sid: 'phone' }),
      bank.issuer.token({ sub: 'somebody-else', sid: 'other' }),
    ]);
    for (const token of [laptop.token, phone, other]) {
      expect(await answerTo(token)).toMatchObject(welcome);
    }
    expect(await logOut({ sub: laptop.subject, sid: 'laptop' })).toMatchObject({
      ...{ status: 200, body: '', headers: NO_STORE },
    });
    expect(await answerTo(laptop.token)).toEqual(revoked);
    const refreshed = await bank.issuer.token({ sub: laptop.subject, sid: 'laptop' });
    expect(await answerTo(refreshed)).toEqual(revoked);
    expect(await answerTo(phone)).toMatchObject(welcome);
    expect(await answerTo(other)).toMatchObject(welcome);
    const again = await bank.issuer.token({ sub: laptop.subject, sid: 'laptop-2' });
    expect(await answerTo(again)).toMatchObject(welcome);
  });

  it('ends all sessions of a user; who signs in a second later is in', async () => {
    const laptop = await bank.signIn(60, { sid: 'all-1' });
    const phone = await bank.issuer.token({ sub: laptop.subject, sid: 'all-2' });
    expect(await answerTo(laptop.token)).toMatchObject(welcome);
    expect((await logOut({ sub: laptop.subject })).status).toBe(200);
    expect(await answerTo(laptop.token)).toEqual(revoked);
    expect(await answerTo(phone)).toEqual(revoked);
    bank.clock.advance(1);
    const again = await laptop.again(0);
    expect(await answerTo(again.token)).toMatchObject(welcome);
    const refreshed = await laptop.again(61);
    expect(await answerTo(refreshed.token)).toEqual(revoked);
  });

  it('takes a session that has ended before for a success', async () => {
    expect((await logOut({ sid: 'twice' })).status).toBe(200);
    expect((await logOut({ sid: 'twice' })).status).toBe(200);
    expect((await logOut({ sid: 'never-seen' })).status).toBe(200);
  });

  it.each([
    { what: 'a token received before', description: 'The logout token was received before' },
    { what: 'an ID token', description: 'The logout token is not accepted' },
    { what: 'junk', description: 'The logout token is not accepted' },
    { what: 'two', description: 'One logout_token must be sent' },
    { what: 'none', description: 'One logout_token must be sent' },
    { what: 'too much', description: 'The request is too long' },
  ])('refuses $what', async ({ what, description }) => {
    const once = `logout_token=${await logoutToken({ sid: 'once' })}`;
    const bodies: Readonly<Record<string, string>> = {
      'a token received before': once,
      'an ID token': `logout_token=${await bank.issuer.token()}`,
      junk: 'logout_token=junk',
      two: `${once}&${once}`,
      none: '',
      'too much': `logout_token=${'x'.repeat(66_000)}`,
    };
    if (what === 'a token received before') expect((await post(once)).status).toBe(200);
    const { status, body, headers } = await post(bodies[what] ?? '');
    expect({ status, body: JSON.parse(body) as unknown }).toEqual({
      status: 400,
      body: { error: 'invalid_request', error_description: description },
    });
    expect(headers).toMatchObject({
      ...NO_STORE,
      'content-type': 'application/json; charset=utf-8',
    });
  });

  it('ignores other parameters, and a charset', async () => {
    const token = await logoutToken({ sid: 'more' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
    const { status } = await post(`iss=x&logout_token=${token}&sid=a&sid=b`, headers);
    expect(status).toBe(200);
  });

  it.each(['application/json', 'text/plain', 'multipart/form-data; boundary=x', undefined])(
    'takes no body of the type %s',
    async (type) => {
      const token = await logoutToken({ sid: 'typed' });
      const headers = type === undefined ? {} : { 'content-type': type };
      const { status, body } = await post(`logout_token=${token}`, headers);
      expect(status).toBe(400);
      expect(body).toContain('application/x-www-form-urlencoded');
    },
  );

  it.each(['GET', 'HEAD', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('takes no %s', async (method) => {
    const asked = { method, headers: { origin: APP, 'access-control-request-method': 'POST' } };
    const { status, headers } = await askAsIs(bank.url, '/backchannel-logout', asked);
    expect(status).toBe(405);
    expect(headers).toMatchObject({ ...NO_STORE, allow: 'POST' });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
  });

  it('lets no page read its answer, and sets no cookie', async () => {
    const { headers } = await post('logout_token=junk', { ...FORM, origin: APP });
    expect(headers).not.toHaveProperty('access-control-allow-origin');
    expect(headers).not.toHaveProperty('set-cookie');
  });

  it('stops reading where there is no end of it', async () => {
    const status = await new Promise((resolve, reject) => {
      const options = { method: 'POST', headers: FORM };
      const outgoing = request(`${bank.url}/backchannel-logout`, options, (incoming) => {
        incoming.resume();
        resolve(incoming.statusCode);
        outgoing.destroy();
      });
      outgoing.once('error', reject);
      // Never ended.
      outgoing.write('logout_token=');
      outgoing.write('x'.repeat(200_000));
    });
    expect(status).toBe(400);
  });

  it('is no bearer', async () => {
    const token = await logoutToken({ sub: 'bearer', sid: 'bearer', auth_time: bank.clock() });
    expect(await answerTo(token)).toMatchObject({
      status: 401,
      body: { errors: [{ extensions: { reason: 'TOKEN_INVALID' } }] },
    });
  });

  it('tells the log what came of it, and nobody’s name', async () => {
    await logOut({ sub: 'a-secret-subject', sid: 'a-secret-session' });
    await post('logout_token=a-secret-token');
    const lines = bank.log().split('\n');
    const logouts = lines.filter((line) => line.includes('"msg":"Back-channel logout"')).slice(-2);
    expect(logouts[0]).toMatch(/"level":30,.*"requestId":"[\da-f-]{36}","outcome":"ended"/);
    expect(logouts[1]).toMatch(/"level":40,.*"outcome":"malformed_token"/);
    expect(bank.log()).not.toContain('a-secret');
  });
});

it('asks the provider to come again while the issuer’s keys cannot be had', async () => {
  const bank = await startBank();
  const token = await bank.issuer.token(
    {
      ...{ iat: bank.clock(), exp: bank.clock() + 120, jti: 'down', auth_time: undefined },
      events: { [LOGOUT_EVENT]: {} },
    },
    { header: { kid: 'not-known-yet' } },
  );
  await bank.issuer.close();
  const { status, headers, body } = await askAsIs(bank.url, '/backchannel-logout', {
    ...{ method: 'POST', headers: FORM, body: `logout_token=${token}` },
  });
  expect({ status, body: JSON.parse(body.toString()) as unknown }).toEqual({
    status: 503,
    body: {
      error: 'temporarily_unavailable',
      error_description: 'Nobody can be logged out at the moment',
    },
  });
  expect(headers).toMatchObject({
    ...NO_STORE,
    'retry-after': expect.stringMatching(/^\d+$/) as string,
  });
  await bank.close();
});
