import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import type { JSONWebKeySet } from 'jose';
import { describe, expect, it } from 'vitest';
import { API_AUDIENCE } from '../../src/provider/index.js';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import {
  ALICE,
  createVisitor,
  NOW,
  postToken,
  redeem,
  refresh,
  REDIRECT_URI,
  setClock,
  startProvider,
} from '../support/development-provider.js';
import { receiveLogouts } from '../support/logout-receiver.js';

const CAN_REAUTHENTICATE = 'https://authgear.com/claims/user/can_reauthenticate';
const API = { resource: API_AUDIENCE };

/** As an API reads it. */
async function readAccessToken({ issuer }: DevelopmentProvider, token: string) {
  const keys = (await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet;
  return jwtVerify(token, createLocalJWKSet(keys), {
    issuer,
    audience: API_AUDIENCE,
    typ: 'at+jwt',
    algorithms: ['RS256'],
  });
}

describe('an application that asks for the API', () => {
  it('gets an access token by RFC 9068 of five minutes that says who, when and how', async () => {
    const { uri } = await receiveLogouts();
    const provider = await startProvider({ backchannelLogoutUri: uri });
    const { accessToken, claims, kid } = await createVisitor(provider).signIn(API);
    const { payload, protectedHeader } = await readAccessToken(provider, accessToken);
    expect(protectedHeader).toEqual({ alg: 'RS256', typ: 'at+jwt', kid });
    expect(payload).toEqual({
      iss: provider.issuer,
      aud: API_AUDIENCE,
      sub: 'alice',
      client_id: 'development-app',
      scope: 'openid profile email',
      jti: expect.stringMatching(/^[\w-]{43}$/) as string,
      iat: NOW,
      exp: NOW + 300,
      auth_time: NOW,
      acr: 'pwd',
      amr: ['pwd'],
      sid: claims['sid'],
      [CAN_REAUTHENTICATE]: true,
    });
    expect(payload['sid']).toEqual(expect.any(String));
  });

  it('gets the ID token that it would get without', async () => {
    const provider = await startProvider();
    const [asking, other] = [createVisitor(provider), createVisitor(provider)];
    expect((await asking.signIn(API)).claims).toEqual((await other.signIn()).claims);
  });

  it('keeps the time of the sign-in when it refreshes, however often', async () => {
    const provider = await startProvider();
    let tokens = await createVisitor(provider).signIn(API);
    for (const later of [100, 5000]) {
      setClock(NOW + later);
      tokens = await refresh(provider, tokens);
      const { payload } = await readAccessToken(provider, tokens.accessToken);
      expect(payload).toMatchObject({
        iat: NOW + later,
        exp: NOW + later + 300,
        auth_time: NOW,
        acr: 'pwd',
        amr: ['pwd'],
        [CAN_REAUTHENTICATE]: true,
      });
    }
  });

  it('gets a new time by signing in again, and a second factor shows', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.signIn(API);
    setClock(NOW + 60);
    await visitor.ask({ ...API, max_age: '0', acr_values: 'mfa' });
    await visitor.fillIn(ALICE);
    const { accessToken } = await redeem(
      provider,
      await visitor.fillIn({ step: 'code', code: '123456' }),
    );
    expect(decodeJwt(accessToken)).toMatchObject({
      auth_time: NOW + 60,
      acr: 'mfa',
      amr: ['pwd', 'otp', 'mfa'],
    });
  });

  it('may name it to the token endpoint too', async () => {
    const provider = await startProvider();
    const tokens = await createVisitor(provider).signIn(API);
    const response = await postToken(provider, {
      grant_type: 'refresh_token',
      refresh_token: tokens.refreshToken ?? '',
      ...API,
    });
    expect(await response.json()).toMatchObject({
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'openid profile email',
    });
  });

  it('gets such tokens with offline_access as well, when the session is long over', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    const tokens = await visitor.signIn({ ...API, prompt: 'consent' });
    const page = await visitor.agent.visit('/session/end');
    await visitor.agent.submitForm(page, { logout: 'yes' });
    setClock(NOW + 86_400);
    const { accessToken } = await refresh(provider, tokens);
    expect((await readAccessToken(provider, accessToken)).payload).toMatchObject({
      scope: 'openid offline_access profile email',
      auth_time: NOW,
    });
  });

  it('cannot have its tokens read at /me, whose audience they are not', async () => {
    const provider = await startProvider();
    const { accessToken } = await createVisitor(provider).signIn(API);
    expect((await askForUser(provider, accessToken)).status).toBe(401);
  });

  it('is told that sam cannot reauthenticate', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.ask(API);
    await visitor.fillIn({ step: 'social', age: '900' });
    const end = await visitor.fillIn({ step: 'social-continue', age: '900' });
    const { accessToken } = await redeem(provider, end);
    const { payload } = await readAccessToken(provider, accessToken);
    expect(payload).toMatchObject({
      sub: 'sam',
      auth_time: NOW - 900,
      [CAN_REAUTHENTICATE]: false,
    });
    expect(payload).not.toHaveProperty('sid');
  });

  it('is signed by the new key after a rotation', async () => {
    const provider = await startProvider();
    const tokens = await createVisitor(provider).signIn(API);
    await provider.rotateKeys({ keepOld: false });
    await expect(readAccessToken(provider, tokens.accessToken)).rejects.toThrow();
    const renewed = await refresh(provider, tokens);
    const { protectedHeader } = await readAccessToken(provider, renewed.accessToken);
    expect(protectedHeader.kid).toBe(renewed.kid);
  });
});

