import { expect, it } from 'vitest';
import { createKeySource } from '../../src/tokens/key-source.js';
import { createTokenVerifier } from '../../src/tokens/index.js';
import { forge, forgeKey } from '../support/forge.js';
import { describeIssuer, sendJson, serveIssuer } from '../support/loopback-issuer.js';
import type { Handler } from '../support/loopback-issuer.js';
import { AUDIENCE, CLAIMS, NOW, outcomeOf } from '../support/scripted-issuer.js';

const KEY = forgeKey('ES256', 'key-1');
const DISCOVERY = '/.well-known/openid-configuration';
/** Milliseconds: an answer that does not end is awaited this long. */
const TIMEOUT = 500;

const status =
  (code: number, headers = {}): Handler =>
  (_request, response) => {
    response.writeHead(code, headers).end();
  };
const body =
  (text: string, type = 'application/json'): Handler =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': type }).end(text);
  };
const describeAs =
  (change: (issuer: string) => object): Handler =>
  ({ headers }, response) => {
    const issuer = `http://${headers.host ?? ''}`;
    sendJson(response, { ...describeIssuer(issuer), ...change(issuer) });
  };
const hang: Handler = () => undefined;
const drip: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const timer = setInterval(() => response.write(' '), 10);
  response.on('close', () => {
    clearInterval(timer);
  });
};
const flood: Handler = (_request, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const chunk = Buffer.alloc(64 * 1024, ' ');
  const pour = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', pour);
  pour();
};
const hangUp: Handler = ({ socket }) => {
  socket.destroy();
};
const cutOff: Handler = (_request, response) => {
  response.writeHead(200, { 'content-length': 1000 }).write('{"issuer":');
  response.socket?.destroySoon();
};

const ANSWERS: readonly { answer: string; handler: Handler; fault: RegExp; asks?: number }[] = [
  { answer: '500', handler: status(500), fault: /answered with status 500$/ },
  { answer: '404', handler: status(404), fault: /answered with status 404$/ },
  { answer: '204', handler: status(204), fault: /answered with status 204$/ },
  {
    answer: '302 elsewhere',
    handler: status(302, { location: '/jwks' }),
    fault: /answered with status 302$/,
  },
  {
    answer: 'HTML',
    handler: body('<!doctype html>', 'text/html'),
    fault: /did not answer with a JSON object$/,
  },
  { answer: 'nothing', handler: body(''), fault: /did not answer with a JSON object$/ },
  { answer: 'null', handler: body('null'), fault: /did not answer with a JSON object$/ },
  { answer: 'a list', handler: body('[]'), fault: /did not answer with a JSON object$/ },
  {
    answer: 'half a document',
    handler: body('{"issuer":"http'),
    fault: /did not answer with a JSON object$/,
  },
  { answer: 'a document without end', handler: flood, fault: /answered more than \d+ bytes$/ },
  { answer: 'a drip', handler: drip, fault: /did not answer in time$/ },
  { answer: 'silence', handler: hang, fault: /did not answer in time$/ },
  // It may have been a kept one: the question is asked once more.
  { answer: 'a closed connection', handler: hangUp, fault: /could not be read$/, asks: 2 },
  { answer: 'a connection that breaks', handler: cutOff, fault: /could not be read$/ },
];

it.each([
  ...ANSWERS.map((answer) => ({ path: 'discovery' as const, ...answer })),
  ...ANSWERS.map((answer) => ({ path: 'keys' as const, ...answer })),
])(
  '$path answers with $answer; then all is well again',
  async ({ path, handler, fault, asks = 1 }) => {
    const server = await serveIssuer([KEY.jwk]);
    let now = 0;
    const source = createKeySource({
      ...server,
      fetch,
      timeout: TIMEOUT,
      monotonicClock: () => now,
    });
    server.misbehave = { path, handler };
    await expect(source.keys()).rejects.toThrow(fault);
    const before = path === 'discovery' ? [] : [DISCOVERY];
    const question = path === 'discovery' ? DISCOVERY : '/jwks';
    const asked = [...before, ...Array.from({ length: asks }, () => question)];
    expect(server.asked).toEqual(asked);
    await expect(source.keys()).rejects.toThrow(fault);
    expect(server.asked).toEqual(asked);
    server.misbehave = undefined;
    now += 1;
    expect((await source.keys()).keys.size).toBe(1);
    expect(server.asked).toEqual([...asked, DISCOVERY, '/jwks']);
  },
);

