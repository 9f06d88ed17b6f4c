import type { ServerResponse } from 'node:http';
import { createLocalJWKSet, jwtVerify } from 'jose';
import type { JSONWebKeySet, JWTHeaderParameters, JWTPayload } from 'jose';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { readBody, serveHttp } from './loopback-http.js';

export interface LogoutReceiver {
  /** Its `backchannel_logout_uri`. */
  readonly uri: string;
  /** Everything posted to it so far, as it came. */
  readonly received: readonly Posted[];
}

interface Posted {
  readonly method: string | undefined;
  readonly mediaType: string | undefined;
  readonly form: URLSearchParams;
}

/** Where a provider posts its logout tokens; `respond` may answer in another way, or not at all. */
export async function receiveLogouts(
  respond: (response: ServerResponse) => void = (response) => response.end(),
): Promise<LogoutReceiver> {
  const received: Posted[] = [];
  const port = await serveHttp(async (request, response) => {
    const form = new URLSearchParams(await readBody(request));
    received.push({ method: request.method, mediaType: request.headers['content-type'], form });
    respond(response);
  });
  return { uri: `http://localhost:${port}/backchannel-logout`, received };
}

interface ReadLogout {
  readonly header: JWTHeaderParameters;
  readonly claims: JWTPayload;
}

/** The tokens posted to it, their signatures verified, in the alphabet's order of their clients. */
export async function readLogouts(
  { received }: LogoutReceiver,
  { issuer }: DevelopmentProvider,
): Promise<readonly ReadLogout[]> {
  const keys = (await (await fetch(`${issuer}/jwks`)).json()) as JSONWebKeySet;
  const logouts = await Promise.all(
    received.map(async ({ form }) => {
      const token = form.get('logout_token') ?? '';
      const { protectedHeader, payload } = await jwtVerify(token, createLocalJWKSet(keys));
      return { header: protectedHeader, claims: payload };
    }),
  );
  return logouts.sort((one, other) =>
    String(one.claims.aud).localeCompare(String(other.claims.aud)),
  );
}
