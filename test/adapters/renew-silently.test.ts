import { User, UserManager } from 'oidc-client-ts';
import { expect, it } from 'vitest';
import { createOidcClientTsAdapter } from '../../src/adapters/oidc-client-ts/index.js';
import { decodeIdToken } from '../../src/client/index.js';
import { createTestIssuer } from '../../src/testing/index.js';
import { ACCOUNT_PAGE, CALLBACK } from '../support/adapter-kit.js';
import { NOW, setClock } from '../support/development-provider.js';
import { sendJson } from '../support/json-answer.js';
import { serveHttp } from '../support/loopback-http.js';
import { openPage } from '../support/page.js';

/** A provider whose renewed tokens tell of the last sign-in of the session, wherever that was. */
async function setUp({ subjects = ['alice', 'alice'], rotates = false } = {}) {
  setClock(NOW);
  openPage(ACCOUNT_PAGE);
  const testIssuer = await createTestIssuer();
  const { issuer, audience } = testIssuer;
  let renewals = 0;
  const port = await serveHttp(async (_request, response) => {
    renewals += 1;
    if (rotates && renewals > 1) sendJson(response, 400, { error: 'invalid_grant' });
    else {
      const idToken = await testIssuer.token({
        sub: subjects[renewals - 1],
        auth_time: NOW - 5,
      });
      sendJson(response, 200, {
        access_token: 'another',
        token_type: 'Bearer',
        id_token: idToken,
        refresh_token: 'another',
      });
    }
  });
  const userManager = new UserManager({
    authority: issuer,
    client_id: audience,
    redirect_uri: CALLBACK,
    scope: 'openid',
    automaticSilentRenew: false,
    metadata: { issuer, token_endpoint: `http://127.0.0.1:${port}/token` },
  });
  const before = await testIssuer.token({ sub: 'alice', auth_time: NOW - 600 });
  await userManager.storeUser(
    new User({
      id_token: before,
      access_token: 'one',
      refresh_token: 'one',
      token_type: 'Bearer',
      scope: 'openid',
      profile: { sub: 'alice', iss: issuer, aud: audience, exp: NOW + 60, iat: NOW },
    }),
  );
  const adapter = createOidcClientTsAdapter({ userManager });
  return { adapter, before, userManager };
}

it('takes the newer sign-in that the user made elsewhere', async () => {
  const { adapter } = await setUp();
  await adapter.refreshIdToken?.();
  expect(decodeIdToken(await adapter.getIdToken())).toMatchObject({
    subject: 'alice',
    authTime: NOW - 5,
  });
});

it.each([
  { when: 'the provider lets a refresh token be used once', options: { rotates: true } },
  { when: 'the renewed token is of somebody else', options: { subjects: ['bob'] } },
  { when: 'the second answer is of somebody else', options: { subjects: ['alice', 'bob'] } },
])('keeps the user that it has where $when', async ({ options }) => {
  const { adapter, before, userManager } = await setUp(options);
  await expect(adapter.refreshIdToken?.()).rejects.toMatchObject({ code: 'REAUTH_FAILED' });
  expect(await adapter.getIdToken()).toBe(before);
  expect((await userManager.getUser())?.profile.sub).toBe('alice');
});
