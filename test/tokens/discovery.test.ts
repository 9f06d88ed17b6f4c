import { expect, it } from 'vitest';
import { createTokenVerifier } from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { freePort } from '../support/free-port.js';
import { answer } from '../support/handlers.js';
import { openIssuerScene } from '../support/issuer-scene.js';
import { DISCOVERY, KEYS, describeIssuer, sendJson } from '../support/loopback-issuer.js';
import type { Handler } from '../support/loopback-issuer.js';
import { serveHttp } from '../support/loopback-http.js';
import { serveSelfSigned } from '../support/self-signed.js';
import { AUDIENCE, outcomeOf } from '../support/scripted-issuer.js';

interface DiscoveryFault {
  readonly what: string;
  readonly change: (issuer: string) => object | Promise<object>;
  readonly fault: RegExp;
  /** Where the network was to blame. */
  readonly code?: string;
}

const FAULTS: readonly DiscoveryFault[] = [
  ...[
    'https://other.test',
    'https://login.test/{tenantid}/v2.0',
    '',
    'x'.repeat(9999),
    5,
    null,
    undefined,
    ['https://other.test'],
  ].map((issuer) => ({
    what: `the issuer ${describe(issuer)}`,
    change: () => ({ issuer }),
    fault: new RegExp(
      `^The issuer is set to "http:.*", and its discovery document says ${
        typeof issuer === 'string'
          ? JSON.stringify(issuer.slice(0, 200)).replace(/[{}.]/g, '\\$&')
          : 'none'
      }$`,
    ),
  })),
  ...[
    { what: 'a slash more', change: (issuer: string) => `${issuer}/` },
    { what: 'other letters', change: (issuer: string) => issuer.replace('http', 'HTTP') },
    { what: 'a default path', change: (issuer: string) => `${issuer}/.` },
    { what: 'a fragment', change: (issuer: string) => `${issuer}#` },
    { what: 'a list of itself', change: (issuer: string) => [issuer] },
  ].map(({ what, change }) => ({
    what: `the issuer with ${what}`,
    change: (issuer: string) => ({ issuer: change(issuer) }),
    fault: /^The issuer is set to ".*", and its discovery document says /,
  })),
  ...[
    'http://issuer.test/jwks',
    'file:///etc/passwd',
    'data:application/json,{"keys":[]}',
    '/jwks',
    '//127.0.0.1/jwks',
    'https://user:word@issuer.test/jwks',
    'https://user@issuer.test/jwks',
    'https://',
    '',
    5,
    null,
    undefined,
    ['https://issuer.test/jwks'],
  ].map((jwks_uri) => ({
    what: `jwks_uri ${describe(jwks_uri)}`,
    change: () => ({ jwks_uri }),
    fault: /^The discovery document of "http:.*" must give an https "jwks_uri" without user name$/,
  })),
  {
    what: 'jwks_uri on a host with a certificate of its own making',
    change: async () => {
      const port = await serveSelfSigned(answer({ body: JSON.stringify({ keys: [] }) }));
      return { jwks_uri: `https://127.0.0.1:${port}/jwks` };
    },
    fault: /^https:\/\/127\.0\.0\.1:\d+\/jwks could not be read$/,
    code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
  },
  {
    what: 'jwks_uri on a host that knows no TLS',
    change: (issuer) => ({ jwks_uri: `${issuer.replace('http', 'https')}/jwks` }),
    fault: /^https:\/\/127\.0\.0\.1:\d+\/jwks could not be read$/,
    code: 'ERR_SSL_WRONG_VERSION_NUMBER',
  },
  {
    what: 'jwks_uri on a port where nobody is',
    change: async () => ({ jwks_uri: `http://127.0.0.1:${await freePort()}/jwks` }),
    fault: /^http:\/\/127\.0\.0\.1:\d+\/jwks could not be read$/,
    code: 'ECONNREFUSED',
  },
  {
    what: 'jwks_uri on a host that nobody knows',
    // No label is so long, so that no server is asked for it.
    change: () => ({ jwks_uri: `https://${'x'.repeat(64)}.invalid/jwks` }),
    fault: /^https:\/\/x{64}\.invalid\/jwks could not be read$/,
    code: 'ENOTFOUND',
  },
];

/** Of the connection, below what `fetch` says of it. */
function codeOf(fault: Error | undefined): unknown {
  const { cause } = (fault?.cause ?? {}) as { readonly cause?: { readonly code?: unknown } };
  return cause?.code;
}

function describe(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
}

/** The document but for what is changed. */
async function changed(issuer: string, { change }: DiscoveryFault): Promise<Handler> {
  const document = { ...describeIssuer(issuer), ...(await change(issuer)) };
  return (_request, response) => {
    sendJson(response, document);
  };
}

