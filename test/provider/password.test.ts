import { describe, expect, it } from 'vitest';
import { ALICE, createVisitor, startProvider } from '../support/development-provider.js';

describe('the password step', () => {
  it.each([
    {
      fields: { username: '', password: '' },
      messages: ['Enter your user name.', 'Enter your password.'],
    },
    { fields: { username: 'alice', password: '' }, messages: ['Enter your password.'] },
    { fields: { username: ' ', password: 'x' }, messages: ['Enter your user name.'] },
    {
      fields: { username: 'alice', password: 'Wonderland' },
      messages: ['The user name or the password is wrong.'],
    },
    {
      fields: { username: 'alice', password: 'builder' },
      messages: ['The user name or the password is wrong.'],
    },
    {
      fields: { username: 'eve', password: 'wonderland' },
      messages: ['The user name or the password is wrong.'],
    },
    { fields: {}, messages: ['Enter your user name.', 'Enter your password.'] },
  ])(
    'answers $fields with $messages, once on top and once beside the field',
    async ({ fields, messages }) => {
      const visitor = createVisitor(await startProvider());
      await visitor.ask();
      const { status, text } = await visitor.fillIn({ step: 'password', ...fields });
      expect(status).toBe(422);
      expect(text).toContain('<title>Error: Sign in</title>');
      expect(text.match(/(?<=<a href="#\w+">)[^<]+/g)).toEqual(messages);
      expect(text.match(/(?<=<p class="problem" [^>]+>)[^<]+/g)).toEqual(messages);
    },
  );

  it('keeps the user name and never sends a password back', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { text } = await visitor.fillIn({ ...ALICE, password: 'not-the-password' });
    expect(text).toContain('value="alice"');
    expect(text).not.toContain('not-the-password');
  });

  it('stops listening to a name after five wrong passwords, also to the right one', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      expect((await visitor.fillIn({ ...ALICE, password: 'x' })).status).toBe(422);
    }
    const { status, text } = await visitor.fillIn(ALICE);
    expect(status).toBe(429);
    expect(text).toMatch(/Too many attempts\. Try again in (60|59) seconds\./);
    expect(
      (
        await createVisitor(provider).signIn(
          {},
          { step: 'password', username: 'bob', password: 'builder' },
        )
      ).claims.sub,
    ).toBe('bob');
  });

  it('forgets the failures of who then gets it right', async () => {
    const provider = await startProvider();
    for (let round = 1; round <= 2; round += 1) {
      const visitor = createVisitor(provider);
      await visitor.ask();
      for (let attempt = 1; attempt <= 4; attempt += 1) {
        await visitor.fillIn({ ...ALICE, password: 'x' });
      }
      expect((await visitor.fillIn(ALICE)).status).toBe(303);
    }
  });
});

describe('a form', () => {
  const refused = '<h1>Not from our page</h1>';

  it.each([
    { form: 'of another site', headers: { origin: 'https://evil.example' } },
    { form: 'of a sandboxed page', headers: { origin: 'null' } },
    { form: 'of the application', headers: { origin: 'http://localhost:4000' } },
    { form: 'in another media type', headers: { 'content-type': 'text/plain' } },
  ])('$form is refused', async ({ headers }) => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { status, text } = await visitor.agent.submit(ALICE, headers);
    expect(status).toBe(403);
    expect(text).toContain(refused);
  });

  it('without an Origin is refused', async () => {
    const visitor = createVisitor(await startProvider());
    const { url } = await visitor.ask();
    const cookie = [...visitor.agent.cookies].map((pair) => pair.join('=')).join('; ');
    const body = new URLSearchParams(ALICE);
    const { status } = await fetch(url, { method: 'POST', headers: { cookie }, body });
    expect(status).toBe(403);
  });

  it.each([
    { length: 8 * 1024 - 200, status: 422 },
    { length: 8 * 1024, status: 403 },
    { length: 1024 * 1024, status: 403 },
  ])(
    'with $length characters of user name is answered with $status',
    async ({ length, status }) => {
      const visitor = createVisitor(await startProvider());
      await visitor.ask();
      const view = await visitor.fillIn({ ...ALICE, username: 'a'.repeat(length) });
      expect(view.status).toBe(status);
    },
  );

  it.each(['PUT', 'DELETE', 'OPTIONS'])('is not sent by %s', async (method) => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const { url } = await visitor.ask();
    const cookie = [...visitor.agent.cookies].map((pair) => pair.join('=')).join('; ');
    const response = await fetch(url, { method, headers: { cookie, origin: provider.issuer } });
    expect(response.status).toBe(403);
  });
});

describe('a sign-in page', () => {
  it.each([
    { whose: 'without its cookie', cookies: false, path: undefined },
    { whose: "with another sign-in's cookie", cookies: true, path: '/sign-in/another' },
    { whose: 'with no name', cookies: true, path: '/sign-in/' },
  ])('$whose has expired', async ({ cookies, path }) => {
    const visitor = createVisitor(await startProvider());
    const { url } = await visitor.ask();
    if (!cookies) visitor.agent.cookies.clear();
    const { status, text } = await visitor.agent.visit(path ?? url);
    expect(status).toBe(400);
    expect(text).toContain('<h1>This sign-in has expired</h1>');
  });

  it('cannot be used with a cookie that somebody made up', async () => {
    const visitor = createVisitor(await startProvider());
    const { url } = await visitor.ask();
    visitor.agent.cookies.set('_interaction.sig', 'A'.repeat(27));
    expect((await visitor.agent.visit(url)).status).toBe(400);
  });
});
