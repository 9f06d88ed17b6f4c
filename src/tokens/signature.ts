import { compactVerify } from 'jose';
import type { VerifyOptions } from 'jose';
import type { VerificationKey } from './keys/key-set.js';

export type SignatureRefusal = 'unknown_key' | 'wrong_signature';

/** How many keys may fit a token: it names none, or the issuer gave several one name. No issuer has so many. */
const MOST_TRIES = 16;

/** The key that signed the token, or why there is none; what the token says is judged elsewhere. */
export async function findSigner(
  token: string,
  candidates: readonly VerificationKey[],
  options: VerifyOptions,
): Promise<VerificationKey | SignatureRefusal> {
  let refusal: SignatureRefusal = 'unknown_key';
  for (const key of candidates.slice(0, MOST_TRIES)) {
    try {
      await compactVerify(token, key.find, options);
      return key;
    } catch {
      // The form was checked before, and the key fits: it did not sign this.
      refusal = 'wrong_signature';
    }
  }
  return refusal;
}