it.each(FAULTS)(
  'RA-39: $what is a fault that says so, and over when it is mended',
  async (discovery) => {
    const { issuer, verifier, time, token, renewals } = await openIssuerScene();
    issuer.misbehave = { discovery: await changed(issuer.issuer, discovery) };
    await expect(verifier.ready()).rejects.toThrow(discovery.fault);
    expect(verifier.health().fault?.message).toMatch(discovery.fault);
    expect(codeOf(verifier.health().fault)).toBe(discovery.code);
    expect(await outcomeOf(verifier.verify(token('user')))).toBe('keys_unavailable');
    expect(issuer.asked).toEqual([DISCOVERY]);
    issuer.misbehave = {};
    time.advance(1);
    await renewals(1);
    expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
    expect(issuer.asked).toEqual([DISCOVERY, DISCOVERY, KEYS]);
  },
);

it.each(FAULTS)('with keys held, $what turns away nobody', async (discovery) => {
  const scene = await openIssuerScene();
  const { issuer, verifier, time, token, failures, renewals } = scene;
  await verifier.verify(token('early'));
  issuer.misbehave = {
    keys: answer({ status: 404 }),
    discovery: await changed(issuer.issuer, discovery),
  };
  issuer.asked.length = 0;
  time.advance(600);
  await failures(1);
  time.advance(1);
  await failures(2);
  expect(verifier.health().fault?.message).toMatch(discovery.fault);
  expect(await outcomeOf(verifier.verify(token('early')))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(token('late')))).toBe('accepted');
  expect(issuer.asked).toEqual([KEYS, DISCOVERY]);
  issuer.misbehave = {};
  time.advance(2);
  await renewals(2);
  expect(verifier.health().fault).toBeUndefined();
});

it('RA-39: a slash less than the configuration says is a fault that says so', async () => {
  const { issuer } = await openIssuerScene();
  const verifier = createTokenVerifier({ issuer: `${issuer.issuer}/`, audience: AUDIENCE });
  await expect(verifier.ready()).rejects.toThrow(
    `The issuer is set to "${issuer.issuer}/", and its discovery document says "${issuer.issuer}"`,
  );
  // The slash is not doubled.
  expect(issuer.asked).toEqual([DISCOVERY]);
});

it('an issuer with a slash at the end is found, and its tokens need the slash', async () => {
  const { issuer, token, time } = await openIssuerScene();
  const name = `${issuer.issuer}/`;
  issuer.misbehave = {
    discovery: (_request, response) => {
      sendJson(response, { ...describeIssuer(issuer.issuer), issuer: name });
    },
  };
  const { clock } = time;
  const verifier = createTokenVerifier({ issuer: name, audience: AUDIENCE, clock });
  await verifier.ready();
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('wrong_issuer');
});

it.each([['none'], ['HS256'], ['none', 'HS256'], ['ES512'], []])(
  'an issuer that advertises the algorithms %j and %j changes nothing',
  async (...advertised) => {
    const { issuer, verifier, token, key } = await openIssuerScene();
    issuer.misbehave = {
      discovery: (_request, response) => {
        const document = { id_token_signing_alg_values_supported: advertised };
        sendJson(response, { ...describeIssuer(issuer.issuer), ...document });
      },
    };
    await verifier.ready();
    expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
    const unsigned = token('user', { ...key, alg: 'HS256' });
    expect(await outcomeOf(verifier.verify(unsigned))).toBe('wrong_algorithm');
  },
);

it('keys that have moved are found where they are now, and the old ones end', async () => {
  const { issuer, verifier, token } = await openIssuerScene();
  const old = token('user');
  await verifier.verify(old);
  const moved = forgeKey('ES256', 'key-2');
  issuer.asked.length = 0;
  // The old place goes on giving the old keys.
  const port = await serveHttp((_request, response) => {
    sendJson(response, { keys: [moved.jwk] });
    return Promise.resolve();
  });
  issuer.misbehave = {
    discovery: (_request, response) => {
      sendJson(response, { issuer: issuer.issuer, jwks_uri: `http://127.0.0.1:${port}/jwks` });
    },
  };
  expect(await outcomeOf(verifier.verify(token('user', moved)))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(old))).toBe('unknown_key');
  expect(issuer.asked).toEqual([DISCOVERY, DISCOVERY]);
});

it('an https issuer may keep its keys on another https host, and not on http', async () => {
  const key = forgeKey('ES256', 'key-1');
  const ask = async (jwks_uri: string): Promise<unknown> => {
    const issuer = 'https://issuer.test';
    const asked: string[] = [];
    const fetch = (input: string | URL | Request): Promise<Response> => {
      asked.push(input as string);
      return Promise.resolve(Response.json({ issuer, jwks_uri, keys: [key.jwk] }));
    };
    const verifier = createTokenVerifier({ issuer, audience: AUDIENCE, fetch });
    const outcome = await outcomeOf(verifier.ready());
    verifier.close();
    return [outcome, asked[1]];
  };
  expect(await ask('https://keys.test/jwks')).toEqual(['accepted', 'https://keys.test/jwks']);
  expect(await ask('http://127.0.0.1/jwks')).toEqual([expect.any(Error), undefined]);
});
