import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readConfig } from '../../src/server/index.js';
import { ConfigurationError } from '../../src/protocol/index.js';

const DEFAULTS = {
  host: '127.0.0.1',
  port: 4000,
  identity: { providerPort: 4001, tokenType: 'id_token' },
  databaseUrl: undefined,
  dataDir: resolve('data'),
  trustProxy: false,
  corsOrigins: [],
  ide: true,
  introspection: true,
  demo: true,
  seed: true,
  log: { level: 'info', format: 'readable' },
};
const ISSUER = { OIDC_ISSUER: 'https://issuer.example/', OIDC_AUDIENCE: 'app' };
const IDENTITY = {
  ...{ issuer: 'https://issuer.example/', audience: ['app'] },
  ...{ logoutAudience: undefined, provider: undefined, tokenType: 'id_token' },
};
const ACCESS_TOKENS = { ...ISSUER, TOKEN_TYPE: 'access_token' };
const PRODUCTION = {
  ...{ identity: IDENTITY, ide: false, introspection: false, demo: false, seed: false },
  log: { level: 'info', format: 'json' },
};

it.each([
  { when: 'nothing is set', environment: {}, options: {} },
  { when: 'all is blank', environment: { PORT: ' ', OIDC_ISSUER: '', HOST: '' }, options: {} },
  { when: 'any free port is asked for', environment: { PORT: '0' }, options: { port: 0 } },
  {
    when: 'any two free ports are asked for',
    environment: { PORT: '0', PROVIDER_PORT: '0' },
    options: { port: 0, identity: { providerPort: 0, tokenType: 'id_token' } },
  },
  {
    when: 'there is no development provider to share a port with',
    environment: { ...ISSUER, PORT: '4001' },
    options: { port: 4001, identity: IDENTITY },
  },
  { when: 'the last port is', environment: { PORT: '65535' }, options: { port: 65_535 } },
  {
    when: 'an issuer is trusted, as it is spelt',
    environment: { ...ISSUER, OIDC_AUDIENCE: ' app , cli ' },
    options: { identity: { ...IDENTITY, audience: ['app', 'cli'] } },
  },
  {
    when: 'the provider behind the issuer is named',
    environment: { ...ISSUER, OIDC_PROVIDER: 'auth0' },
    options: { identity: { ...IDENTITY, provider: 'auth0' } },
  },
  {
    when: 'access tokens are sent, which the page does not have',
    environment: { ...ACCESS_TOKENS, OIDC_PROVIDER: 'keycloak' },
    options: {
      identity: { ...IDENTITY, provider: 'keycloak', tokenType: 'access_token' },
      demo: false,
    },
  },
  {
    when: 'access tokens name an API, and sign-outs clients',
    environment: { ...ACCESS_TOKENS, OIDC_LOGOUT_AUDIENCE: 'web, mobile' },
    options: {
      identity: { ...IDENTITY, tokenType: 'access_token', logoutAudience: ['web', 'mobile'] },
      demo: false,
    },
  },
  {
    when: 'the development provider is to give out access tokens',
    environment: { TOKEN_TYPE: 'access_token' },
    options: { identity: { providerPort: 4001, tokenType: 'access_token' }, demo: false },
  },
  {
    when: 'others may reach it',
    environment: { ...ISSUER, HOST: '0.0.0.0' },
    options: { identity: IDENTITY, host: '0.0.0.0' },
  },
  {
    when: 'in production',
    environment: { ...ISSUER, NODE_ENV: 'production' },
    options: PRODUCTION,
  },
  {
    when: 'in production with the IDE',
    environment: { ...ISSUER, NODE_ENV: 'production', IDE: 'on', INTROSPECTION: 'on' },
    options: { ...PRODUCTION, ide: true, introspection: true },
  },
  {
    when: 'in production with the demo',
    environment: { ...ISSUER, NODE_ENV: 'production', DEMO: 'on' },
    options: { ...PRODUCTION, demo: true },
  },
  { when: 'there is to be no demo', environment: { DEMO: 'off' }, options: { demo: false } },
  {
    when: 'there is a database server',
    environment: { DATABASE_URL: 'postgres://bank@db/bank' },
    options: { databaseUrl: 'postgres://bank@db/bank' },
  },
  { when: 'one proxy is in front', environment: { TRUST_PROXY: '1' }, options: { trustProxy: 1 } },
  {
    when: 'proxies are named',
    environment: { TRUST_PROXY: 'loopback, 10.0.0.0/8, fc00::/7' },
    options: { trustProxy: ['loopback', '10.0.0.0/8', 'fc00::/7'] },
  },
  {
    when: 'pages of other origins may ask',
    environment: { CORS_ORIGINS: 'https://app.example,http://localhost:5173' },
    options: { corsOrigins: ['https://app.example', 'http://localhost:5173'] },
  },
])('The options are right when $when', ({ environment, options }) => {
  expect(readConfig(environment)).toEqual({ ...DEFAULTS, ...options });
});

