import { describe, expect, it } from 'vitest';
import { ConfigurationError } from '../../../src/protocol/index.js';
import { createTokenVerifier } from '../../../src/tokens/index.js';
import type { ClaimsReader, ProviderName, TokenType } from '../../../src/tokens/index.js';
import { NOW, scriptProvider } from '../../support/provider-issuer.js';
import { PROVIDER_KINDS } from '../../support/provider-tokens/index.js';

const TENANT = '6f1b0f5e-2a4c-4f57-8c1d-3e9a7b5d2c10';

describe.each<{ provider: ProviderName; good: string[]; bad: string[] }>([
  {
    provider: 'authgear',
    good: ['https://bank.authgear.cloud', 'https://id.bank.example'],
    bad: ['https://bank.authgear.cloud/', 'https://bank.authgear.cloud/oauth2'],
  },
  {
    provider: 'auth0',
    good: ['https://bank.eu.auth0.com/', 'https://id.bank.example/'],
    bad: ['https://bank.eu.auth0.com', 'https://bank.eu.auth0.com/api/v2/'],
  },
  {
    provider: 'keycloak',
    good: ['https://id.bank.example/realms/bank', 'https://id.bank.example/auth/realms/bank'],
    bad: [
      'https://id.bank.example',
      'https://id.bank.example/auth',
      'https://id.bank.example/realms/',
      'https://id.bank.example/realms/bank/',
      'https://id.bank.example/realms/bank/protocol/openid-connect',
    ],
  },
  {
    provider: 'okta',
    good: ['https://bank.okta.com', 'https://bank.okta.com/oauth2/aus1', 'https://id.bank.example'],
    bad: [
      'https://bank-admin.okta.com',
      'https://bank-admin.okta.com/oauth2/default',
      'https://bank.okta.com/',
      'https://bank.okta.com/oauth2/default/',
      'https://bank.okta.com/oauth2/default/v1/keys',
    ],
  },
  {
    provider: 'entra',
    good: [
      `https://login.microsoftonline.com/${TENANT}/v2.0`,
      `https://sts.windows.net/${TENANT}/`,
      `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`,
    ],
    bad: [
      'https://login.microsoftonline.com/common/v2.0',
      'https://login.microsoftonline.com/organizations/v2.0',
      'https://login.microsoftonline.com/bank.onmicrosoft.com/v2.0',
      'https://login.microsoftonline.com/{tenantid}/v2.0',
      `https://login.microsoftonline.com/${TENANT}`,
      `https://sts.windows.net/${TENANT}`,
    ],
  },
  {
    provider: 'cognito',
    good: [
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Bank00001',
      'https://cognito-idp.us-gov-west-1.amazonaws.com/us-gov-west-1_a',
      'https://cognito-idp.cn-north-1.amazonaws.com.cn/cn-north-1_a',
    ],
    bad: [
      'https://bank.auth.eu-central-1.amazoncognito.com',
      'https://cognito-idp.eu-central-1.amazonaws.com',
      'https://cognito-idp.eu-central-1.amazonaws.com/eu-central-1_Bank00001/',
      'https://cognito-idp.eu-central-1.amazonaws.com.evil.example/eu-central-1_Bank00001',
    ],
  },
  {
    provider: 'firebase',
    good: ['https://securetoken.google.com/bank-example'],
    bad: [
      'https://securetoken.google.com',
      'https://securetoken.google.com/bank-example/',
      'https://session.firebase.google.com/bank-example',
      'https://bank-example.firebaseapp.com',
      'https://accounts.google.com',
    ],
  },
  {
    provider: 'clerk',
    good: ['https://clerk.bank.example', 'https://alert-yak-1.clerk.accounts.dev'],
    bad: ['https://clerk.bank.example/', 'https://clerk.bank.example/v1'],
  },
])('the issuer of $provider', ({ provider, good, bad }) => {
  it.each([...good, 'http://127.0.0.1:4001', 'http://localhost:4001/any/path'])(
    'may be %s',
    (issuer) => {
      createTokenVerifier({ issuer, audience: 'app', provider }).close();
    },
  );

  it.each(bad)('may not be %s', (issuer) => {
    const create = () => createTokenVerifier({ issuer, audience: 'app', provider });
    expect(create).toThrow(ConfigurationError);
    expect(create).toThrow(
      /^"issuer" must look like https:\/\/\S+(?: with the slash at its end,)? for [A-Z]/,
    );
  });
});

it.each<{ provider: ProviderName; tokenType: TokenType; message: string | undefined }>([
  { provider: 'authgear', tokenType: 'access_token', message: undefined },
  {
    provider: 'firebase',
    tokenType: 'access_token',
    message: '"tokenType" cannot be access_token for Firebase',
  },
  {
    provider: 'clerk',
    tokenType: 'access_token',
    message: '"tokenType" cannot be access_token for Clerk',
  },
])('$provider with the $tokenType: $message', ({ provider, tokenType, message }) => {
  const issuer = 'http://127.0.0.1:4001';
  const create = () => {
    createTokenVerifier({ issuer, audience: 'app', provider, tokenType }).close();
  };
  if (message === undefined) create();
  else expect(create).toThrow(new ConfigurationError(message));
});

it('a hook of the application gets what the preset read, and has the last word', async () => {
  const readings: unknown[] = [];
  const readClaims: ClaimsReader = (claims, reading) => {
    readings.push(reading);
    return { ...reading, canReauthenticate: claims['pla'] !== 'u:free' };
  };
  const one = PROVIDER_KINDS.find(({ provider }) => provider === 'clerk');
  if (!one) throw new Error('Clerk is a provider');
  const provider = scriptProvider(one.fixture);
  const verifier = provider.verifier(one, { readClaims });
  const { audience, mint } = one.kind;
  const found = await verifier.verify(provider.token(mint, { audience, age: 75 }));
  const reading = {
    authTime: NOW - 10 - 2 * 60,
    acr: undefined,
    canReauthenticate: undefined,
    principal: 'user',
    sessionId: found.sessionId,
  };
  expect(readings).toEqual([reading]);
  expect(found).toMatchObject({ ...reading, canReauthenticate: false });
});
