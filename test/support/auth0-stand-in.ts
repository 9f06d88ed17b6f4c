/**
 * Stands in for the endpoints of Auth0 that auth0-spa-js calls, in front of the development provider: the
 * sign-in, the session, the codes, PKCE and the claims are the provider's. It does itself what is Auth0's own:
 *
 * - `/authorize` with `response_mode=web_message`: the popup ends on a page of Auth0's that posts the answer;
 * - `iss` ends with a slash, which the SDK insists on. So the ID token is signed anew, with a key of ours.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { randomUUID } from 'node:crypto';
import { decodeJwt, exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { allowPage, sendJson } from './json-answer.js';
import { readBody, serveHttp } from './loopback-http.js';
import { askTokenEndpoint } from './provider-token-endpoint.js';

/** A sign-in under way, by the `state` that the provider sees. */
interface SignIn {
  readonly redirectUri: URL;
  readonly state: string;
  readonly webMessage: boolean;
}

interface Auth0StandIn {
  /** `http://127.0.0.1:<port>`: the SDK's `domain`. The provider must let people come back to it. */
  readonly origin: string;
  readonly issuer: string;
  /** From here on it answers. */
  connect(provider: DevelopmentProvider): void;
}

export async function serveAuth0(appOrigin: string): Promise<Auth0StandIn> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'stand-in', alg: 'RS256', use: 'sig' };
  const signIns = new Map<string, SignIn>();
  let provider: DevelopmentProvider | undefined;
  const port = await serveHttp(answer);
  const origin = `http://127.0.0.1:${port}`;
  const issuer = `${origin}/`;
  const callback = `${origin}/callback`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', origin);
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        sendJson(response, 200, { issuer, jwks_uri: `${origin}/jwks` });
        return;
      case '/jwks':
        sendJson(response, 200, { keys: [jwk] });
        return;
      case '/authorize':
        response.writeHead(302, { location: begin(url.searchParams).href }).end();
        return;
      case '/callback':
        finish(url.searchParams, response);
        return;
      case '/oauth/token':
        if (!allowPage(request, response, appOrigin)) return;
        await redeem(await readBody(request), response);
        return;
      default:
        response.writeHead(404).end();
    }
  }

  function begin(asked: URLSearchParams): URL {
    const id = randomUUID();
    signIns.set(id, {
      redirectUri: new URL(asked.get('redirect_uri') ?? ''),
      state: asked.get('state') ?? '',
      webMessage: asked.get('response_mode') === 'web_message',
    });
    const url = new URL('/auth', provider?.issuer);
    url.search = asked.toString();
    url.searchParams.delete('response_mode');
    url.searchParams.set('redirect_uri', callback);
    url.searchParams.set('state', id);
    return url;
  }

  function finish(answered: URLSearchParams, response: ServerResponse): void {
    const id = answered.get('state') ?? '';
    const signIn = signIns.get(id);
    signIns.delete(id);
    if (!signIn || signIn.redirectUri.origin !== appOrigin) {
      response.writeHead(400).end();
      return;
    }
    answered.set('state', signIn.state);
    if (signIn.webMessage) {
      response.setHeader('content-type', 'text/html');
      response.end(webMessagePage(Object.fromEntries(answered), appOrigin));
      return;
    }
    signIn.redirectUri.search = answered.toString();
    response.writeHead(302, { location: signIn.redirectUri.href }).end();
  }

  async function redeem(body: string, response: ServerResponse): Promise<void> {
    if (!provider) return;
    const form = new URLSearchParams(body);
    if (form.has('redirect_uri')) form.set('redirect_uri', callback);
    const { status, body: tokens } = await askTokenEndpoint(provider, form);
    const idToken = tokens.id_token === undefined ? undefined : await signAnew(tokens.id_token);
    sendJson(response, status, { ...tokens, ...(idToken !== undefined && { id_token: idToken }) });
  }

  function signAnew(idToken: string): Promise<string> {
    return new SignJWT({ ...decodeJwt(idToken), iss: issuer })
      .setProtectedHeader({ alg: 'RS256', kid: jwk.kid, typ: 'JWT' })
      .sign(privateKey);
  }

  return {
    origin,
    issuer,
    connect(given) {
      provider = given;
    },
  };
}

function webMessagePage(response: Readonly<Record<string, string>>, appOrigin: string): string {
  const message = JSON.stringify({ type: 'authorization_response', response });
  return `<!doctype html><script>
    (window.opener ?? window.parent).postMessage(${message.replaceAll('<', '\\u003c')}, ${JSON.stringify(appOrigin)});
  </script>`;
}
