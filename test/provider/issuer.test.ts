import { expect, it } from 'vitest';
import { issuerAt, localhostOf } from '../../src/provider/issuer.js';

it.each([
  { port: 4001, issuer: 'http://127.0.0.1:4001', localhost: 'localhost:4001' },
  { port: 80, issuer: 'http://127.0.0.1', localhost: 'localhost' },
  { port: 443, issuer: 'http://127.0.0.1:443', localhost: 'localhost:443' },
])('On port $port the issuer is $issuer', ({ port, issuer, localhost }) => {
  expect(issuerAt(port)).toBe(issuer);
  expect(localhostOf(issuer)).toBe(localhost);
});
