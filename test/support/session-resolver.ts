import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export const NOW = 1_795_000_000;

/** A session as Authgear keeps it. */
export interface ResolvedSession {
  readonly userId: string;
  readonly authenticatedAt: number | undefined;
  readonly anonymous?: boolean;
  readonly canReauthenticate?: boolean;
  readonly amr?: readonly string[];
}

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Authgear's session resolver on a free loopback port, which can be made to misbehave. */
export interface SessionResolver {
  readonly endpoint: string;
  /** By the value of a cookie, or by the access token. */
  readonly sessions: Map<string, ResolvedSession>;
  /** What came with every question, in order. */
  readonly asked: IncomingHttpHeaders[];
  /** How many connections were made. */
  readonly connections: number;
  /** Answers instead, while set. */
  misbehave: Handler | undefined;
  /** Awaited before each answer, while set; it is made before. */
  hold: ((request: IncomingMessage) => Promise<unknown>) | undefined;
}

export interface SessionResolverOptions {
  /** Versions differ in which they look at first. */
  readonly first?: 'cookie' | 'token';
  readonly cookieName?: string;
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer };
}

/** As authgear-server does it: whichever of the two is a session, else `false` if either came. */
export async function serveSessionResolver({
  first = 'cookie',
  cookieName = 'session',
  tls,
}: SessionResolverOptions = {}): Promise<SessionResolver> {
  let connections = 0;
  const answer: Handler = ({ headers }, response) => {
    const cookie = new RegExp(`(?:^|; )${cookieName}=([^;]*)`).exec(headers.cookie ?? '')?.[1];
    const token = /^bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
    const came = (first === 'cookie' ? [cookie, token] : [token, cookie]).filter(
      (one) => one !== undefined,
    );
    const session = came.map((one) => resolver.sessions.get(one)).find(Boolean);
    const said = session ? describe(session) : came.length > 0 && { 'session-valid': 'false' };
    for (const [name, value] of Object.entries(said || {})) {
      response.setHeader(`X-Authgear-${name}`, value);
    }
  };
  const serve: Handler = (request, response) => {
    resolver.asked.push(request.headers);
    if (resolver.misbehave) {
      resolver.misbehave(request, response);
    } else if (request.method === 'GET' && request.url === '/_resolver/resolve') {
      answer(request, response);
      void Promise.resolve(resolver.hold?.(request)).then(() => response.end());
    } else {
      response.writeHead(404).end();
    }
  };
  const server = tls ? createSecureServer(tls, serve) : createServer(serve);
  server.listen(0, '127.0.0.1');
  server.on('connection', () => {
    connections += 1;
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const resolver: SessionResolver = {
    endpoint: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`,
    sessions: new Map(),
    asked: [],
    get connections() {
      return connections;
    },
    misbehave: undefined,
    hold: undefined,
  };
  return resolver;
}

function describe({
  userId,
  authenticatedAt,
  anonymous = false,
  canReauthenticate = true,
  amr = ['pwd'],
}: ResolvedSession): Record<string, string> {
  return {
    'session-valid': 'true',
    'user-id': userId,
    'user-anonymous': String(anonymous),
    'user-verified': 'true',
    'user-can-reauthenticate': String(canReauthenticate),
    'session-amr': amr.join(' '),
    ...(authenticatedAt !== undefined && {
      'session-authenticated-at': String(authenticatedAt),
    }),
  };
}

/** Of somebody who signed in so many seconds ago. */
export function signedIn(age: number, userId = 'user-1'): ResolvedSession {
  return { userId, authenticatedAt: NOW - age };
}
