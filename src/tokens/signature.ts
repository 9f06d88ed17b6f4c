import { compactVerify, errors } from 'jose';
import type { VerifyOptions } from 'jose';
import type { KeySet } from './key-set.js';

export type SignatureRefusal = 'unknown_key' | 'wrong_signature';

/** How many keys may fit a token that does not name one. */
const MOST_TRIES = 4;

/** Whether one of the keys signed the token; what it says is judged elsewhere. */
export async function judgeSignature(
  token: string,
  keys: KeySet,
  options: VerifyOptions,
): Promise<SignatureRefusal | undefined> {
  try {
    await compactVerify(token, keys.find, options);
    return undefined;
  } catch (error) {
    return error instanceof errors.JWKSMultipleMatchingKeys
      ? tryEach(token, error, options)
      : translate(error);
  }
}

/** Several keys fit: the token names none, or the issuer gave two keys one name. */
async function tryEach(
  token: string,
  candidates: errors.JWKSMultipleMatchingKeys,
  options: VerifyOptions,
): Promise<SignatureRefusal | undefined> {
  let tries = 0;
  for await (const key of candidates) {
    if (tries === MOST_TRIES) break;
    tries += 1;
    try {
      await compactVerify(token, key, options);
      return undefined;
    } catch {
      // The next one may be it.
    }
  }
  return 'wrong_signature';
}

/** The form was checked before, so what is no wrong signature is a key that does not fit. */
function translate(error: unknown): SignatureRefusal {
  return error instanceof errors.JWSSignatureVerificationFailed ? 'wrong_signature' : 'unknown_key';
}
