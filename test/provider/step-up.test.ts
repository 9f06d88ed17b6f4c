import { describe, expect, it } from 'vitest';
import {
  ALICE,
  createVisitor,
  NOW,
  redeem,
  setClock,
  startProvider,
} from '../support/development-provider.js';

const CODE = { step: 'code', code: '123456' };

describe('acr_values=mfa', () => {
  it('asks for a code after the password, and the token says so', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask({ acr_values: 'mfa' });
    const page = await visitor.fillIn(ALICE);
    expect(page.text).toContain('<h1>Enter your code</h1>');
    const { claims } = await redeem(
      provider,
      await visitor.fillIn({ step: 'code', code: ' 123 456 ' }),
    );
    expect(claims).toMatchObject({ sub: 'alice', acr: 'mfa', amr: ['pwd', 'otp', 'mfa'] });
  });

  it('keeps "as if so many seconds ago" from the password step', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask({ acr_values: 'mfa' });
    await visitor.fillIn({ ...ALICE, age: '900' });
    const { claims } = await redeem(provider, await visitor.fillIn(CODE));
    expect(claims.auth_time).toBe(NOW - 900);
  });

  it('refuses a wrong code, and after five of them waits a minute', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask({ acr_values: 'mfa' });
    await visitor.fillIn(ALICE);
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const { status, text } = await visitor.fillIn({ step: 'code', code: '000000' });
      expect(status).toBe(422);
      expect(text).toContain('This code is wrong.');
    }
    const { status, text } = await visitor.fillIn(CODE);
    expect(status).toBe(429);
    expect(text).toMatch(/Too many attempts\. Try again in (60|59) seconds\./);
  });

  it('does not take a code before the password', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask({ acr_values: 'mfa' });
    const { text } = await visitor.fillIn(CODE);
    expect(text).toContain('<h1>Sign in</h1>');
  });

  it('is not met by going on without the code', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const page = await visitor.ask({ acr_values: 'mfa' });
    await visitor.fillIn(ALICE);
    const uid = page.url.pathname.split('/').at(-1) ?? '';
    const view = await visitor.agent.follow(await visitor.agent.visit(`/auth/${uid}`));
    expect(view.text).toContain('<h1>Sign in</h1>');
  });

  it('lets the user start over with another account', async () => {
    const visitor = createVisitor(await startProvider());
    await visitor.ask({ acr_values: 'mfa' });
    await visitor.fillIn(ALICE);
    const { text } = await visitor.fillIn({ step: 'start-over' });
    expect(text).toContain('<h1>Sign in</h1>');
  });
});

describe('a browser that is signed in', () => {
  it.each([
    { session: 'pwd', extra: { acr_values: 'mfa' }, prompted: true },
    { session: 'pwd', extra: { acr_values: 'pwd' }, prompted: false },
    { session: 'pwd', extra: { acr_values: 'mfa pwd' }, prompted: false },
    { session: 'pwd', extra: { acr_values: 'urn:unknown pwd' }, prompted: false },
    { session: 'mfa', extra: { acr_values: 'mfa' }, prompted: false },
    { session: 'pwd', extra: essential({ value: 'mfa' }), prompted: true },
    { session: 'mfa', extra: essential({ value: 'mfa' }), prompted: false },
    { session: 'mfa', extra: essential({ values: ['other', 'mfa'] }), prompted: false },
    { session: 'pwd', extra: essential({ values: ['other', 'mfa'] }), prompted: true },
  ])('with $session is asked again for $extra: $prompted', async ({ session, extra, prompted }) => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask({ acr_values: session });
    await visitor.fillIn(ALICE);
    if (session === 'mfa') await visitor.fillIn(CODE);
    setClock(NOW + 1);
    const view = await visitor.ask(extra);
    expect(view.location === undefined).toBe(prompted);
    if (!prompted) return;
    await visitor.fillIn(ALICE);
    const { claims } = await redeem(provider, await visitor.fillIn(CODE));
    expect(claims).toMatchObject({ acr: 'mfa', auth_time: NOW + 1 });
  });
});

describe('an authentication context that this provider does not know', () => {
  it.each([{ acr_values: 'urn:unknown' }, essential({ value: 'urn:unknown' })])(
    'is an error at once: %o',
    async (extra) => {
      const { location } = await createVisitor(await startProvider()).ask(extra);
      expect(location?.searchParams.get('error')).toBe('unmet_authentication_requirements');
    },
  );
});

/** The `claims` parameter that asks for an acr as essential. */
function essential(request: object): { claims: string } {
  return { claims: JSON.stringify({ id_token: { acr: { essential: true, ...request } } }) };
}