describe('an application that does not ask for the API', () => {
  it('gets an opaque access token for an hour, which works at /me until it is revoked', async () => {
    const provider = await startProvider();
    const { accessToken } = await createVisitor(provider).signIn();
    expect(accessToken).toMatch(/^[\w-]{43}$/);
    setClock(NOW + 3599);
    const user = await askForUser(provider, accessToken);
    expect(await user.json()).toMatchObject({ sub: 'alice', email: 'alice@example.com' });
    await fetch(`${provider.issuer}/token/revocation`, {
      method: 'POST',
      body: new URLSearchParams({ client_id: provider.clientId, token: accessToken }),
    });
    expect((await askForUser(provider, accessToken)).status).toBe(401);
  });

  it('cannot have it from the token endpoint either', async () => {
    const provider = await startProvider();
    const { refreshToken = '' } = await createVisitor(provider).signIn();
    const grant = { grant_type: 'refresh_token', refresh_token: refreshToken };
    const response = await postToken(provider, { ...grant, ...API });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: 'invalid_target' });
  });

  it('can ask for it later, in the same session', async () => {
    const provider = await startProvider();
    const visitor = createVisitor(provider);
    await visitor.signIn();
    const { accessToken } = await visitor.signIn({ ...API, prompt: 'none' });
    expect((await readAccessToken(provider, accessToken)).payload.sub).toBe('alice');
  });
});

describe('a resource that is not the API', () => {
  it.each(['https://other.example/', `${API_AUDIENCE}/`, 'bank', `${API_AUDIENCE}#part`])(
    'is refused: %s',
    async (resource) => {
      const { location } = await createVisitor(await startProvider()).ask({ resource });
      expect(location?.href.split('?')[0]).toBe(REDIRECT_URI);
      expect(location?.searchParams.get('error')).toBe('invalid_target');
    },
  );
});

describe('a session kept by a version that knew no API', () => {
  it('may ask for it', async () => {
    const before = await startProvider();
    const visitor = createVisitor(before);
    await visitor.signIn();
    await before.close();
    const path = join(before.dataDir, 'provider-sessions.json');
    const entries = JSON.parse(readFileSync(path, 'utf8')) as [string, { payload: object }][];
    const grants = entries.filter(([key]) => key.startsWith('Grant:'));
    expect(grants).toHaveLength(1);
    for (const [, { payload }] of grants) {
      expect(Reflect.deleteProperty(payload, 'resources')).toBe(true);
    }
    writeFileSync(path, JSON.stringify(entries));
    const port = Number(new URL(before.issuer).port);
    const after = await startProvider({ dataDir: before.dataDir, port });
    const { accessToken } = await visitor.signIn({ ...API, prompt: 'none' });
    expect((await readAccessToken(after, accessToken)).payload['scope']).toBe(
      'openid profile email',
    );
  });
});

function askForUser({ issuer }: DevelopmentProvider, accessToken: string): Promise<Response> {
  return fetch(`${issuer}/me`, { headers: { authorization: `Bearer ${accessToken}` } });
}
