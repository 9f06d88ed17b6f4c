/** Names of headers that everybody knows, so that they may be told: others could be anything. */
const ALGORITHMS = [
  ...['none', 'HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'ES256K', 'EdDSA', 'Ed25519', 'Ed448'],
  ...['ML-DSA-44', 'ML-DSA-65', 'ML-DSA-87'],
];
const TYPES = [
  ...['JWT', 'at+jwt', 'logout+jwt', 'dpop+jwt', 'secevent+jwt', 'oauth-authz-req+jwt'],
  ...['token-introspection+jwt', 'JOSE', 'JOSE+JSON'],
];

/** A registered algorithm (RFC 7518 section 3.1 and later), letter by letter. */
export function knownAlgorithm(alg: unknown): string | undefined {
  return ALGORITHMS.find((one) => one === alg);
}

/** A registered media type of a JWT, by the name that it is known by. */
export function knownType(typ: unknown): string | undefined {
  if (typeof typ !== 'string') return undefined;
  const name = typ.toLowerCase().replace(/^application\//, '');
  return TYPES.find((one) => one.toLowerCase() === name);
}
