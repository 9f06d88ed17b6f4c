import type { IncomingMessage, ServerResponse } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { createAuthgearResolver } from '../../src/authgear/index.js';
import { freePort } from '../support/free-port.js';
import { NOW, signedIn } from '../support/session-resolver.js';
import { watchSource } from '../support/session-source.js';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const VALID = { 'x-authgear-session-valid': 'true', 'x-authgear-user-id': 'user-1' };
const status =
  (code: number, headers: Record<string, string> = VALID): Handler =>
  (_request, response) => {
    response.writeHead(code, headers).end();
  };
const hangUp: Handler = ({ socket }) => {
  socket.destroy();
};
const headersWithoutEnd: Handler = ({ socket }) => {
  socket.write('HTTP/1.1 200 OK\r\n');
  const timer = setInterval(() => socket.write('x-drip: 1\r\n'), 10);
  socket.on('close', () => {
    clearInterval(timer);
  });
};

it.each<{ answer: string; handler: Handler; fault: RegExp; asks: number; timeout?: number }>([
  { answer: '502', handler: status(502), fault: / answered with status 502$/, asks: 5 },
  { answer: '503', handler: status(503), fault: / answered with status 503$/, asks: 5 },
  { answer: '504', handler: status(504), fault: / answered with status 504$/, asks: 5 },
  {
    answer: 'silence',
    handler: () => undefined,
    fault: / did not answer in time$/,
    asks: 5,
    timeout: 100,
  },
  {
    answer: 'dripping headers',
    handler: headersWithoutEnd,
    fault: / did not answer in time$/,
    asks: 5,
    timeout: 100,
  },
  {
    answer: '32 KiB of headers',
    handler: status(200, { ...VALID, 'x-more': 'x'.repeat(32 * 1024) }),
    fault: / could not be asked \(UND_ERR_HEADERS_OVERFLOW\)$/,
    asks: 5,
  },
  // It may have been a kept connection: the question is asked once more.
  {
    answer: 'a closed connection',
    handler: hangUp,
    fault: / could not be asked \((?:UND_ERR_SOCKET|ECONNRESET)\)$/,
    asks: 10,
  },
])(
  'five times $answer, and the others are told at once when to come again',
  async ({ handler, fault, asks, timeout = 5000 }) => {
    const { resolver, find, elapsed } = await watchSource({ timeout });
    resolver.sessions.set('token', signedIn(900));
    resolver.misbehave = handler;
    for (let time = 1; time <= 20; time += 1) {
      expect(await find('token')).toEqual({
        ...{ refusal: 'keys_unavailable', status: 503, retryAfter: '1' },
        cause: expect.stringMatching(fault) as string,
      });
    }
    expect(resolver.asked).toHaveLength(asks);
    resolver.misbehave = undefined;
    expect(await find('token')).toMatchObject({ refusal: 'keys_unavailable' });
    elapsed.advance(1);
    expect([await find('token'), await find('token')]).toEqual(['user-1', 'user-1']);
    expect(resolver.asked).toHaveLength(asks + 2);
  },
);

it.each([
  { answer: '429', handler: status(429), fault: / answered with status 429$/ },
  { answer: '500', handler: status(500), fault: / answered with status 500$/ },
  { answer: '404', handler: status(404), fault: / answered with status 404$/ },
  { answer: '431', handler: status(431), fault: / answered with status 431$/ },
  { answer: '204', handler: status(204), fault: / answered with status 204$/ },
  {
    answer: 'a redirect',
    handler: status(302, { ...VALID, location: '/elsewhere' }),
    fault: / answered with status 302$/,
  },
  {
    answer: 'nonsense',
    handler: status(200, { 'x-authgear-session-valid': 'yes' }),
    fault: /^"x-authgear-session-valid" came in a form /,
  },
  {
    answer: 'a page',
    handler: (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>maintenance</html>');
    },
    fault: / answered as if no credentials had come: check "endpoint", and "cookies.name" /,
  },
])('$answer refuses the one caller, however often, and nobody else', async ({ handler, fault }) => {
  const { resolver, find } = await watchSource();
  resolver.sessions.set('token', signedIn(900));
  resolver.misbehave = (request, response) => {
    if (request.headers.authorization !== 'Bearer token') handler(request, response);
    else {
      response.setHeader('x-authgear-user-anonymous', 'false');
      status(200)(request, response);
    }
  };
  for (let time = 1; time <= 20; time += 1) {
    expect(await find('poison')).toMatchObject({
      ...{ refusal: 'keys_unavailable', status: 503, retryAfter: '1' },
      cause: expect.stringMatching(fault) as string,
    });
  }
  expect(await find('token')).toBe('user-1');
  expect(resolver.asked.map(({ authorization }) => authorization)).toEqual([
    ...Array.from({ length: 20 }, () => 'Bearer poison'),
    'Bearer token',
  ]);
});

