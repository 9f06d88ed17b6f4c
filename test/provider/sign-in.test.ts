import { describe, expect, it } from 'vitest';
import {
  createVisitor,
  NOW,
  redeem,
  refresh,
  setClock,
  startProvider,
} from '../support/development-provider.js';

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';

describe('a sign-in', () => {
  it('ends at the application, with a code, the state and the issuer', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    const { status, location } = await visitor.fillIn({
      step: 'password',
      username: ' Alice ',
      password: 'wonderland',
    });
    expect(status).toBe(303);
    expect(location && location.origin + location.pathname).toBe('http://localhost:4000/callback');
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/) as string,
      state: 'the-state',
      iss: provider.issuer,
    });
  });

  it('gives an ID token of five minutes that says who, when and how', async () => {
    const provider = await startProvider();
    const { claims, refreshToken } = await createVisitor(provider).signIn({ nonce: 'once' });
    expect(claims).toEqual({
      iss: provider.issuer,
      aud: 'development-app',
      sub: 'alice',
      nonce: 'once',
      iat: NOW,
      exp: NOW + 300,
      auth_time: NOW,
      acr: 'pwd',
      amr: ['pwd'],
      name: 'Alice Example',
      preferred_username: 'alice',
      email: 'alice@example.com',
      email_verified: true,
      [CAN_REAUTHENTICATE]: true,
    });
    expect(refreshToken).toMatch(/^[\w-]{43}$/);
  });

  it('keeps to the claims of the scopes that were asked for', async () => {
    const { claims } = await createVisitor(await startProvider()).signIn({ scope: 'openid' });
    expect(Object.keys(claims).sort()).toEqual(
      ['acr', 'amr', 'aud', 'auth_time', 'exp', 'iat', 'iss', 'sub', CAN_REAUTHENTICATE].sort(),
    );
  });

  it('is told to the application as refused when the user cancels it', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    const { location } = await visitor.fillIn({ step: 'cancel' });
    expect(Object.fromEntries(location?.searchParams ?? [])).toEqual({
      error: 'access_denied',
      error_description: 'the user cancelled the sign-in',
      state: 'the-state',
      iss: provider.issuer,
    });
  });
});

describe('a browser that is signed in', () => {
  it('needs no page, and keeps its auth_time', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    setClock(NOW + 100);
    const { claims } = await visitor.signIn();
    expect(claims).toMatchObject({ iat: NOW + 100, auth_time: NOW });
  });

  it.each([
    { ask: 'max_age=0', extra: { max_age: '0' }, later: 1, prompted: true },
    {
      ask: 'max_age=600, 600 seconds later',
      extra: { max_age: '600' },
      later: 600,
      prompted: false,
    },
    {
      ask: 'max_age=600, 601 seconds later',
      extra: { max_age: '600' },
      later: 601,
      prompted: true,
    },
    { ask: 'prompt=login', extra: { prompt: 'login' }, later: 1, prompted: true },
    { ask: 'prompt=consent', extra: { prompt: 'consent' }, later: 1, prompted: false },
    { ask: 'prompt=login consent', extra: { prompt: 'login consent' }, later: 1, prompted: true },
    { ask: 'nothing', extra: {}, later: 601, prompted: false },
  ])('is asked again for $ask: $prompted', async ({ extra, later, prompted }) => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.signIn();
    setClock(NOW + later);
    const view = await visitor.ask(extra);
    expect(view.location === undefined).toBe(prompted);
    const end = prompted
      ? await visitor.fillIn({ step: 'password', username: 'alice', password: 'wonderland' })
      : view;
    const { claims } = await redeem(provider, end);
    expect(claims).toMatchObject({ iat: NOW + later, auth_time: prompted ? NOW + later : NOW });
  });

  it('is asked again by name, with the user name filled in', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    const { text } = await visitor.ask({ prompt: 'login' });
    expect(text).toContain('<h1>Confirm that it is you</h1>');
    expect(text).toContain('value="alice"');
  });

  it.each([
    { hint: 'alice', title: 'Confirm that it is you', username: 'alice' },
    { hint: 'bob', title: 'Sign in', username: 'bob' },
    { hint: 'nobody-here', title: 'Confirm that it is you', username: 'alice' },
  ])('of alice proposes $username for the login_hint $hint', async ({ hint, title, username }) => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    const { text } = await visitor.ask({ prompt: 'login', login_hint: hint });
    expect(text).toContain(`<h1>${title}</h1>`);
    expect(text).toContain(`value="${username}"`);
  });

  it.each([
    {
      ask: 'prompt=none and max_age=0',
      extra: { prompt: 'none', max_age: '0' },
      error: 'login_required',
    },
    { ask: 'a negative max_age', extra: { max_age: '-5' }, error: 'invalid_request' },
    { ask: 'an age that is no number', extra: { sign_in_age: 'x' }, error: 'invalid_request' },
    { ask: 'no PKCE', extra: { code_challenge: '' }, error: 'invalid_request' },
    { ask: 'plain PKCE', extra: { code_challenge_method: 'plain' }, error: 'invalid_request' },
  ])('answers $ask with $error', async ({ extra, error }) => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    const { location } = await visitor.ask(extra);
    expect(location?.searchParams.get('error')).toBe(error);
  });

  it('answers prompt=none without a page', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    const { claims } = await visitor.signIn({ prompt: 'none' });
    expect(claims.sub).toBe('alice');
  });
});

