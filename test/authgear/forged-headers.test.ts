import Fastify from 'fastify';
import type { FastifyRequest } from 'fastify';
import { expect, it } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import type { RequestLike } from '../../src/tokens/index.js';
import { withRequest } from '../support/real-request.js';
import { NOW } from '../support/session-resolver.js';

const ENDPOINT = 'https://example.authgear.cloud';
const FORGED = [
  ['X-Authgear-Session-Valid', 'true'],
  ['x-authgear-user-id', 'admin'],
  ['x-authgear-user-anonymous', 'false'],
  ['x-authgear-session-authenticated-at', String(NOW)],
  ['x-authgear-user-roles', 'admin'],
  ['x-authgear-made-up', '1'],
  ['x_authgear_user_id', 'admin'],
] as const;
/** As the two ways of having sessions resolved meet a stranger's request. */
const RESOLVERS = {
  'a call': createAuthgearResolver({ endpoint: ENDPOINT, clock: () => NOW }),
  'a proxy elsewhere': createAuthgearResolver({
    ...{ endpoint: ENDPOINT, clock: () => NOW },
    proxy: { trusted: ['10.0.0.0/8', '::2'] },
  }),
  'a function that says no': createAuthgearResolver({
    ...{ endpoint: ENDPOINT, clock: () => NOW },
    proxy: { trusted: () => false },
  }),
  'a function that promises no': createAuthgearResolver({
    ...{ endpoint: ENDPOINT, clock: () => NOW },
    proxy: { trusted: (() => Promise.resolve(false)) as unknown as () => boolean },
  }),
};
const MODES = Object.keys(RESOLVERS) as (keyof typeof RESOLVERS)[];

function everythingOf({ headers, headersDistinct, rawHeaders }: Record<string, unknown>): string {
  return JSON.stringify({ headers, headersDistinct, rawHeaders }).toLowerCase();
}

it.each(MODES)('by %s, forged headers are nobody, and gone from the request', async (mode) => {
  await withRequest([...FORGED, ['x-mine', 'kept'], ['x-mine', 'twice']], async (request) => {
    const anonymous = { status: 'anonymous' };
    expect(await RESOLVERS[mode].resolve(request)).toEqual(anonymous);
    const left = everythingOf(request as unknown as Record<string, unknown>);
    expect(left).not.toMatch(/x.authgear|admin/);
    expect(request.headers).toMatchObject({ 'x-mine': 'kept, twice' });
    expect(request.headersDistinct).toMatchObject({ 'x-mine': ['kept', 'twice'] });
    const at = request.rawHeaders.indexOf('x-mine');
    expect(request.rawHeaders.slice(at, at + 4)).toEqual(['x-mine', 'kept', 'x-mine', 'twice']);
    expect(request.rawHeaders.length % 2).toBe(0);
  });
});

it('they are gone from headers that were looked at before', async () => {
  await withRequest(FORGED, (request) => {
    expect(Object.keys(request.headersDistinct)).toContain('x-authgear-user-id');
    RESOLVERS['a call'].strip(request);
    expect(everythingOf(request as unknown as Record<string, unknown>)).not.toMatch(/authgear/);
  });
});

it('they are gone from a request of Fastify, and from the one within', async () => {
  const app = Fastify();
  let seen: string | undefined;
  app.addHook('onRequest', (request: FastifyRequest, _reply, done) => {
    RESOLVERS['a call'].strip(request);
    seen = JSON.stringify([request.headers, request.raw.headers, request.raw.rawHeaders]);
    done();
  });
  app.get('/', () => 'ok');
  await app.inject({ url: '/', headers: Object.fromEntries(FORGED) });
  await app.close();
  expect(seen?.toLowerCase()).not.toMatch(/authgear/);
});

