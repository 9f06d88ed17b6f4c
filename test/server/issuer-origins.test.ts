import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createIssuerOrigins } from '../../src/server/issuer-origins.js';
import { createTestIssuer, manualClock } from '../../src/testing/index.js';
import type { ManualClock } from '../../src/testing/index.js';
import { describeIssuer, sendJson, serveIssuer } from '../support/loopback-issuer.js';
import type { LoopbackIssuer } from '../support/loopback-issuer.js';

/** Milliseconds; longer than a test may take. */
const NEVER = 600_000;

interface Asking {
  readonly origins: () => Promise<readonly string[]>;
  readonly clock: ManualClock;
  readonly failures: () => number;
}

function ask(issuer: string, signal = new AbortController().signal, timeout = 5000): Asking {
  let failures = 0;
  const clock = manualClock(1_795_250_812);
  const onFailure = (): void => {
    failures += 1;
  };
  const origins = createIssuerOrigins({ issuer, signal, clock, onFailure, timeout });
  return { origins, clock, failures: () => failures };
}

/** An issuer that answers with this instead of its discovery document. */
async function issuerThat(handler: (response: ServerResponse) => void): Promise<LoopbackIssuer> {
  const loopback = await serveIssuer([]);
  loopback.misbehave = {
    discovery: (_request, response) => {
      handler(response);
    },
  };
  return loopback;
}

/** In the middle: who has no word of an answer yet asks once more. */
function breakOff(response: ServerResponse): void {
  response.writeHead(200).write('{', () => response.destroy());
}

function describeWith(endpoints: object): Promise<LoopbackIssuer> {
  const served = issuerThat((response) => {
    void served.then(({ issuer }) => {
      sendJson(response, { ...describeIssuer(issuer), ...endpoints });
    });
  });
  return served;
}

describe("The issuer's origins", () => {
  it('are those of the endpoints that a page asks, each once, its own first', async () => {
    const { issuer, asked } = await describeWith({
      token_endpoint: 'http://localhost:9/token',
      userinfo_endpoint: 'https://api.example:8443/userinfo',
      revocation_endpoint: 'https://api.example:8443/revoke',
      authorization_endpoint: 'https://opened.example/authorize',
      end_session_endpoint: 'https://opened.example/logout',
    });
    const { origins, failures } = ask(issuer);
    const found = [issuer, 'http://localhost:9', 'https://api.example:8443'];
    expect(await Promise.all([origins(), origins()])).toEqual([found, found]);
    expect(await origins()).toEqual(found);
    expect(asked).toEqual(['/.well-known/openid-configuration']);
    expect(failures()).toBe(0);
  });

  it.each([
    'http://other.example/token',
    'https://user:pass@other.example/token',
    'javascript:alert(1)',
    'data:,x',
    'wss://other.example',
    '/token',
    'https://*',
    'https://a;script-src.example',
    "https://a'self'.example",
    'https://[::2]/token',
    '*',
    '',
    7,
    null,
    ['https://other.example/token'],
  ])('are never what %o says', async (token_endpoint) => {
    const { issuer } = await describeWith({ token_endpoint });
    expect(await ask(issuer).origins()).toEqual([issuer]);
  });

  it.each([
    {
      what: 'status 500',
      handler: (response: ServerResponse) => void response.writeHead(500).end('{}'),
    },
    { what: 'no JSON', handler: (response: ServerResponse) => void response.end('<html>') },
    { what: 'a list', handler: (response: ServerResponse) => void response.end('[]') },
    {
      what: 'a redirect',
      handler: (response: ServerResponse) =>
        void response.writeHead(302, { location: 'https://evil.example/' }).end(),
    },
    {
      what: "another issuer's document",
      handler: (response: ServerResponse) => {
        const token_endpoint = 'https://evil.example/token';
        sendJson(response, { ...describeIssuer('https://evil.example'), token_endpoint });
      },
    },
    {
      what: '300 kB',
      handler: (response: ServerResponse) => {
        sendJson(response, { filler: 'x'.repeat(300_000) });
      },
    },
    {
      what: 'a connection that breaks',
      handler: breakOff,
    },
  ])('are its own alone after $what, until ten seconds have passed', async ({ handler }) => {
    const loopback = await issuerThat(handler);
    const { issuer, asked } = loopback;
    const { origins, clock, failures } = ask(issuer);
    expect(await origins()).toEqual([issuer]);
    loopback.misbehave = {};
    clock.advance(9);
    expect(await origins()).toEqual([issuer]);
    expect({ asked: asked.length, failures: failures() }).toEqual({ asked: 1, failures: 1 });
    clock.advance(1);
    await origins();
    await origins();
    expect({ asked: asked.length, failures: failures() }).toEqual({ asked: 2, failures: 1 });
  });

  it('are asked for again at once after the clock was set back', async () => {
    const { issuer, asked } = await issuerThat(breakOff);
    const { origins, clock } = ask(issuer);
    await origins();
    clock.advance(-3600);
    await origins();
    expect(asked).toHaveLength(2);
  });

  it('keep nobody waiting who was promised an answer in time', async () => {
    const { issuer } = await issuerThat((response) => void response.writeHead(200).write('{'));
    const { origins, failures } = ask(issuer, undefined, 20);
    expect(await origins()).toEqual([issuer]);
    expect(failures()).toBe(1);
  });

  it('keep no server from closing', async () => {
    const closing = new AbortController();
    const { issuer } = await issuerThat(() => {
      closing.abort();
    });
    expect(await ask(issuer, closing.signal, NEVER).origins()).toEqual([issuer]);
  });

  it('hold no address that a policy cannot name', async () => {
    const refused = { issuer: 'http://[::1]:1', expected: [] };
    expect(await ask(refused.issuer).origins()).toEqual(refused.expected);
  });

  it('are those of an issuer as this package makes them', async () => {
    const issuer = await createTestIssuer();
    await issuer.listen();
    expect(await ask(issuer.issuer).origins()).toEqual([issuer.issuer]);
    await issuer.close();
  });
});
