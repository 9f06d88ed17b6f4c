import type { default as Provider, KoaContextWithOIDC } from 'oidc-provider';
import { describeError } from './describe-error.js';
import type { Log } from './describe-error.js';

/** Whether it is an address of this machine: `localhost`, 127.0.0.0/8 or `[::1]`. */
export function isLoopbackUrl(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname } = new URL(url);
  // `URL` spells every IPv4 address with four numbers; 127.example is a name.
  return /^https?:$/.test(protocol) && /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(hostname);
}

/**
 * How oidc-provider sends logout tokens. Its own way refuses loopback, where an attacker could have a
 * server reach what only the machine may; here the receiver was configured by who runs both, and
 * nothing but loopback may be reached.
 */
export async function fetchLoopback(
  target: string | URL | Request,
  init: RequestInit = {},
): Promise<Response> {
  const url = target instanceof Request ? target.url : String(target);
  if (!isLoopbackUrl(url)) throw new TypeError('Only this machine may be reached');
  // What refuses loopback is the dispatcher. The other options stay, a time limit among them.
  const options = { ...init };
  Reflect.deleteProperty(options, 'dispatcher');
  const response = await fetch(url, options);
  // Only the status counts; a body that drips must not hold the connection.
  await response.body?.cancel();
  return response;
}

/**
 * Whether the session is ended because somebody else signs in, in the course of a sign-in: that is no
 * sign-out of who was there, and their applications are not told of one.
 */
export function isReplacedBySignIn(ctx: KoaContextWithOIDC | undefined): boolean {
  const next = ctx?.oidc.session?.state?.['postLogoutRedirectUri'];
  return typeof next === 'string' && next.startsWith(`${ctx?.oidc.issuer}/auth/`);
}

/** A receiver that is away does not keep anybody signed in, so the log alone hears of it. */
export function reportLogoutFaults(provider: Provider, log: Log): void {
  provider.on('backchannel.error', (_ctx, error, { clientId }) => {
    log('A back-channel logout was not received', { clientId, error: describeFault(error) });
  });
}

function describeFault(error: Error & { readonly response?: Response }): string {
  if (error.response) return `HTTP ${error.response.status}`;
  return describeError(error.cause ?? error);
}
