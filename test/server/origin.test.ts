import { expect, it } from 'vitest';
import { originOf, ownOrigins } from '../../src/server/origin.js';

it.each([
  ['127.0.0.1', 4000, 'http://127.0.0.1:4000'],
  ['127.0.0.1', 80, 'http://127.0.0.1'],
  ['localhost', 443, 'http://localhost:443'],
  ['::1', 4000, 'http://[::1]:4000'],
  ['::1', 80, 'http://[::1]'],
  ['fe80::1%lo', 80, 'http://[fe80::1]'],
])('The origin of %s and port %i is %s', (host, port, origin) => {
  expect(originOf(host, port)).toBe(origin);
});

it.each([80, 443, 4000])('The pages on port %i have origins as URLs spell them', (port) => {
  const origins = ownOrigins(port);
  expect(origins).toHaveLength(2);
  expect(origins.map((origin) => new URL(origin).origin)).toEqual(origins);
});
