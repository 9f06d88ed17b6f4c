import { inspect } from 'node:util';
import { ApolloServer } from '@apollo/server';
import { makeExecutableSchema } from '@graphql-tools/schema';
import { expect, it } from 'vitest';
import { apolloContext, recentAuthPlugin } from '../../src/apollo/index.js';
import { createRecentAuth } from '../../src/directive/index.js';
import type { AuthenticationContext } from '../../src/protocol/index.js';
import { createContextBuilder, createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenVerifier } from '../../src/tokens/index.js';
import { forgeKey } from '../support/forge.js';
import { answer } from '../support/handlers.js';
import { until } from '../support/held-time.js';
import { openIssuerScene } from '../support/issuer-scene.js';
import { DISCOVERY, KEYS, describeIssuer, sendJson } from '../support/loopback-issuer.js';
import { QUIET, serve } from '../support/realm.js';
import { AUDIENCE, ISSUER, outcomeOf } from '../support/scripted-issuer.js';
import { DOCUMENT_FAULTS } from '../support/server-behaviours.js';

/** An API whose callers this verifier verifies; what it answers to a token. */
async function serveApi(verifier: TokenVerifier): Promise<(token?: string) => Promise<unknown>> {
  const recentAuth = createRecentAuth<AuthenticationContext>({ clock: verifier.clock });
  const typeDefs = 'type Query { open: Int! guarded: Int @requiresRecentAuth(seconds: 300) }';
  const resolvers = { Query: { open: () => 1, guarded: () => 2 } };
  const schema = makeExecutableSchema({ typeDefs: [recentAuth.typeDefs, typeDefs], resolvers });
  const server = new ApolloServer({
    ...QUIET,
    schema: recentAuth.transform(schema),
    plugins: [recentAuthPlugin(recentAuth)],
  });
  const url = await serve(server, apolloContext(createContextBuilder({ verifier })));
  return async (token) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        ...{ 'content-type': 'application/json', accept: 'application/graphql-response+json' },
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({ query: `{ open ${token === undefined ? '' : 'guarded'} }` }),
    });
    const { data, errors } = (await response.json()) as {
      data?: unknown;
      errors?: readonly { readonly extensions: { readonly code: string } }[];
    };
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      challenge: response.headers.get('www-authenticate'),
      body: errors?.map(({ extensions }) => extensions.code) ?? data,
    };
  };
}

const WELL = { status: 200, retryAfter: null, challenge: null, body: { open: 1, guarded: 2 } };
const ANONYMOUS = { status: 200, retryAfter: null, challenge: null, body: { open: 1 } };
const DOWN = { status: 503, retryAfter: '1', challenge: null, body: ['AUTH_UNAVAILABLE'] };

it.each(
  DOCUMENT_FAULTS.filter(({ behaviour }) =>
    ['status 500', 'status 404', 'HTML', 'a reset before the headers', 'silence'].includes(
      behaviour,
    ),
  ),
)(
  'RA-34: an API whose issuer answers with $behaviour says 503 and when to come again, and is open to who needs no issuer',
  async ({ handler, hangs }) => {
    const { issuer, verifier, time, token, failures, renewals } = await openIssuerScene();
    const ask = await serveApi(verifier);
    issuer.misbehave = { keys: handler };
    const first = ask(token('user'));
    await until(() => issuer.asked.includes(KEYS));
    expect(await ask()).toEqual(ANONYMOUS);
    if (hangs) time.advance(5);
    expect(await first).toEqual(DOWN);
    const { length } = issuer.asked;
    for (let caller = 0; caller < 10; caller += 1) {
      expect(await ask(token(`user-${caller}`))).toEqual(DOWN);
      expect(await ask()).toEqual(ANONYMOUS);
    }
    expect(issuer.asked).toHaveLength(length);
    await failures(1);
    issuer.misbehave = {};
    time.advance(1);
    await renewals(1);
    expect(await ask(token('user'))).toEqual(WELL);
    issuer.misbehave = { keys: handler };
    time.advance(600);
    expect(await ask(token('user'))).toEqual(WELL);
    expect(await ask(token('late'))).toEqual(WELL);
  },
);

