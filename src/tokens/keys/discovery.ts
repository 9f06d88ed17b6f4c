import { KeysUnavailableError } from './keys-unavailable-error.js';
import { isLoopbackHttp, isTrustworthyUrl } from './trustworthy-url.js';

/** Where an issuer publishes what it is (OpenID Connect Discovery section 4). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** The address of the issuer's keys, from its discovery document. */
export function readKeysUrl(issuer: string, document: Readonly<Record<string, unknown>>): string {
  const { issuer: name, jwks_uri: url } = document;
  if (name !== issuer) {
    throw new KeysUnavailableError(
      `The issuer is set to ${quote(issuer)}, and its discovery document says ${quote(name)}`,
    );
  }
  if (typeof url === 'string' && isTrustworthyUrl(url, { http: isLoopbackHttp(new URL(issuer)) })) {
    return url;
  }
  throw new KeysUnavailableError(
    `The discovery document of ${quote(issuer)} must give an https "jwks_uri" without user name`,
  );
}

/** Enough of a stranger's value to see the difference, and no line break. */
function quote(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 200)) : 'none';
}
