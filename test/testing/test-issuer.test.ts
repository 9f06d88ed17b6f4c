import { expect, it, onTestFinished } from 'vitest';
import { createTestIssuer } from '../../src/testing/index.js';
import { createContextBuilder, createTokenVerifier } from '../../src/tokens/index.js';

it('issues a token that its own verifier accepts', async () => {
  const issuer = await createTestIssuer();
  const buildContext = createContextBuilder({ verifier: issuer.verifier() });
  const authorization = `Bearer ${await issuer.token({ auth_time: 5 })}`;
  const context = await buildContext({ headers: { authorization } });
  expect(context.authentication).toMatchObject({ status: 'authenticated', authTime: 5 });
});

it('serves its keys over HTTP', async () => {
  const issuer = await createTestIssuer();
  onTestFinished(() => issuer.close());
  const verifier = createTokenVerifier({
    issuer: await issuer.listen(),
    audience: issuer.audience,
  });
  await verifier.ready();
  expect(await verifier.verify(await issuer.token())).toMatchObject({ issuer: issuer.issuer });
});

it('withdraws the old key when it rotates', async () => {
  const issuer = await createTestIssuer();
  const verifier = issuer.verifier();
  await verifier.verify(await issuer.token());
  await issuer.rotate();
  await verifier.verify(await issuer.token());
  await expect(verifier.verify(await issuer.token({}, { key: 'previous' }))).rejects.toMatchObject({
    refusal: 'unknown_key',
  });
});
