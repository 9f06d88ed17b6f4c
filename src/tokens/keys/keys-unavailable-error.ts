/**
 * Who asks cannot be told now, whatever the caller sent: an issuer's keys cannot be had, or Authgear's session
 * resolver does not answer, answers as Authgear never does, is asked by too many at once, or was closed. For the
 * operator: says which of these it is, at what address.
 */
export class KeysUnavailableError extends Error {
  override readonly name = 'KeysUnavailableError';
  readonly code = 'KEYS_UNAVAILABLE';
}
