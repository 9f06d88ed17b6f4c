import { once } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { fetchLoopback } from '../../src/provider/back-channel.js';
import { SECOND_CLIENT_ID } from '../../src/provider/index.js';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import {
  ALICE,
  APP_ORIGIN,
  BOB,
  createVisitor,
  NOW,
  redeem,
  refresh,
  setClock,
  startProvider,
} from '../support/development-provider.js';
import type { Tokens, Visitor } from '../support/development-provider.js';
import { freePort } from '../support/free-port.js';
import { readLogouts, receiveLogouts } from '../support/logout-receiver.js';

const SIGN_OUT = { logout: 'yes' };
const EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** One person who is signed in to both applications, by one sign-in. */
async function signInTwice(backchannelLogoutUri: string, log = vi.fn()) {
  const provider = await startProvider({ backchannelLogoutUri, log });
  const second: DevelopmentProvider = { ...provider, clientId: SECOND_CLIENT_ID };
  const visitor = createVisitor(provider);
  const secondVisitor = createVisitor(second, visitor.agent);
  const tokens = await visitor.signIn();
  const view = await secondVisitor.ask();
  const secondTokens = await redeem(second, view);
  return { provider, second, visitor, secondVisitor, tokens, secondTokens, log };
}

/** Signs out as an application has it done. */
async function signOut(
  { agent }: Visitor,
  { idToken }: Tokens,
  answer: Record<string, string> = SIGN_OUT,
) {
  const page = await agent.visit(`/session/end?id_token_hint=${idToken}`);
  return agent.follow(await agent.submitForm(page, answer));
}

describe('ID tokens', () => {
  it('have a sid, which stays through refreshes and reauthentication', async () => {
    const { uri } = await receiveLogouts();
    const provider = await startProvider({ backchannelLogoutUri: uri });
    const visitor = createVisitor(provider);
    const tokens = await visitor.signIn();
    const { sid } = tokens.claims;
    expect(sid).toMatch(/^[\w-]{43}$/);
    const renewed = await refresh(provider, tokens);
    setClock(NOW + 60);
    const again = await visitor.signIn({ max_age: '0', id_token_hint: tokens.idToken });
    expect([renewed.claims['sid'], again.claims['sid']]).toEqual([sid, sid]);
    const elsewhere = await createVisitor(provider).signIn();
    expect(elsewhere.claims['sid']).not.toBe(sid);
  });
});

