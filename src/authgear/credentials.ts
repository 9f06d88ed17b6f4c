import { readBearerToken, TokenRefusedError } from '../tokens/index.js';
import type { RequestLike } from '../tokens/index.js';
import { judgeCrossSite } from './cross-site.js';
import type { CookieSettings } from './options.js';
import { readSessionCookie } from './session-cookie.js';

/** The one header that signs a caller in, as the resolver is to see it. */
export interface Credentials {
  readonly name: 'authorization' | 'cookie';
  readonly value: string;
}

/** Characters. Authgear's longest are JWTs with roles in them. */
const LONGEST = 8192;

/**
 * An access token wins, since somebody meant to send it; the cookie that came along is not looked at.
 * Which of the two Authgear would take depends on its version.
 */
export function readCredentials(
  request: RequestLike,
  cookies: CookieSettings | undefined,
): Credentials | undefined {
  const token = readAccessToken(request);
  if (token !== undefined) return { name: 'authorization', value: `Bearer ${token}` };
  const cookie = cookies && readSessionCookie(request, cookies.name);
  if (!cookies || cookie === undefined) return undefined;
  assertSameSite(request, cookies);
  return { name: 'cookie', value: `${cookies.name}=${cookie}` };
}

export function readAccessToken(request: RequestLike): string | undefined {
  const token = readBearerToken(request);
  if (token !== undefined && token.length > LONGEST) throw new TokenRefusedError('token_too_long');
  return token;
}

/** What browsers send by themselves proves nobody's intention. */
export function assertSameSite(request: RequestLike, { origins }: CookieSettings): void {
  const refusal = judgeCrossSite(request, origins);
  if (refusal !== undefined) throw new TokenRefusedError(refusal);
}
