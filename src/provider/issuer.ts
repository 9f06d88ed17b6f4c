/** Spelt as URLs spell it, without port 80: issuers and origins are compared character by character. */
export function issuerAt(port: number): string {
  return new URL(`http://127.0.0.1:${port}`).origin;
}

/** The `Host` of a request to this issuer by the name of the machine's loopback address. */
export function localhostOf(issuer: string): string {
  return new URL(issuer).host.replace('127.0.0.1', 'localhost');
}