describe('two applications in one session', () => {
  it('share the sign-in, and each has a sid of its own', async () => {
    const { uri } = await receiveLogouts();
    const { tokens, secondTokens } = await signInTwice(uri);
    expect(secondTokens.claims).toMatchObject({
      aud: 'development-second-app',
      sub: 'alice',
      auth_time: NOW,
      sid: expect.stringMatching(/^[\w-]{43}$/) as string,
    });
    expect(secondTokens.claims['sid']).not.toBe(tokens.claims['sid']);
  });

  it('both hear of it when one of them signs the user out, and end there', async () => {
    const receiver = await receiveLogouts();
    const { provider, second, visitor, secondVisitor, tokens, secondTokens, log } =
      await signInTwice(receiver.uri);
    setClock(NOW + 10);
    await signOut(secondVisitor, secondTokens);

    expect(
      receiver.received.map(({ method, mediaType, form }) => ({
        method,
        mediaType,
        fields: [...form.keys()],
      })),
    ).toEqual(
      Array(2).fill({
        method: 'POST',
        mediaType: 'application/x-www-form-urlencoded',
        fields: ['logout_token'],
      }),
    );
    const logout = ({ claims, kid }: Tokens) => ({
      header: { alg: 'RS256', typ: 'logout+jwt', kid },
      claims: {
        iss: provider.issuer,
        aud: claims.aud,
        sub: 'alice',
        sid: claims['sid'],
        iat: NOW + 10,
        exp: NOW + 130,
        jti: expect.stringMatching(/^[\w-]{43}$/) as string,
        events: { [EVENT]: {} },
      },
    });
    expect(await readLogouts(receiver, provider)).toEqual([logout(tokens), logout(secondTokens)]);
    await expect(refresh(provider, tokens)).rejects.toThrow('invalid_grant');
    await expect(refresh(second, secondTokens)).rejects.toThrow('invalid_grant');
    expect((await visitor.ask()).location).toBeUndefined();
    expect(log).not.toHaveBeenCalled();
  });

  it("both hear of a sign-out at the provider's own page", async () => {
    const receiver = await receiveLogouts();
    const { provider, visitor, tokens, secondTokens } = await signInTwice(receiver.uri);
    await visitor.agent.submitForm(await visitor.agent.visit('/session/end'), SIGN_OUT);
    expect((await readLogouts(receiver, provider)).map(({ claims }) => claims['sid'])).toEqual([
      tokens.claims['sid'],
      secondTokens.claims['sid'],
    ]);
  });

  it('neither hears of a sign-out when somebody else signs in in the same browser', async () => {
    const receiver = await receiveLogouts();
    const { provider, visitor } = await signInTwice(receiver.uri);
    await visitor.ask({ prompt: 'login' });
    const form = await visitor.fillIn(BOB);
    const { claims } = await redeem(
      provider,
      await visitor.agent.follow(await visitor.agent.submitForm(form)),
    );
    expect(claims.sub).toBe('bob');
    expect(await readLogouts(receiver, provider)).toEqual([]);
  });

  it('only the one that was left hears of who stays signed in at the provider', async () => {
    const receiver = await receiveLogouts();
    const { provider, second, visitor, tokens, secondTokens } = await signInTwice(receiver.uri);
    await signOut(visitor, tokens, {});
    expect((await readLogouts(receiver, provider)).map(({ claims }) => claims['sid'])).toEqual([
      tokens.claims['sid'],
    ]);
    await refresh(second, secondTokens);
    const { claims } = await visitor.signIn({ prompt: 'none' });
    expect(claims['sid']).not.toBe(tokens.claims['sid']);
  });
});

describe('a new sign-in after a sign-out', () => {
  it('is another session', async () => {
    const receiver = await receiveLogouts();
    const { visitor, tokens } = await signInTwice(receiver.uri);
    await signOut(visitor, tokens);
    const { claims } = await visitor.signIn({}, ALICE);
    expect(claims['sid']).not.toBe(tokens.claims['sid']);
  });
});

describe('a refresh token with offline_access', () => {
  it('outlives the sign-out, and its tokens say which session is over', async () => {
    const receiver = await receiveLogouts();
    const provider = await startProvider({ backchannelLogoutUri: receiver.uri });
    const visitor = createVisitor(provider);
    const tokens = await visitor.signIn({ prompt: 'consent' });
    await signOut(visitor, tokens);
    const [logout] = await readLogouts(receiver, provider);
    const { claims } = await refresh(provider, tokens);
    expect(claims['sid']).toBe(logout?.claims['sid']);
  });
});

describe('a session that no application took part in', () => {
  it('ends without a word to anybody', async () => {
    const receiver = await receiveLogouts();
    const provider = await startProvider({ backchannelLogoutUri: receiver.uri });
    const { agent } = createVisitor(provider);
    await agent.submitForm(await agent.visit('/session/end'), SIGN_OUT);
    expect(receiver.received).toEqual([]);
  });
});

describe('without an address for it', () => {
  it('nobody is told, and ID tokens have no sid', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const tokens = await visitor.signIn();
    expect(tokens.claims).not.toHaveProperty('sid');
    expect((await signOut(visitor, tokens)).text).toContain('You are signed out');
  });
});