const PORTS = 'must be a port from 0 (any free one) to 65535';
const PROXIES = 'must be off, the number of proxies in front, or their addresses, comma separated';
const ORIGINS = 'must be origins such as https://app.example, comma separated, without a path';
const PROVIDERS = 'must be authgear, auth0, keycloak, okta, entra, cognito, firebase or clerk';
const DATABASE = 'must be a URL that starts with postgres:// or postgresql://';

it.each([
  [{ PORT: '65536' }, `PORT ${PORTS}`],
  [{ PORT: '-1' }, `PORT ${PORTS}`],
  [{ PORT: '4000x' }, `PORT ${PORTS}`],
  [{ PORT: '1e3' }, `PORT ${PORTS}`],
  [{ PROVIDER_PORT: 'any' }, `PROVIDER_PORT ${PORTS}`],
  [{ PORT: '4001' }, 'PORT and PROVIDER_PORT must be two ports, and both are 4001'],
  [{ PROVIDER_PORT: '4000' }, 'PORT and PROVIDER_PORT must be two ports, and both are 4000'],
  [{ ...ISSUER, TOKEN_TYPE: 'jwt' }, 'TOKEN_TYPE must be id_token or access_token'],
  [{ OIDC_LOGOUT_AUDIENCE: 'a' }, 'OIDC_ISSUER must be set where OIDC_LOGOUT_AUDIENCE is'],
  [{ TOKEN_TYPE: 'access_token', DEMO: 'on' }, 'DEMO must be off where TOKEN_TYPE is access_token'],
  [{ ...ACCESS_TOKENS, DEMO: 'on' }, 'DEMO must be off where TOKEN_TYPE is access_token'],
  [{ ...ISSUER, OIDC_PROVIDER: 'Auth0' }, `OIDC_PROVIDER ${PROVIDERS}`],
  [{ OIDC_PROVIDER: 'auth0' }, 'OIDC_ISSUER must be set where OIDC_PROVIDER is'],
  [{ DATABASE_URL: 'mysql://db' }, `DATABASE_URL ${DATABASE}`],
  [{ DATABASE_URL: 'db:secret' }, `DATABASE_URL ${DATABASE}`],
  [{ TRUST_PROXY: 'true' }, `TRUST_PROXY ${PROXIES}`],
  [{ TRUST_PROXY: '0' }, `TRUST_PROXY ${PROXIES}`],
  [{ TRUST_PROXY: '10.0.0.0/33' }, `TRUST_PROXY ${PROXIES}`],
  [{ CORS_ORIGINS: '*' }, `CORS_ORIGINS ${ORIGINS}`],
  [{ CORS_ORIGINS: 'https://app.example/' }, `CORS_ORIGINS ${ORIGINS}`],
  [{ CORS_ORIGINS: 'null' }, `CORS_ORIGINS ${ORIGINS}`],
  [{ IDE: 'yes' }, 'IDE must be on or off'],
  [{ INTROSPECTION: '1' }, 'INTROSPECTION must be on or off'],
  [{ DEMO: 'yes' }, 'DEMO must be on or off'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL must be fatal, error, warn, info, debug, trace or silent'],
  [
    { OIDC_ISSUER: 'issuer.example', OIDC_AUDIENCE: 'app' },
    'OIDC_ISSUER must be a URL that starts with https:// or http://',
  ],
  [
    { OIDC_ISSUER: 'https://issuer.example' },
    'OIDC_AUDIENCE must name the client ids whose tokens are accepted, as OIDC_ISSUER is set',
  ],
  [{ OIDC_AUDIENCE: 'app' }, 'OIDC_ISSUER must be set where OIDC_AUDIENCE is'],
  [
    { NODE_ENV: 'production' },
    'OIDC_ISSUER must be set where NODE_ENV is production: the development provider lets anyone in',
  ],
  [
    { HOST: '0.0.0.0' },
    'HOST must be a loopback address, such as 127.0.0.1, unless OIDC_ISSUER is set: the development provider lets anyone in',
  ],
])('%o stops the start with one line', (environment, message) => {
  expect(() => readConfig(environment)).toThrow(new ConfigurationError(message));
});

it.each(['localhost', '127.0.0.1', '127.1.2.3', '::1'])(
  'The development provider may start beside %s',
  (HOST) => {
    expect(readConfig({ HOST }).host).toBe(HOST);
  },
);

it.each(['::', '10.0.0.1', '127.0.0.1.example', '127.evil'])(
  'The development provider may not start beside %s',
  (HOST) => {
    expect(() => readConfig({ HOST })).toThrow(ConfigurationError);
  },
);