describe('a refresh token', () => {
  it('renews the ID token and leaves auth_time as it was', async () => {
    const provider = await startProvider();
    const tokens = await createVisitor(provider).signIn();
    setClock(NOW + 1000);
    const { claims } = await refresh(provider, tokens);
    expect(claims).toMatchObject({ iat: NOW + 1000, exp: NOW + 1300, auth_time: NOW, acr: 'pwd' });
  });

  it('is used up by that, and using it again ends the whole grant', async () => {
    const provider = await startProvider();
    const tokens = await createVisitor(provider).signIn();
    const renewed = await refresh(provider, tokens);
    await expect(refresh(provider, tokens)).rejects.toThrow('invalid_grant');
    await expect(refresh(provider, renewed)).rejects.toThrow('invalid_grant');
  });
});

describe('"sign in as if so many seconds ago"', () => {
  it.each([
    { age: '', authTime: NOW },
    { age: '0', authTime: NOW },
    { age: '900', authTime: NOW - 900 },
    { age: '31536000', authTime: NOW - 31_536_000 },
  ])('of "$age" gives auth_time $authTime', async ({ age, authTime }) => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    const end = await visitor.fillIn({
      step: 'password',
      username: 'alice',
      password: 'wonderland',
      age,
    });
    expect((await redeem(provider, end)).claims.auth_time).toBe(authTime);
  });

  it.each(['-1', '1.5', '31536001', 'NaN', '1e3', '0x10'])(
    'of "%s" is refused beside its field, which is shown',
    async (age) => {
      const visitor = createVisitor(await startProvider());
      await visitor.ask();
      const view = await visitor.fillIn({
        step: 'password',
        username: 'alice',
        password: 'wonderland',
        age,
      });
      expect(view.status).toBe(422);
      expect(view.text).toContain('Enter a whole number of seconds');
      expect(view.text).toContain('<details open>');
    },
  );

  it('is proposed by the request parameter sign_in_age', async () => {
    const { text } = await createVisitor(await startProvider()).ask({ sign_in_age: '900' });
    expect(text).toContain('value="900"');
  });

  it('satisfies max_age for the provider, not for the API that reads auth_time', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask({ max_age: '0' });
    const end = await visitor.fillIn({
      step: 'password',
      username: 'alice',
      password: 'wonderland',
      age: '900',
    });
    expect((await redeem(provider, end)).claims.auth_time).toBe(NOW - 900);
  });
});