describe('a receiver that', () => {
  it.each([
    { does: 'refuses', status: 400, error: 'HTTP 400' },
    { does: 'fails', status: 500, error: 'HTTP 500' },
    { does: 'sends it elsewhere', status: 307, error: 'HTTP 307' },
  ])('$does keeps nobody signed in; the log hears of it', async ({ status, error }) => {
    const elsewhere = await receiveLogouts();
    const receiver = await receiveLogouts((response) => {
      response.writeHead(status, status === 307 ? { location: elsewhere.uri } : {}).end('No');
    });
    await expectSignOut(receiver.uri, error);
    expect(elsewhere.received).toEqual([]);
  });

  it.each([200, 204])('answers %s is believed', async (status) => {
    const receiver = await receiveLogouts((response) => response.writeHead(status).end());
    const { visitor, tokens, log } = await signInTwice(receiver.uri);
    await signOut(visitor, tokens);
    expect(log).not.toHaveBeenCalled();
  });

  it('is down', async () => {
    await expectSignOut(`http://127.0.0.1:${await freePort()}/`, 'ECONNREFUSED');
  });

  it('hangs up', async () => {
    const receiver = await receiveLogouts((response) => response.destroy());
    await expectSignOut(receiver.uri, 'UND_ERR_SOCKET');
  });

  it('never answers is waited for three seconds at most, with all the others at once', async () => {
    const receiver = await receiveLogouts(() => undefined);
    const begin = performance.now();
    await expectSignOut(receiver.uri, 'TimeoutError');
    expect(performance.now() - begin).toBeLessThan(5000);
  });

  it('answers and then drips is hung up on at once, not when its time is up', async () => {
    const closed: Promise<unknown>[] = [];
    const receiver = await receiveLogouts((response) => {
      closed.push(once(response, 'close'));
      response.write('and');
    });
    const { visitor, tokens, log } = await signInTwice(receiver.uri);
    const begin = performance.now();
    await signOut(visitor, tokens);
    expect(await Promise.all(closed)).toHaveLength(2);
    expect(performance.now() - begin).toBeLessThan(2000);
    expect(log).not.toHaveBeenCalled();
  });
});

describe('an address that is not on this machine', () => {
  it('is not sent anything, were it configured', async () => {
    const sent = fetchLoopback('http://169.254.169.254/', { method: 'POST' });
    await expect(sent).rejects.toThrow('Only this machine may be reached');
  });

  it.each([
    'http://169.254.169.254/latest',
    'https://api.example/backchannel-logout',
    'http://localhost.example/',
    'http://127.example/',
    'http://user@10.0.0.1/',
    'http://[::2]/',
    'http://0.0.0.0/',
    'ftp://localhost/',
    '/backchannel-logout',
    '',
  ])('is refused: "%s"', async (backchannelLogoutUri) => {
    await expect(startProvider({ backchannelLogoutUri })).rejects.toThrow(
      new TypeError(
        '"backchannelLogoutUri" must be on this machine, such as http://localhost:4000/backchannel-logout',
      ),
    );
  });

  it.each(['http://127.1.2.3:4000/x', 'http://[::1]:4000/x', 'https://localhost/x'])(
    'is not %s',
    async (backchannelLogoutUri) => {
      await startProvider({ backchannelLogoutUri });
    },
  );
});

/** Both applications' logouts fail, the user is signed out all the same, and each fault is told once. */
async function expectSignOut(uri: string, error: string): Promise<void> {
  const { provider, visitor, tokens, log } = await signInTwice(uri);
  const query = `id_token_hint=${tokens.idToken}&post_logout_redirect_uri=${APP_ORIGIN}/`;
  const page = await visitor.agent.visit(`/session/end?${query}`);
  const end = await visitor.agent.follow(await visitor.agent.submitForm(page, SIGN_OUT));
  expect(end.location?.href).toBe(`${APP_ORIGIN}/`);
  expect((await visitor.ask()).text).toContain('<h1>Sign in</h1>');
  await expect(refresh(provider, tokens)).rejects.toThrow('invalid_grant');
  const line = 'A back-channel logout was not received';
  expect(log.mock.calls).toHaveLength(2);
  expect(log.mock.calls).toEqual(
    expect.arrayContaining([
      [line, { clientId: 'development-app', error }],
      [line, { clientId: 'development-second-app', error }],
    ]),
  );
}