it.each([
  { header: '7', seconds: '7' },
  { header: '60', seconds: '60' },
  { header: '61', seconds: '60' },
  { header: '999999999', seconds: '60' },
  ...['0', '-5', '1.5', '', 'soon', '9'.repeat(10), 'Wed, 21 Oct 2099 07:28:00 GMT'].map(
    (header) => ({ header, seconds: '1' }),
  ),
])('Retry-After "$header" has its caller wait $seconds s', async ({ header, seconds }) => {
  const { resolver, find } = await watchSource();
  resolver.sessions.set('token', signedIn(900));
  for (const code of [429, 503]) {
    resolver.misbehave = status(code, { 'retry-after': header });
    expect(await find('junk')).toMatchObject({ status: 503, retryAfter: seconds });
  }
  resolver.misbehave = undefined;
  expect(await find('token')).toBe('user-1');
});

it('a body that drips keeps nobody waiting, and is broken off in time', async () => {
  const { resolver, find } = await watchSource({ timeout: 300 });
  const closed: string[] = [];
  const headers = { ...VALID, 'x-authgear-user-anonymous': 'false' };
  resolver.misbehave = (_request, response) => {
    response.writeHead(200, headers).write(' ');
    const timer = setInterval(() => response.write(' '), 10);
    response.on('close', () => {
      clearInterval(timer);
      closed.push('drip');
    });
  };
  expect(await find('a')).toBe('user-1');
  expect(closed).toEqual([]);
  await expect.poll(() => closed).toEqual(['drip']);
});

it('a body without end is not read to its end', async () => {
  const { resolver, find } = await watchSource({ timeout: 60_000 });
  const closed: string[] = [];
  resolver.misbehave = (_request, response) => {
    response.writeHead(200, { ...VALID, 'x-authgear-user-anonymous': 'false' });
    const pour = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
    };
    response.on('drain', pour).on('close', () => closed.push('flood'));
    pour();
  };
  expect(await find('token')).toBe('user-1');
  await expect.poll(() => closed).toEqual(['flood']);
});

it('of a fetch that knows no signals, a body that drips is not read for longer, either', async () => {
  const drips: number[] = [];
  const body = () =>
    new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 5));
          drips.push(1);
          controller.enqueue(new Uint8Array(1));
        },
        cancel: () => void drips.push(0),
      },
      { highWaterMark: 0 },
    );
  const headers = { ...VALID, 'x-authgear-user-anonymous': 'false' };
  const { find } = await watchSource({
    timeout: 50,
    fetch: () => Promise.resolve(new Response(body(), { headers })),
  });
  expect(await find('token')).toBe('user-1');
  await expect.poll(() => drips.at(-1)).toBe(0);
});

it('a resolver that stays down is tried by one caller at a time, more and more seldom', async () => {
  const { resolver, find, elapsed } = await watchSource();
  resolver.misbehave = status(503);
  const findAll = (many: number) =>
    Promise.all(Array.from({ length: many }, (_, index) => find(`token-${index}`)));
  await findAll(100);
  // All at once, in the first moment; together they failed once.
  expect(resolver.asked).toHaveLength(100);
  const waits: number[] = [];
  for (let tries = 0; tries < 8; tries += 1) {
    const before = resolver.asked.length;
    let waited = 0;
    while (resolver.asked.length === before) {
      elapsed.advance(1);
      waited += 1;
      const refused = await findAll(10);
      expect(refused.every((one) => typeof one === 'object')).toBe(true);
    }
    expect(resolver.asked).toHaveLength(before + 1);
    waits.push(waited);
  }
  expect(waits).toEqual([1, 2, 4, 8, 16, 32, 60, 60]);
  expect(await find('token')).toMatchObject({ status: 503, retryAfter: '60' });
  resolver.misbehave = undefined;
  elapsed.advance(60);
  expect(await find('token')).toBe('invalid');
  expect(await findAll(10)).toEqual(Array.from({ length: 10 }, () => 'invalid'));
});

it('four failures, an answer and four more are no outage', async () => {
  const { resolver, find } = await watchSource();
  for (const misbehave of [status(503), undefined, status(503)]) {
    resolver.misbehave = misbehave;
    for (let time = 1; time <= (misbehave ? 4 : 1); time += 1) await find('token');
  }
  expect(resolver.asked).toHaveLength(9);
  resolver.misbehave = undefined;
  expect(await find('token')).toBe('invalid');
});