it('an issuer that refuses connections at the start is found when it is up', async () => {
  const { issuer, verifier, time, token, renewals } = await openIssuerScene();
  await issuer.stop();
  await expect(verifier.ready()).rejects.toThrow(`${issuer.issuer}${DISCOVERY} could not be read`);
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('keys_unavailable');
  await issuer.start();
  time.advance(1);
  await renewals(1);
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('an issuer that refuses connections turns nobody away whose keys are held', async () => {
  const { issuer, verifier, time, token, failures, renewals } = await openIssuerScene();
  await verifier.verify(token('early'));
  await issuer.stop();
  time.advance(600);
  await failures(1);
  expect(await outcomeOf(verifier.verify(token('early')))).toBe('accepted');
  expect(await outcomeOf(verifier.verify(token('late')))).toBe('accepted');
  await issuer.start();
  time.advance(1);
  await renewals(2);
  expect(verifier.health().fault).toBeUndefined();
});

it('a connection that the issuer has closed meanwhile costs no more than a second question', async () => {
  const { issuer, verifier, time, renewals, events } = await openIssuerScene();
  await verifier.ready();
  let isFirst = true;
  issuer.misbehave = {
    keys(request, response) {
      if (isFirst) request.socket.destroy();
      else sendJson(response, { keys: issuer.keys });
      isFirst = false;
    },
  };
  time.advance(600);
  await renewals(2);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS, KEYS, KEYS]);
  expect(events.map(({ type }) => type)).toEqual(['keys-renewed', 'keys-renewed']);
});

it('100 callers who come at once ask for each document once', async () => {
  const { issuer, verifier, token } = await openIssuerScene();
  const callers = Array.from({ length: 100 }, (_, caller) => verifier.verify(token(`${caller}`)));
  await Promise.all(callers);
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('of a body without end no more is read than it takes to be too much', async () => {
  const { issuer, verifier } = await openIssuerScene();
  let poured = 0;
  issuer.misbehave = {
    keys(_request, response) {
      const piece = Buffer.alloc(64 * 1024, ' ');
      const pour = (): void => {
        do poured += piece.length;
        while (!response.destroyed && response.write(piece));
      };
      response.on('drain', pour);
      pour();
    },
  };
  await expect(verifier.ready()).rejects.toThrow(/answered more than 524288 bytes$/);
  // What lies in the buffers of two sockets comes on top.
  expect(poured).toBeLessThan(64 * 2 ** 20);
});

it('a caller of an issuer that is down is told 503 and when to come again', async () => {
  const { issuer, verifier, token } = await openIssuerScene();
  issuer.misbehave = { keys: answer({ status: 500 }) };
  const refused = Array.from({ length: 20 }, () =>
    verifier.verify(token('user')).catch((error: unknown) => error),
  );
  for (const error of await Promise.all(refused)) {
    expect(error).toMatchObject({
      refusal: 'keys_unavailable',
      message: 'Token refused: keys unavailable',
      extensions: {
        code: 'AUTH_UNAVAILABLE',
        http: { status: 503, headers: { 'retry-after': '1', 'cache-control': 'no-store' } },
      },
      cause: { message: `${issuer.issuer}${KEYS} answered with status 500` },
    });
  }
  expect(issuer.asked).toEqual([DISCOVERY, KEYS]);
});

it('an answer without a body is a fault', async () => {
  const empty = () => Promise.resolve(new Response());
  const verifier = createTokenVerifier({ issuer: ISSUER, audience: AUDIENCE, fetch: empty });
  await expect(verifier.ready()).rejects.toThrow(
    `${ISSUER}${DISCOVERY} did not answer with a JSON object`,
  );
  verifier.close();
});

it('asks by GET for JSON, and sends nothing of the caller', async () => {
  const { issuer, verifier, token } = await openIssuerScene();
  const seen: unknown[] = [];
  issuer.misbehave = {
    discovery: ({ method, headers }, response) => {
      seen.push([method, headers.accept, headers.authorization, headers.cookie]);
      sendJson(response, describeIssuer(issuer.issuer));
    },
  };
  await verifier.verify(token('user'));
  expect(seen).toEqual([['GET', 'application/json', undefined, undefined]]);
});

it('keys whose place is given are asked for there and nowhere else', async () => {
  const { issuer, token, time, key } = await openIssuerScene();
  const { clock } = time;
  const jwksUri = `${issuer.issuer}${KEYS}`;
  const verifier = createTokenVerifier({
    ...{ issuer: issuer.issuer, audience: AUDIENCE, jwksUri, clock },
  });
  expect(await outcomeOf(verifier.verify(token('user')))).toBe('accepted');
  const stranger = forgeKey('ES256', 'stranger');
  expect(await outcomeOf(verifier.verify(token('user', stranger)))).toBe('unknown_key');
  const forger = forgeKey('ES256', key.kid);
  expect(await outcomeOf(verifier.verify(token('user', forger)))).toBe('wrong_signature');
  expect(issuer.asked).toEqual([KEYS, KEYS]);
});

it('what the query of an address holds is not told', async () => {
  const { issuer } = await openIssuerScene();
  const jwksUri = `${issuer.issuer}/nowhere?secret=word`;
  const verifier = createTokenVerifier({
    ...{ issuer: issuer.issuer, audience: AUDIENCE, jwksUri },
    fetch: () => Promise.resolve(new Response(null, { status: 403 })),
  });
  await expect(verifier.ready()).rejects.toThrow(
    `${issuer.issuer}/nowhere answered with status 403`,
  );
  expect(inspect(verifier.health())).not.toContain('word');
});
