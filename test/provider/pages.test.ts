import { describe, expect, it } from 'vitest';
import { send } from '../support/send.js';
import {
  ALICE,
  APP_ORIGIN,
  authorizationUrl,
  createVisitor,
  postToken,
  REDIRECT_URI,
  startProvider,
} from '../support/development-provider.js';

const ATTACK = `"><script>alert('x')</script>&amp;`;
const ESCAPED = '&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;';

describe('every page', () => {
  it('allows nothing but our stylesheet, no frame, and no cache', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const pages = [
      await visitor.ask(),
      await visitor.fillIn({ ...ALICE, password: 'x' }),
      await visitor.fillIn({ step: 'social', age: '' }),
      await visitor.agent.visit('/'),
      await visitor.agent.visit('/sign-in/unknown'),
      await visitor.agent.visit('/nowhere'),
      await visitor.agent.visit(authorizationUrl(provider, { client_id: 'unknown' })),
      await visitor.agent.visit('/session/end/success'),
    ];
    expect(pages.map(({ status }) => status)).toEqual([200, 422, 200, 200, 400, 404, 400, 200]);
    for (const { headers, text } of pages) {
      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'text/html; charset=utf-8',
        'cache-control': 'no-store',
        'content-security-policy':
          "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'",
        'referrer-policy': 'same-origin',
        'x-content-type-options': 'nosniff',
      });
      // A popup must keep its opener, and the redirect to the application must not be blocked.
      expect(headers.get('cross-origin-opener-policy')).toBeNull();
      expect(headers.get('content-security-policy')).not.toContain('form-action');
      expect(text).toMatch(/^<!doctype html>\s*<html lang="en">/);
      expect(text).not.toMatch(/<script|style=|\son\w+=|https?:(?!\/\/127\.0\.0\.1)/);
    }
  });

  it('is styled by a stylesheet that asks for nothing else', async () => {
    const { issuer } = await startProvider();
    const response = await fetch(`${issuer}/provider.css`);
    expect(response.headers.get('content-type')).toBe('text/css; charset=utf-8');
    expect(await response.text()).not.toMatch(/url\(|@import/);
  });
});

describe('what a request says is only ever text', () => {
  it.each(['login_hint', 'ui_locales', 'state', 'nonce', 'display'])('in %s', async (name) => {
    const { text } = await createVisitor(await startProvider()).ask({ [name]: ATTACK });
    expect(text).not.toContain('<script');
    if (name === 'login_hint') expect(text).toContain(`value="${ESCAPED}"`);
  });

  it.each(['client_id', 'redirect_uri', 'response_mode'])(
    'on the error page, in %s',
    async (name) => {
      const provider = await startProvider();
      const visitor = createVisitor(provider);
      const view = await visitor.agent.visit(authorizationUrl(provider, { [name]: ATTACK }));
      expect(view.text).not.toContain('<script');
    },
  );

  it.each(['username', 'age'])('in the field %s', async (name) => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { text } = await visitor.fillIn({ ...ALICE, password: 'x', [name]: ATTACK });
    expect(text).not.toContain('<script');
    expect(text.toLowerCase()).toContain(ESCAPED);
  });

  it('in the address of the social page', async () => {
    const visitor = createVisitor(await startProvider());
    const { url } = await visitor.ask();
    const { text } = await visitor.agent.visit(
      `${url.href}/social?${new URLSearchParams({ age: ATTACK }).toString()}`,
    );
    expect(text).toContain(`value="${ESCAPED}"`);
  });
});

describe('an error that cannot be sent to the application', () => {
  it.each([
    { what: 'an unknown client', extra: { client_id: 'unknown' }, error: 'invalid_client' },
    {
      what: 'a foreign redirect URI',
      extra: { redirect_uri: 'https://evil.example/' },
      error: 'invalid_redirect_uri',
    },
    {
      what: 'a redirect URI of another path',
      extra: { redirect_uri: `${APP_ORIGIN}/other` },
      error: 'invalid_redirect_uri',
    },
  ])('is shown on our own page: $what', async ({ extra, error }) => {
    const provider = await startProvider();
    const { status, text } = await createVisitor(provider).agent.visit(
      authorizationUrl(provider, extra),
    );
    expect(status).toBe(400);
    expect(text).toContain('<h1>This sign-in cannot go on</h1>');
    expect(text).toContain(`<code>${error}</code>`);
  });
});

describe('signing out', () => {
  it('is asked for, done, and sent back to the application', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const { idToken } = await visitor.signIn();
    const query = new URLSearchParams({
      id_token_hint: idToken,
      post_logout_redirect_uri: `${APP_ORIGIN}/`,
      state: 'out',
    });
    const page = await visitor.agent.visit(`/session/end?${query.toString()}`);
    expect(page.text).toContain('You are signed in as <strong>alice</strong>');
    const end = await visitor.agent.follow(await visitor.agent.submitForm(page, { logout: 'yes' }));
    expect(end.location?.href).toBe(`${APP_ORIGIN}/?state=out`);
    const next = await visitor.ask();
    expect(next.text).toContain('<h1>Sign in</h1>');
  });

  it('keeps who says no signed in', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.signIn();
    await visitor.agent.follow(
      await visitor.agent.submitForm(await visitor.agent.visit('/session/end')),
    );
    expect((await visitor.ask()).location?.origin).toBe(APP_ORIGIN);
  });
});

describe('the address', () => {
  it('of localhost leads on to 127.0.0.1, whose cookies the sign-in needs', async () => {
    const { issuer } = await startProvider();
    const { port } = new URL(issuer);
    const { status, headers } = await send(`${issuer}/auth?client_id=x`, [
      ['host', `localhost:${port}`],
    ]);
    expect(status).toBe(308);
    expect(headers['location']).toBe(`${issuer}/auth?client_id=x`);
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', 'localhost'])(
    'of %s is none of ours',
    async (host) => {
      const { issuer } = await startProvider();
      const { status } = await send(`${issuer}/.well-known/openid-configuration`, [['host', host]]);
      expect(status).toBe(421);
    },
  );
});

describe('a page of the application', () => {
  it.each([
    { origin: APP_ORIGIN, allowed: APP_ORIGIN },
    { origin: 'https://evil.example', allowed: null },
    { origin: 'null', allowed: null },
  ])('at $origin may read the token endpoint: $allowed', async ({ origin, allowed }) => {
    const provider = await startProvider();
    const response = await postToken(
      provider,
      { grant_type: 'authorization_code', code: 'none', redirect_uri: REDIRECT_URI },
      { origin },
    );
    expect(response.headers.get('access-control-allow-origin')).toBe(allowed);
  });

  it('may send a preflight, and read discovery and the keys', async () => {
    const { issuer } = await startProvider();
    const preflight = await fetch(`${issuer}/token`, {
      method: 'OPTIONS',
      headers: { origin: APP_ORIGIN, 'access-control-request-method': 'POST' },
    });
    expect(preflight.headers.get('access-control-allow-origin')).toBe(APP_ORIGIN);
    for (const path of ['/.well-known/openid-configuration', '/jwks']) {
      const response = await fetch(issuer + path, { headers: { origin: APP_ORIGIN } });
      expect(response.headers.get('access-control-allow-origin')).toBe(APP_ORIGIN);
    }
  });
});