it('those who wait for the next answer share a failure', async () => {
  const { resolver, find } = await watchSource({ timeout: 100 });
  resolver.misbehave = () => undefined;
  const refused = await Promise.all(Array.from({ length: 50 }, () => find('token')));
  expect(new Set(refused.map((one) => JSON.stringify(one))).size).toBe(1);
  expect(resolver.asked).toHaveLength(1);
  resolver.misbehave = undefined;
  expect(await find('token')).toBe('invalid');
});

it('more callers than the machine has room for are told to come again', async () => {
  const { resolver, find } = await watchSource({ timeout: 20_000 });
  const warnings: Error[] = [];
  const listen = (warning: Error) => warnings.push(warning);
  process.on('warning', listen);
  onTestFinished(() => {
    process.off('warning', listen);
  });
  const held: (() => void)[] = [];
  resolver.hold = () => new Promise<void>((release) => held.push(release));
  const waiting = Array.from({ length: 1000 }, (_, index) => find(`token-${index}`));
  await expect.poll(() => held.length, { timeout: 20_000 }).toBe(1000);
  expect(await find('one more')).toEqual({
    ...{ refusal: 'keys_unavailable', status: 503, retryAfter: '1' },
    cause: `${resolver.endpoint}/_resolver/resolve is asked by too many at once`,
  });
  for (const release of held) release();
  expect(new Set(await Promise.all(waiting))).toEqual(new Set(['invalid']));
  expect(warnings).toEqual([]);
  resolver.hold = undefined;
  expect(await find('one more')).toBe('invalid');
});

it('a connection that the resolver closed meanwhile costs nobody a request', async () => {
  const { resolver, find } = await watchSource();
  resolver.sessions.set('token', signedIn(900));
  await find('token');
  let asked = 0;
  resolver.misbehave = ({ socket }) => {
    asked += 1;
    resolver.misbehave = undefined;
    socket.resetAndDestroy();
  };
  expect(await find('token')).toBe('user-1');
  expect([asked, resolver.asked.length]).toEqual([1, 3]);
});

it('a resolver that nobody runs is unavailable, and says no more than its address', async () => {
  const endpoint = `http://127.0.0.1:${await freePort()}`;
  const resolver = createAuthgearResolver({ endpoint, clock: () => NOW });
  const error = await resolver
    .resolve({ headers: { authorization: 'Bearer secret-token' } })
    .catch((thrown: unknown) => thrown as Error);
  expect(error).toMatchObject({
    refusal: 'keys_unavailable',
    cause: { message: `${endpoint}/_resolver/resolve could not be asked (ECONNREFUSED)` },
  });
  expect((error as Error).cause).not.toHaveProperty('cause');
});

it('a fetch that knows neither signals nor errors is awaited until the deadline', async () => {
  const { find } = await watchSource({
    timeout: 50,
    fetch: () => new Promise(() => undefined),
  });
  expect(await find('token')).toMatchObject({ refusal: 'keys_unavailable' });
  const thrown = await watchSource({
    // What one's own fetch throws may quote anything.
    fetch: () => Promise.reject(Object.assign(new Error('Bearer token'), { cause: undefined })),
  });
  expect(await thrown.find('token')).toMatchObject({
    cause: expect.stringMatching(/resolve could not be asked$/) as string,
  });
});

it('who waits while the resolver is left alone is told of the outage, not of others', async () => {
  const { resolver, find } = await watchSource();
  const held: (() => void)[] = [];
  resolver.hold = () => new Promise<void>((release) => held.push(release));
  const slow = find('slow');
  await expect.poll(() => held.length).toBe(1);
  resolver.misbehave = status(502);
  for (let time = 1; time <= 5; time += 1) await find('token');
  for (const release of held) release();
  expect(await slow).toBe('invalid');
  expect(await find('token')).toMatchObject({
    cause: `${resolver.endpoint}/_resolver/resolve answered with status 502`,
  });
});

it('asks nothing more once it is closed, and forgets what it knew', async () => {
  const { resolver, find, source } = await watchSource({ timeout: 600_000 });
  resolver.sessions.set('token', signedIn(3));
  await find('token');
  resolver.misbehave = () => undefined;
  const waiting = find('other');
  await expect.poll(() => resolver.asked.length).toBe(2);
  source.close();
  const cause = 'This server has closed its Authgear resolver';
  expect(await waiting).toMatchObject({ refusal: 'keys_unavailable', cause });
  expect(await find('token')).toMatchObject({ refusal: 'keys_unavailable', cause });
  expect(resolver.asked).toHaveLength(2);
});
