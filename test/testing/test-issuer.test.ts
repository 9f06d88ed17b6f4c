import { decodeJwt, decodeProtectedHeader } from 'jose';
import { expect, it, onTestFinished } from 'vitest';
import { ConfigurationError, createTokenVerifier } from '../../src/index.js';
import { createTestIssuer, manualClock } from '../../src/testing/index.js';
import { outcomeOf } from '../support/scripted-issuer.js';

const NOW = 1_795_000_000;

it('issues a token of a user who signed in right now', async () => {
  const issuer = await createTestIssuer({ clock: manualClock(NOW + 0.5) });
  const token = await issuer.token();
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', kid: 'key-1' });
  expect(decodeJwt(token)).toEqual({
    iss: 'https://issuer.test',
    aud: 'test-client',
    sub: 'test-user',
    sid: 'test-session',
    iat: NOW,
    exp: NOW + 300,
    auth_time: NOW,
  });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('accepted');
});

it('changes any claim, and removes what is undefined', async () => {
  const issuer = await createTestIssuer({ clock: manualClock(NOW) });
  const token = await issuer.token({
    sub: 'sam',
    auth_time: NOW - 900,
    sid: undefined,
    acr: 'urn:mfa',
  });
  expect(decodeJwt(token)).toEqual({
    iss: 'https://issuer.test',
    aud: 'test-client',
    sub: 'sam',
    iat: NOW,
    exp: NOW + 300,
    auth_time: NOW - 900,
    acr: 'urn:mfa',
  });
});

it('changes the protected header', async () => {
  const issuer = await createTestIssuer();
  const header = { typ: 'at+jwt', kid: undefined };
  const token = await issuer.token({}, { header });
  expect(decodeProtectedHeader(token)).toEqual({ alg: 'ES256', typ: 'at+jwt' });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('wrong_type');
});

it.each(['RS256', 'PS256', 'ES256', 'EdDSA'])('signs by %s', async (algorithm) => {
  const issuer = await createTestIssuer({ algorithm });
  const token = await issuer.token();
  expect(decodeProtectedHeader(token)).toMatchObject({ alg: algorithm });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe('accepted');
});

it('withdraws its key when it rotates', async () => {
  const issuer = await createTestIssuer();
  const verifier = issuer.verifier();
  await verifier.verify(await issuer.token());
  await issuer.rotate();
  expect(await outcomeOf(verifier.verify(await issuer.token()))).toBe('accepted');
  const old = await issuer.token({ sub: 'other' }, { key: 'previous' });
  expect(await outcomeOf(verifier.verify(old))).toBe('unknown_key');
});

it('keeps its old key beside the new one if told so', async () => {
  const issuer = await createTestIssuer();
  const verifier = issuer.verifier();
  await issuer.rotate({ keepOld: true });
  expect(await outcomeOf(verifier.verify(await issuer.token()))).toBe('accepted');
  const old = await issuer.token({}, { key: 'previous' });
  expect(await outcomeOf(verifier.verify(old))).toBe('accepted');
});

it.each([
  { how: 'by a key of another name', header: {}, outcome: 'unknown_key' },
  {
    how: "by a key that takes the real one's name",
    header: { kid: 'key-1' },
    outcome: 'wrong_signature',
  },
])('forges a token $how', async ({ header, outcome }) => {
  const issuer = await createTestIssuer();
  const token = await issuer.token({}, { key: 'unknown', header });
  expect(await outcomeOf(issuer.verifier().verify(token))).toBe(outcome);
});

it('has no previous key before it rotates', async () => {
  const issuer = await createTestIssuer();
  await expect(issuer.token({}, { key: 'previous' })).rejects.toThrow(
    new ConfigurationError('There is no previous key before rotate()'),
  );
});

it.each(['https://login.test', 'https://login.test/', 'https://login.test/tenant/1'])(
  'goes by any name: %s',
  async (name) => {
    const issuer = await createTestIssuer({ issuer: name, audience: 'app' });
    expect([issuer.issuer, issuer.audience]).toEqual([name, 'app']);
    expect(await issuer.verifier().verify(await issuer.token())).toMatchObject({ issuer: name });
  },
);

it('answers a verifier of your own without HTTP', async () => {
  const { issuer, audience, fetch, ...rest } = await createTestIssuer();
  const verifier = createTokenVerifier({ issuer, audience, fetch });
  expect(await outcomeOf(verifier.verify(await rest.token()))).toBe('accepted');
  expect((await fetch('https://elsewhere.test/jwks')).status).toBe(404);
  expect((await fetch(new Request(`${issuer}/other`))).status).toBe(404);
});

it('lets a verifier have options of its own', async () => {
  const issuer = await createTestIssuer();
  const verifier = issuer.verifier({ audience: 'another-client', clockTolerance: 0 });
  expect(verifier.clockTolerance).toBe(0);
  expect(await outcomeOf(verifier.verify(await issuer.token()))).toBe('wrong_audience');
});

it('serves over HTTP, and is then known by that address', async () => {
  const issuer = await createTestIssuer();
  onTestFinished(() => issuer.close());
  const address = await issuer.listen();
  expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect([issuer.issuer, await issuer.listen()]).toEqual([address, address]);
  const verifier = createTokenVerifier({ issuer: address, audience: issuer.audience });
  expect(await verifier.verify(await issuer.token())).toMatchObject({ issuer: address });
  const near = issuer.verifier();
  expect(await outcomeOf(near.verify(await issuer.token()))).toBe('accepted');
  const response = await fetch(`${address}/other`);
  expect([response.status, await response.json()]).toEqual([404, { error: 'not_found' }]);
});

it.each([
  { after: 'a token', use: (issuer: { token(): Promise<string> }) => issuer.token() },
  { after: 'a verifier', use: (issuer: { verifier(): unknown }) => issuer.verifier() },
])('does not change its address after $after', async ({ use }) => {
  const issuer = await createTestIssuer();
  await use(issuer);
  await expect(issuer.listen()).rejects.toThrow(
    new ConfigurationError('Call listen() before the first token or verifier'),
  );
});

it('is gone when it is closed, with its verifiers', async () => {
  const issuer = await createTestIssuer();
  const address = await issuer.listen();
  const verifier = issuer.verifier();
  await verifier.verify(await issuer.token());
  await issuer.close();
  await expect(fetch(address)).rejects.toThrow('fetch failed');
  expect(verifier.health().cachedTokens).toBe(0);
  await issuer.close();
});

it.each([
  [
    { isuer: 'https://issuer.test' },
    'createTestIssuer has no option "isuer"; it has issuer, audience, algorithm, clock',
  ],
  [null, 'createTestIssuer takes an object of options'],
])('refuses wrong options: %j', async (options, message) => {
  await expect(createTestIssuer(options as object)).rejects.toThrow(message);
});
