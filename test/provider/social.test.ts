import { describe, expect, it } from 'vitest';
import {
  createVisitor,
  NOW,
  redeem,
  setClock,
  startProvider,
} from '../support/development-provider.js';

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';

describe('Example Social', () => {
  it('signs sam in, who cannot reauthenticate, and says nothing of how', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    const social = await visitor.fillIn({ step: 'social', username: '', password: '', age: '' });
    expect(social.text).toContain('Continue as Sam Example');
    const { claims } = await redeem(
      provider,
      await visitor.fillIn({ step: 'social-continue', age: '' }),
    );
    expect(claims).toEqual({
      iss: provider.issuer,
      aud: 'development-app',
      sub: 'sam',
      iat: NOW,
      exp: NOW + 300,
      auth_time: NOW,
      name: 'Sam Example',
      preferred_username: 'sam',
      email: 'sam@example.com',
      email_verified: true,
      [CAN_REAUTHENTICATE]: false,
    });
  });

  it('signs sam in once more, as an ordinary sign-in, when a recent one is asked for', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask();
    const first = await redeem(
      provider,
      await visitor.fillIn({ step: 'social-continue', age: '900' }),
    );
    expect(first.claims.auth_time).toBe(NOW - 900);
    setClock(NOW + 10);
    const asked = await visitor.ask({
      prompt: 'login',
      max_age: '0',
      id_token_hint: first.idToken,
    });
    const page = await visitor.agent.visit(asked.url);
    expect(page.text).toContain('The application asks <strong>sam</strong> to sign in again.');
    expect(page.text).toMatch(/class="primary" name="step" value="social"/);
    const again = await redeem(
      provider,
      await visitor.fillIn({ step: 'social-continue', age: '' }),
    );
    expect(again.claims).toMatchObject({ auth_time: NOW + 10, [CAN_REAUTHENTICATE]: false });
  });

  it('carries "as if so many seconds ago" over to its page', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { text } = await visitor.fillIn({ step: 'social', age: '900' });
    expect(text).toContain('<input type="hidden" name="age" value="900" />');
  });

  it.each(['social', 'social-continue'])('refuses a wrong age at "%s"', async (step) => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { status, text } = await visitor.fillIn({ step, age: 'long' });
    expect(status).toBe(422);
    expect(text).toContain('Enter a whole number of seconds');
  });

  it.each(['mfa', 'pwd'])('meets no acr_values=%s, and the application is told', async (acr) => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask({ acr_values: acr });
    const { location } = await visitor.fillIn({ step: 'social-continue', age: '' });
    expect(location?.searchParams.get('error')).toBe('unmet_authentication_requirements');
  });

  it('is the only way in for sam: no password is his', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask();
    const { status, text } = await visitor.fillIn({
      step: 'password',
      username: 'sam',
      password: 'undefined',
    });
    expect(status).toBe(422);
    expect(text).toContain('The user name or the password is wrong.');
  });
});
