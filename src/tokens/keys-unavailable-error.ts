/** The issuer's keys cannot be had. For the operator: names an address and what it answered. */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'KEYS_UNAVAILABLE';
}
