/**
 * Stands in for the endpoints of Authgear that `@authgear/web` calls, in front of the development provider: the
 * sign-in, the codes, PKCE, the access tokens and the ID tokens are the provider's own, and so is their issuer.
 * It does itself what is Authgear's own:
 *
 * - discovery, with Authgear's paths, and Authgear's scopes put into the provider's;
 * - one session for a user, whose `auth_time` a reauthentication moves: so an access token from before it
 *   brings an ID token that knows of it, by the grant `urn:authgear:params:oauth:grant-type:id-token`.
 */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { decodeJwt } from 'jose';
import type { DevelopmentProvider } from '../../src/provider/index.js';
import { allowPage, sendJson } from './json-answer.js';
import { readBody, serveHttp } from './loopback-http.js';
import { askTokenEndpoint } from './provider-token-endpoint.js';
import type { TokenAnswer } from './provider-token-endpoint.js';

interface AuthgearStandIn {
  /** `http://127.0.0.1:<port>`: the SDK's `endpoint`. */
  readonly origin: string;
  /** From here on it answers. */
  connect(provider: DevelopmentProvider): void;
}

/** A user's session: whatever was handed out for it, and what renews it at the provider, which changes. */
interface Session {
  readonly handle: string;
  refreshToken: string;
}

const ID_TOKEN_GRANT = 'urn:authgear:params:oauth:grant-type:id-token';

export async function serveAuthgear(appOrigin: string): Promise<AuthgearStandIn> {
  const sessions = new Map<string, Session>();
  const byToken = new Map<string, Session>();
  let provider: DevelopmentProvider | undefined;
  const port = await serveHttp(answer);
  const origin = `http://127.0.0.1:${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!provider) throw new Error('Not connected');
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/oauth2/authorize') {
      const location = authorizationUrl(provider, url.searchParams);
      response.writeHead(302, { location: location.href }).end();
      return;
    }
    if (!allowPage(request, response, appOrigin)) return;
    const { authorization = '' } = request.headers;
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        sendJson(response, 200, describe(origin, provider.issuer));
        return;
      case '/oauth2/token': {
        const form = new URLSearchParams(await readBody(request));
        const { status, body } = await grant(provider, form, authorization);
        sendJson(response, status, body);
        return;
      }
      case '/oauth2/userinfo': {
        const info = await fetch(`${provider.issuer}/me`, { headers: { authorization } });
        sendJson(response, info.status, (await info.json()) as object);
        return;
      }
      default:
        response.writeHead(404).end();
    }
  }

  async function grant(
    provider: DevelopmentProvider,
    form: URLSearchParams,
    authorization: string,
  ): Promise<TokenAnswer> {
    switch (form.get('grant_type')) {
      case 'authorization_code':
        return handOut(await askTokenEndpoint(provider, form));
      case 'refresh_token':
        return renew(provider, form, byToken.get(form.get('refresh_token') ?? ''));
      case ID_TOKEN_GRANT: {
        const session = byToken.get(authorization.replace('Bearer ', ''));
        const { status, body } = await renew(provider, form, session);
        return { status, body: status === 200 ? { id_token: body.id_token ?? '' } : body };
      }
      default:
        return { status: 400, body: { error: 'unsupported_grant_type' } };
    }
  }

  async function renew(
    provider: DevelopmentProvider,
    form: URLSearchParams,
    session: Session | undefined,
  ): Promise<TokenAnswer> {
    if (!session) return { status: 400, body: { error: 'invalid_grant' } };
    const asked = new URLSearchParams({
      grant_type: 'refresh_token',
      client_id: form.get('client_id') ?? '',
      refresh_token: session.refreshToken,
    });
    return handOut(await askTokenEndpoint(provider, asked));
  }

  /** Whoever signs in again goes on with the session that they have. */
  function handOut({ status, body }: TokenAnswer): TokenAnswer {
    const { access_token: accessToken, refresh_token: refreshToken, id_token: idToken } = body;
    if (!accessToken || !refreshToken || !idToken) return { status, body };
    const subject = decodeJwt(idToken).sub ?? '';
    const session = sessions.get(subject) ?? { handle: randomUUID(), refreshToken };
    session.refreshToken = refreshToken;
    sessions.set(subject, session);
    byToken.set(session.handle, session);
    byToken.set(accessToken, session);
    return { status, body: { ...body, refresh_token: session.handle } };
  }

  return {
    origin,
    connect(given) {
      provider = given;
    },
  };
}

function authorizationUrl({ issuer }: DevelopmentProvider, asked: URLSearchParams): URL {
  const url = new URL('/auth', issuer);
  url.search = asked.toString();
  url.searchParams.set('scope', 'openid profile email offline_access');
  return url;
}

function describe(origin: string, issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${origin}/oauth2/authorize`,
    token_endpoint: `${origin}/oauth2/token`,
    userinfo_endpoint: `${origin}/oauth2/userinfo`,
    revocation_endpoint: `${origin}/oauth2/revoke`,
    end_session_endpoint: `${origin}/oauth2/end_session`,
  };
}