it.each<{ what: string; change: (issuer: string) => object; fault: RegExp }>([
  {
    what: 'another issuer',
    change: () => ({ issuer: 'https://other.test' }),
    fault: /says "https:\/\/other\.test"$/,
  },
  {
    what: 'a slash more',
    change: (issuer) => ({ issuer: `${issuer}/` }),
    fault: /says "http:\/\/127\.0\.0\.1:\d+\/"$/,
  },
  {
    what: 'no issuer',
    change: () => ({ issuer: undefined }),
    fault: /its discovery document says none$/,
  },
  { what: 'a long one', change: () => ({ issuer: 'x'.repeat(9999) }), fault: /says "x{200}"$/ },
  ...[
    'http://issuer.test/jwks',
    'file:///etc/passwd',
    '/jwks',
    'https://user:word@issuer.test/jwks',
    '',
    5,
    null,
    undefined,
  ].map((jwks_uri) => ({
    what: `jwks_uri ${String(jwks_uri)}`,
    change: () => ({ jwks_uri }),
    fault: /must give an https "jwks_uri" without user name$/,
  })),
])('RA-39: $what is a fault that says so', async ({ change, fault }) => {
  const server = await serveIssuer([KEY.jwk]);
  server.misbehave = { path: 'discovery', handler: describeAs(change) };
  const verifier = createTokenVerifier({
    issuer: server.issuer,
    audience: AUDIENCE,
    clock: () => NOW,
  });
  await expect(verifier.ready()).rejects.toThrow(fault);
  expect(verifier.health().fault?.message).toMatch(fault);
  expect(server.asked).toEqual([DISCOVERY]);
});

it('an https issuer may keep its keys on another https host, and not on http', async () => {
  const ask = async (jwks_uri: string): Promise<unknown> => {
    const issuer = 'https://issuer.test';
    const asked: string[] = [];
    const answer = (input: string | URL | Request): Promise<Response> => {
      asked.push(input as string);
      return Promise.resolve(Response.json({ issuer, jwks_uri, keys: [KEY.jwk] }));
    };
    const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, fetch: answer });
    return outcomeOf(verifier.ready().then(() => asked)).then((outcome) => [outcome, asked[1]]);
  };
  expect(await ask('https://keys.test/jwks')).toEqual(['accepted', 'https://keys.test/jwks']);
  expect(await ask('http://127.0.0.1/jwks')).toEqual([expect.any(Error), undefined]);
});

it('an issuer that was down at the start is found when it is up', async () => {
  const server = await serveIssuer([KEY.jwk]);
  server.misbehave = { path: 'discovery', handler: status(503) };
  const { issuer } = server;
  const claims = { ...CLAIMS, iss: issuer };
  let elapsed = 0;
  const source = createKeySource({ issuer, fetch, monotonicClock: () => elapsed });
  await expect(source.keys()).rejects.toThrow('503');
  server.misbehave = undefined;
  elapsed += 1;
  expect((await source.keys()).has(KEY.kid)).toBe(true);
  const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, clock: () => NOW });
  expect(await outcomeOf(verifier.verify(forge({ claims }, KEY)))).toBe('accepted');
});

it('a caller of an issuer that is down is told 503 and when to come again', async () => {
  const server = await serveIssuer([KEY.jwk]);
  server.misbehave = { path: 'keys', handler: status(500) };
  const { issuer } = server;
  const token = forge({ claims: { ...CLAIMS, iss: issuer } }, KEY);
  const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, clock: () => NOW });
  const refused = Array.from({ length: 20 }, () =>
    verifier.verify(token).catch((error: unknown) => error),
  );
  for (const error of await Promise.all(refused)) {
    expect(error).toMatchObject({
      refusal: 'keys_unavailable',
      message: 'Token refused: keys unavailable',
      extensions: {
        code: 'AUTH_UNAVAILABLE',
        http: { status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } },
      },
      cause: { message: `${issuer}/jwks answered with status 500` },
    });
  }
  expect(server.asked).toEqual([DISCOVERY, '/jwks']);
});

it('an answer without a body is a fault', async () => {
  const issuer = 'https://issuer.test';
  const empty = () => Promise.resolve(new Response());
  const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, fetch: empty });
  await expect(verifier.ready()).rejects.toThrow(
    `${issuer}${DISCOVERY} did not answer with a JSON object`,
  );
});

it('asks by GET for JSON, and sends nothing of the caller', async () => {
  const server = await serveIssuer([KEY.jwk]);
  const seen: unknown[] = [];
  server.misbehave = {
    path: 'discovery',
    handler: ({ method, headers }, response) => {
      seen.push([method, headers.accept, headers.authorization, headers.cookie]);
      sendJson(response, describeIssuer(server.issuer));
    },
  };
  const verifier = createTokenVerifier({ issuer: server.issuer, audience: AUDIENCE });
  await verifier.ready();
  expect(seen).toEqual([['GET', 'application/json', undefined, undefined]]);
});
