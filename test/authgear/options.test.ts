import { expect, it } from 'vitest';
import { createAuthgearResolver } from '../../src/index.js';
import type { AuthgearResolverOptions } from '../../src/index.js';

const ENDPOINT = 'https://example.authgear.cloud';
const make = (options: object): unknown =>
  createAuthgearResolver({ endpoint: ENDPOINT, ...options });

it.each<{ options: object; says: string | RegExp }>([
  ...[
    undefined,
    '',
    'example.authgear.cloud',
    'http://example.authgear.cloud',
    'ftp://example.authgear.cloud',
    'https://example.authgear.cloud/path',
    'https://example.authgear.cloud//',
    'https://example.authgear.cloud?x',
    'https://example.authgear.cloud#x',
    'https://user@example.authgear.cloud',
    'https://EXAMPLE.authgear.cloud',
    'https://example.authgear.cloud:443',
    new URL(ENDPOINT),
  ].map((endpoint) => ({ options: { endpoint }, says: /^"endpoint" must be the https origin/ })),
  ...[-1, 31, 1.5, NaN, '5'].map((cacheSeconds) => ({
    options: { cacheSeconds },
    says: '"cacheSeconds" must be a whole number from 0 to 30',
  })),
  ...[-1, 86_401, Infinity, null].map((smallestWindow) => ({
    options: { smallestWindow },
    says: '"smallestWindow" must be a whole number from 0 to 86400',
  })),
  ...[0, 1_000_001, 0.5].map((cacheSize) => ({
    options: { cacheSize },
    says: '"cacheSize" must be a whole number from 1 to 1000000',
  })),
  { options: { clock: 5 }, says: '"clock" must be a function' },
  { options: { fetch: 'fetch' }, says: '"fetch" must be a function' },
  { options: { cache: 5 }, says: /^createAuthgearResolver has no option "cache"/ },
  {
    options: { proxy: { trusted: ['::1'] }, cacheSeconds: 5 },
    says: /^createAuthgearResolver with "proxy" has no option "cacheSeconds"/,
  },
  { options: { proxy: { trust: ['::1'] } }, says: '"proxy" has no option "trust"; it has trusted' },
  { options: { proxy: true }, says: '"proxy" takes an object of options' },
  ...[
    undefined,
    true,
    '127.0.0.1',
    [],
    [undefined],
    ['localhost'],
    ['127.0.0.1', 'proxy.internal'],
    ['0.0.0.0/0'],
    ['::/0'],
    ['10.0.0.0/33'],
    ['::1/129'],
    ['10.0.0.0/'],
    ['10.0.0.0/-1'],
    ['10.0.0.0/8 '],
    ['10.0.0'],
    ['::ffff:10.0.0.1'],
    ['127.0.0.1:80'],
  ].map((trusted) => ({
    options: { proxy: { trusted } },
    says: /^"proxy.trusted" must be a list of IP addresses/,
  })),
  ...[true, false, null, 0].map((cookies) => ({
    options: { cookies },
    says: '"cookies" takes an object of options',
  })),
  { options: { proxy: null }, says: '"proxy" takes an object of options' },
  { options: { cookies: { origin: 'x' } }, says: /^"cookies" has no option "origin"/ },
  ...[
    undefined,
    [],
    'https://app.example.com',
    ['*'],
    ['null'],
    ['app.example.com'],
    ['https://app.example.com/'],
    ['https://app.example.com:443'],
    ['https://App.example.com'],
    ['http://app.example.com'],
    ['https://app.example.com', 5],
  ].map((origins) => ({
    options: { cookies: { origins } },
    says: /^"cookies.origins" must be a list of at least one https origin/,
  })),
  ...['', 'a b', 'a=b', 'a;b', 5].map((name) => ({
    options: { cookies: { origins: ['https://app.example.com'], name } },
    says: '"cookies.name" must be the name of a cookie',
  })),
])('$options is a mistake that says so: $says', ({ options, says }) => {
  expect(() => make(options)).toThrow(
    expect.objectContaining({
      name: 'ConfigurationError',
      message: typeof says === 'string' ? says : (expect.stringMatching(says) as string),
    }) as Error,
  );
});

it.each([
  {},
  { endpoint: `${ENDPOINT}/` },
  { endpoint: 'http://127.0.0.1:3000' },
  { endpoint: 'http://localhost' },
  { cacheSeconds: 0, smallestWindow: 0, cacheSize: 1 },
  { cacheSeconds: 30, smallestWindow: 86_400, cacheSize: 1_000_000 },
  { cookies: { origins: ['http://localhost:3000', 'https://app.example.com:8443'] } },
  { proxy: { trusted: ['127.0.0.1', '::1', '10.0.0.0/8', '2001:DB8::/32', '10.0.0.0/32'] } },
  { proxy: { trusted: () => true }, cookies: { origins: ['https://app.example.com'] } },
])('%o is all right', (options) => {
  expect(make(options)).toMatchObject({ clock: expect.any(Function) as unknown });
});

it('takes nothing but an object', () => {
  expect(() => createAuthgearResolver(ENDPOINT as unknown as AuthgearResolverOptions)).toThrow(
    'createAuthgearResolver takes an object of options',
  );
});

it('names the issuer as its tokens do, without the slash', async () => {
  const headers = {
    ...{ 'x-authgear-session-valid': 'true', 'x-authgear-user-id': 'user-1' },
    ...{ 'x-authgear-user-anonymous': 'false', authorization: 'Bearer a' },
  };
  const endpoint = `${ENDPOINT}/`;
  const resolver = createAuthgearResolver({ endpoint, proxy: { trusted: () => true } });
  expect(await resolver.resolve({ headers })).toMatchObject({ issuer: ENDPOINT });
  expect(resolver.close).not.toThrow();
});
