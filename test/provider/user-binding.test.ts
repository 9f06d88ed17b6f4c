import { describe, expect, it } from 'vitest';
import {
  ALICE,
  BOB,
  createVisitor,
  NOW,
  redeem,
  setClock,
  startProvider,
} from '../support/development-provider.js';

describe("an id_token_hint of alice's", () => {
  it('lets alice come back, signed in anew', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const { idToken } = await visitor.signIn();
    setClock(NOW + 60);
    const { claims } = await visitor.signIn({ id_token_hint: idToken, max_age: '0' });
    expect(claims).toMatchObject({ sub: 'alice', auth_time: NOW + 60 });
  });

  it('may have expired', async () => {
    const visitor = createVisitor(await startProvider());
    const { idToken } = await visitor.signIn();
    setClock(NOW + 86_400);
    const { claims } = await visitor.signIn({ id_token_hint: idToken, prompt: 'login' });
    expect(claims.sub).toBe('alice');
  });

  it('keeps bob from coming back in her place', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const { idToken } = await visitor.signIn();
    await visitor.ask({ id_token_hint: idToken, max_age: '0' });
    const refused = await visitor.fillIn(BOB);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('The application asks for alice, and you signed in as bob.');
    const { claims } = await redeem(provider, await visitor.fillIn(ALICE));
    expect(claims.sub).toBe('alice');
  });

  it('keeps sam from coming back through Example Social', async () => {
    const visitor = createVisitor(await startProvider());
    const { idToken } = await visitor.signIn();
    await visitor.ask({ id_token_hint: idToken, max_age: '0' });
    const refused = await visitor.fillIn({ step: 'social-continue', age: '' });
    expect(refused.text).toContain('The application asks for alice, and you signed in as sam.');
  });

  it('holds in a browser where bob is signed in', async () => {
    const provider = await startProvider();
    const { idToken } = await createVisitor(provider).signIn();
    const visitor = createVisitor(provider);
    await visitor.signIn({}, BOB);
    const view = await visitor.ask({ id_token_hint: idToken });
    expect(view.text).toContain('value="alice"');
    const none = await visitor.ask({ id_token_hint: idToken, prompt: 'none' });
    expect(none.location?.searchParams.get('error')).toBe('login_required');
  });

  it('is ignored where the page is told to, so that applications can show their own defence', async () => {
    const provider = await startProvider();
    const { idToken } = await createVisitor(provider).signIn();
    const visitor = createVisitor(provider);
    const page = await visitor.ask({ id_token_hint: idToken, max_age: '0' });
    expect(page.text).toContain('Let somebody else than alice come back');
    const { claims } = await redeem(provider, await visitor.fillIn({ ...BOB, any_user: 'on' }));
    expect(claims.sub).toBe('bob');
  });

  it.each([
    { hint: 'was changed', change: (token: string) => `${token.slice(0, -4)}AAAA` },
    { hint: 'is no token', change: () => 'nonsense' },
  ])('that $hint is refused', async ({ change }) => {
    const visitor = createVisitor(await startProvider());
    const { idToken } = await visitor.signIn();
    const { location } = await visitor.ask({ id_token_hint: change(idToken) });
    expect(location?.searchParams.get('error')).toBe('invalid_request');
  });
});

describe('without a hint', () => {
  it('another user may sign in, and the first is signed out', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.signIn();
    await visitor.ask({ prompt: 'login' });
    const between = await visitor.fillIn(BOB);
    const end = await visitor.agent.follow(await visitor.agent.submitForm(between));
    expect((await redeem(provider, end)).claims.sub).toBe('bob');
    expect((await visitor.signIn()).claims.sub).toBe('bob');
  });
});