it('Fastify makes headers anew for who has set them, and such a request is refused', async () => {
  const app = Fastify();
  app.addHook('onRequest', async (request: FastifyRequest) => {
    request.headers = { ...request.headers, 'x-tenant': '1' };
    await RESOLVERS['a call'].resolve(request);
  });
  app.get('/', ({ headers }) =>
    Object.keys(headers).filter((name) => /authgear|tenant/.test(name)),
  );
  const headers = Object.fromEntries(FORGED);
  expect((await app.inject({ url: '/', headers })).body).toContain('malformed header');
  expect((await app.inject('/')).json()).toEqual(['x-tenant']);
  await app.close();
});

it('they are gone from headers that can only be asked for by name', async () => {
  const held = new Map<string, string>([...FORGED, ['x-mine', 'kept']]);
  const headers = {
    get: (name: string) => held.get(name) ?? null,
    delete: (name: string) => held.delete(name),
  };
  expect(await RESOLVERS['a call'].resolve({ headers })).toEqual({ status: 'anonymous' });
  // What is not Authgear's cannot be found, nor does anybody look for it.
  expect([...held.keys()]).toEqual(['X-Authgear-Session-Valid', 'x-authgear-made-up', 'x-mine']);
});

it('they are gone from a request of Fetch', async () => {
  const forged = FORGED.map(([name, value]): [string, string] => [name, value]);
  const request = new Request('http://api.example.com', { headers: [...forged, ['x-mine', '1']] });
  expect(await RESOLVERS['a call'].resolve(request)).toEqual({ status: 'anonymous' });
  expect([...request.headers]).toEqual([['x-mine', '1']]);
});

it.each<{ what: string; request: RequestLike }>([
  {
    what: 'frozen headers',
    request: { headers: Object.freeze({ 'x-authgear-user-id': 'admin' }) },
  },
  {
    what: 'frozen raw headers',
    request: { headers: {}, rawHeaders: Object.freeze(['X-Authgear-User-Id', 'admin']) },
  },
  {
    what: 'headers that are made anew at each look',
    request: {
      get headers() {
        return { 'x-authgear-user-id': 'admin' };
      },
    },
  },
  ...FORGED.slice(1, 5)
    .flatMap(([name]) => [name, name.replaceAll('-', '_')])
    .map((name) => ({
      what: `headers to get alone, one of them ${name},`,
      request: { headers: { get: (asked: string) => (asked === name ? '' : null) } },
    })),
  {
    what: 'the immutable headers of Fetch',
    request: {
      headers: Object.assign(new Headers({ 'x-authgear-user-id': 'admin' }), {
        delete() {
          throw new TypeError('immutable');
        },
      }),
    },
  },
])('$what out of which they cannot be taken are refused', async ({ request }) => {
  await expect(RESOLVERS['a call'].resolve(request)).rejects.toMatchObject({
    refusal: 'malformed_header',
  });
  expect(() => {
    RESOLVERS['a function that says no'].strip(request);
  }).toThrow('malformed header');
});

it('headers of which none is forged may be frozen', async () => {
  const request = Object.freeze({ headers: Object.freeze({ accept: 'x' }), rawHeaders: [] });
  expect(await RESOLVERS['a call'].resolve(request)).toEqual({ status: 'anonymous' });
});

it('headers to get alone of which none is forged are nobody', async () => {
  for (const nothing of [null, undefined]) {
    const headers = { get: () => nothing as null };
    expect(await RESOLVERS['a call'].resolve({ headers })).toEqual({ status: 'anonymous' });
  }
});

it('their values are no names: nobody loses a header to one', () => {
  const rawHeaders = ['x-mine', 'x-authgear-user-id', 'x-yours', '1'];
  RESOLVERS['a call'].strip({ headers: {}, rawHeaders });
  expect(rawHeaders).toHaveLength(4);
});

it('what is no request says so', async () => {
  await expect(RESOLVERS['a call'].resolve({} as RequestLike)).rejects.toThrow(
    'takes a Node request, a Fetch Request, or { headers }',
  );
});
