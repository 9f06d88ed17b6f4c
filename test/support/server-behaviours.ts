import { gzipSync } from 'node:zlib';
import { answer, GZIP, raw } from './handlers.js';
import { KEYS } from './loopback-issuer.js';
import type { Handler } from './loopback-issuer.js';
import { UNUSABLE_KEYS } from './unusable-keys.js';

/** What a server does in place of giving its keys, and what becomes of it. */
export interface ServerFault {
  readonly behaviour: string;
  readonly handler: Handler;
  readonly fault: RegExp;
  /** Goes on until nobody waits any more. */
  readonly hangs?: true;
  /** How often it is asked at once: a kept connection that is dead may be met by anyone. @default 1 */
  readonly asks?: number;
}

const NO_OBJECT = /did not answer with a JSON object$/;
const UNREADABLE = /could not be read$/;
const LATE = /did not answer in time$/;
const TOO_LARGE = /answered more than \d+ bytes$/;
const NO_KEYS = /^The issuer has no key that can verify a signature$/;

/** For every document. */
export const DOCUMENT_FAULTS: readonly ServerFault[] = [
  ...[204, 401, 404, 429, 500, 503].map((status) => ({
    behaviour: `status ${status}`,
    handler: answer({ status }),
    fault: new RegExp(`answered with status ${status}$`),
  })),
  {
    behaviour: 'a redirect to a good place',
    handler: answer({ status: 302, headers: { location: `${KEYS}?elsewhere` } }),
    fault: /answered with status 302$/,
  },
  {
    behaviour: 'HTML',
    handler: answer({ headers: { 'content-type': 'text/html' }, body: '<!doctype html>' }),
    fault: NO_OBJECT,
  },
  ...['', 'null', '[]', '"keys"', '{"keys":[', 'NaN'].map((body) => ({
    behaviour: body === '' ? 'an empty body' : `the body ${body}`,
    handler: answer({ body }),
    fault: NO_OBJECT,
  })),
  {
    behaviour: 'less than its Content-Length says',
    handler: raw('HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n{"keys":[', { end: true }),
    fault: UNREADABLE,
  },
  {
    behaviour: 'a reset before the headers',
    handler: ({ socket }) => socket.resetAndDestroy(),
    fault: UNREADABLE,
    asks: 2,
  },
  {
    behaviour: 'an end before the headers',
    handler: ({ socket }) => socket.end(),
    fault: UNREADABLE,
    asks: 2,
  },
  {
    behaviour: 'a reset in the body',
    handler({ socket }, response) {
      response.writeHead(200).write('{"keys":[', () => socket.resetAndDestroy());
    },
    fault: UNREADABLE,
  },
  { behaviour: 'no HTTP', handler: raw('SSH-2.0-OpenSSH_9.6\r\n'), fault: UNREADABLE },
  {
    behaviour: 'headers of 64 KiB',
    handler: raw(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(65_536)}\r\n\r\n{}`),
    fault: UNREADABLE,
  },
  { behaviour: 'silence', handler: () => undefined, fault: LATE, hangs: true },
  {
    behaviour: 'dripping headers',
    handler: drip('HTTP/1.1 200 OK\r\n', 'x: y\r\n'),
    fault: LATE,
    hangs: true,
  },
  {
    behaviour: 'a dripping body',
    handler: drip('HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n', ' '),
    fault: LATE,
    hangs: true,
  },
  {
    behaviour: 'a terabyte of Content-Length, and no more',
    handler: raw('HTTP/1.1 200 OK\r\ncontent-length: 1000000000000\r\n\r\n{"keys":['),
    fault: LATE,
    hangs: true,
  },
  { behaviour: 'a body without end', handler: flood, fault: TOO_LARGE },
  {
    behaviour: 'a gzip bomb',
    handler: answer({ headers: GZIP, body: gzipSync(Buffer.alloc(96 * 2 ** 20, ' ')) }),
    fault: TOO_LARGE,
  },
  {
    behaviour: 'gzip that is none',
    handler: answer({ headers: GZIP, body: '{"keys":[]}' }),
    fault: UNREADABLE,
  },
];

/** For keys alone. */
export const KEY_FAULTS: readonly ServerFault[] = [
  ...[{}, { keys: null }, { keys: {} }, { keys: [] }, { keys: [null] }].map((document) => ({
    behaviour: `the body ${JSON.stringify(document)}`,
    handler: answer({ body: JSON.stringify(document) }),
    fault: NO_KEYS,
  })),
  {
    behaviour: 'no key that is usable',
    handler: answer({ body: JSON.stringify({ keys: UNUSABLE_KEYS.map(({ jwk }) => jwk) }) }),
    fault: NO_KEYS,
  },
];

function drip(beginning: string, more: string): Handler {
  return ({ socket }) => {
    socket.write(beginning);
    const timer = setInterval(() => socket.write(more), 1);
    socket.on('close', () => {
      clearInterval(timer);
    });
  };
}

function flood(...[, response]: Parameters<Handler>): void {
  const piece = Buffer.alloc(64 * 1024, ' ');
  const pour = (): void => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', pour);
  pour();
}
