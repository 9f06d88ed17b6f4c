import { gzipSync } from 'node:zlib';
import { forgeKey } from './forge.js';
import { answer, GZIP, raw } from './handlers.js';
import type { Handler } from './loopback-issuer.js';
import { UNUSABLE_KEYS } from './unusable-keys.js';

const OTHER = forgeKey('ES256', 'other').jwk;

/** Odd ways to give a key, all of which are to be understood. */
export const ODD_ANSWERS: readonly OddAnswer[] = [
  { behaviour: 'a byte order mark', handler: body((jwk) => `\uFEFF${list(jwk)}`) },
  { behaviour: 'white space around', handler: body((jwk) => `\r\n\t ${list(jwk)} \n`) },
  {
    behaviour: 'a name twice, of which the last counts',
    handler: body((jwk) => `{"keys":[],${list(jwk).slice(1)}`),
  },
  {
    behaviour: 'another one that is not UTF-8',
    handler: body((jwk) => Buffer.from(list({ ...OTHER, kid: '\xff' }, jwk), 'latin1')),
  },
  {
    behaviour: 'unusable ones',
    handler: body((jwk) => list(...UNUSABLE_KEYS.map((unusable) => unusable.jwk), jwk)),
  },
  {
    behaviour: 'another one of the same name',
    handler: body((jwk) => list({ ...OTHER, kid: jwk['kid'] }, jwk)),
  },
  {
    behaviour: 'another one without a name',
    handler: body((jwk) => list({ ...OTHER, kid: undefined }, jwk)),
  },
  {
    behaviour: 'ten thousand entries after them',
    handler: body((jwk) => list(jwk, ...Array.from({ length: 10_000 }, () => ({})))),
  },
  ...['text/plain', 'application/octet-stream', 'application/jwk-set+json', 'nonsense'].map(
    (type) => ({
      behaviour: `the type ${type}`,
      handler: body(list, { 'content-type': type }),
    }),
  ),
  { behaviour: 'gzip', handler: body((jwk) => gzipSync(list(jwk)), GZIP) },
  { behaviour: 'one byte at a time', handler: text((jwk) => chunk(list(jwk))) },
  { behaviour: 'HTTP/1.0', handler: text((jwk) => `HTTP/1.0 200 OK\r\n\r\n${list(jwk)}`) },
  {
    behaviour: 'early hints first',
    handler: text((jwk) => `HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.0 200 OK\r\n\r\n${list(jwk)}`),
  },
];

export interface OddAnswer {
  readonly behaviour: string;
  readonly handler: (jwk: Jwk) => Handler;
}

type Jwk = Readonly<Record<string, unknown>>;

function list(...keys: readonly unknown[]): string {
  return JSON.stringify({ keys });
}

function body(
  write: (jwk: Jwk) => string | Buffer,
  headers: Readonly<Record<string, string>> = {},
): OddAnswer['handler'] {
  return (jwk) => answer({ headers, body: write(jwk) });
}

function text(write: (jwk: Jwk) => string): OddAnswer['handler'] {
  return (jwk) => raw(write(jwk), { end: true });
}

function chunk(text: string): string {
  const chunks = Array.from(text, (character) => `1\r\n${character}\r\n`);
  return `HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n${chunks.join('')}0\r\n\r\n`;
}
