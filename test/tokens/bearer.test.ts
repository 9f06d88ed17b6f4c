import { once } from 'node:events';
import { createServer, request as sendRequest } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { readBearerToken } from '../../src/tokens/index.js';
import type { RequestLike } from '../../src/tokens/index.js';

/** The token, `undefined`, or why the header was refused. */
function read(request: RequestLike): unknown {
  try {
    return readBearerToken(request);
  } catch (error) {
    return (error as { refusal?: unknown }).refusal ?? error;
  }
}

it.each([
  ['Bearer abc', 'abc'],
  ['bearer abc', 'abc'],
  ['BEARER abc', 'abc'],
  ['Bearer a-._~+/b==', 'a-._~+/b=='],
  ['', undefined],
  ['Basic dXNlcjpwYXNz', undefined],
  ['DPoP abc', undefined],
  ['Digest username="bearer", realm="x"', undefined],
  ['Negotiate', undefined],
  ['BearerX abc', undefined],
  ['Bearer', 'malformed_header'],
  ['Bearer ', 'malformed_header'],
  ['Bearer  abc', 'malformed_header'],
  ['Bearer\tabc', 'malformed_header'],
  ['Bearer abc ', 'malformed_header'],
  [' Bearer abc', 'malformed_header'],
  ['Bearer abc def', 'malformed_header'],
  ['Bearer a"b', 'malformed_header'],
  ['Bearer a\nb', 'malformed_header'],
  ['Bearer é', 'malformed_header'],
  ['Bearer =', 'malformed_header'],
  ['Bearer a=b', 'malformed_header'],
  ['Bearer abc,', 'malformed_header'],
  ['Bearer abc, def', 'malformed_header'],
  ['Bearer abc, Basic def', 'malformed_header'],
  ['Bearer abc, Bearer def', 'several_tokens'],
  ['Bearer abc,bearer def', 'several_tokens'],
  ['Basic abc, Bearer def', 'several_tokens'],
  ['"Bearer" abc', 'malformed_header'],
  [',', 'malformed_header'],
])('RA-35: Authorization %j reads as %s', (authorization, outcome) => {
  expect(read({ headers: { authorization } })).toBe(outcome);
  expect(read({ headers: { get: () => authorization } })).toBe(outcome);
});

it.each<[string, RequestLike, unknown]>([
  ['no header at all', { headers: {} }, undefined],
  ['an undefined one', { headers: { authorization: undefined } }, undefined],
  ['Fetch headers without it', { headers: new Headers({ accept: '*/*' }) }, undefined],
  ['Fetch headers', { headers: new Headers({ Authorization: 'Bearer abc' }) }, 'abc'],
  [
    'a Fetch request',
    new Request('http://a.test', { headers: { authorization: 'Bearer abc' } }),
    'abc',
  ],
  ['Fetch headers of two', { headers: twice(new Headers()) }, 'several_tokens'],
  ['a name in capitals', { headers: { AUTHORIZATION: 'Bearer abc' } }, 'abc'],
  ['a list of one', { headers: { authorization: ['Bearer abc'] } }, 'abc'],
  ['a list of two', { headers: { authorization: ['Bearer abc', 'Bearer abc'] } }, 'several_tokens'],
  [
    'two spellings of the name',
    { headers: { Authorization: 'Bearer a', authorization: 'Bearer a' } },
    'several_tokens',
  ],
  [
    'two raw ones',
    fromRaw('Authorization', 'Bearer abc', 'AUTHORIZATION', 'Basic x'),
    'several_tokens',
  ],
  ['one raw one', fromRaw('Host', 'authorization', 'Authorization', 'Bearer abc'), 'abc'],
  [
    "two raw ones in Fastify's",
    {
      headers: { authorization: 'Bearer abc' },
      raw: fromRaw('Authorization', 'a', 'authorization', 'b'),
    },
    'several_tokens',
  ],
  [
    'one that a middleware put in',
    { headers: { authorization: 'Bearer abc' }, rawHeaders: ['Cookie', 'token=abc'] },
    'abc',
  ],
  [
    'one that a middleware took out',
    { headers: {}, rawHeaders: ['Authorization', 'Bearer abc'] },
    undefined,
  ],
  [
    'a cookie and a query',
    { headers: { cookie: 'authorization=abc' }, ...{ url: '/?access_token=abc' } },
    undefined,
  ],
])('reads %s', (_name, request, outcome) => {
  expect(read(request)).toBe(outcome);
});

it.each([
  undefined,
  null,
  'Bearer abc',
  5,
  {},
  { headers: undefined },
  { headers: 'Bearer abc' },
  { req: { headers: {} } },
])('says what it takes when given %j', (request) => {
  expect(() => readBearerToken(request as unknown as RequestLike)).toThrow(
    'The context builder takes a Node request, a Fetch Request, or { headers }',
  );
});

it.each([
  { headers: ['Authorization', 'Bearer abc'], outcome: 'abc' },
  {
    headers: ['Authorization', 'Bearer abc', 'Authorization', 'Bearer abc'],
    outcome: 'several_tokens',
  },
  {
    headers: ['authorization', 'Basic abc', 'AUTHORIZATION', 'Bearer abc'],
    outcome: 'several_tokens',
  },
  { headers: ['X-Other', 'Bearer abc'], outcome: undefined },
])("reads $headers from Node's own request as $outcome", async ({ headers, outcome }) => {
  expect(read(await receive(headers))).toBe(outcome);
});

/** What a Node server makes of a request with these headers. */
async function receive(headers: readonly string[]): Promise<IncomingMessage> {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const sent = sendRequest({ port, host: '127.0.0.1', headers: ['Host', 'a.test', ...headers] });
  sent.end();
  const [received, response] = (await once(server, 'request')) as [
    IncomingMessage,
    { end(): void },
  ];
  response.end();
  await once(sent, 'response');
  return received;
}

function fromRaw(...rawHeaders: string[]): RequestLike {
  return { headers: { authorization: 'Bearer abc' }, rawHeaders };
}

function twice(headers: Headers): Headers {
  headers.append('authorization', 'Bearer abc');
  headers.append('authorization', 'Bearer def');
  return headers;
}
