import { createAllowance } from './allowance.js';
import type { IssuerSettings } from './issuer-options.js';
import type { KeySet, VerificationKey } from './key-set.js';
import { createKeySource } from './key-source.js';
import type { KeySource } from './key-source.js';
import type { KeysUnavailableError } from './keys-unavailable-error.js';
import { findSigner } from './signature.js';
import { tell } from './tell.js';
import { TokenRefusedError } from './token-refused-error.js';
import type { VerifierSettings } from './verifier-options.js';

/** One issuer, with keys that sign for it and for nobody else. */
export interface TrustedIssuer extends IssuerSettings {
  readonly keySource: KeySource;
  /** The key that signed the token. Rejects with a `TokenRefusedError`. */
  findSigner(token: string, header: Readonly<Record<string, unknown>>): Promise<VerificationKey>;
  /** A token did not say when its user signed in. */
  missAuthTime(): void;
}

/** An operator is told that something is missing at the provider, and not with every token. */
const ADVICE = { reserve: 1, interval: 3600 };

export function trustIssuer(
  settings: IssuerSettings,
  common: Pick<VerifierSettings, 'clock' | 'fetch' | 'maxKeyAge' | 'onEvent'>,
): TrustedIssuer {
  const { issuer, algorithms } = settings;
  const { clock, fetch, maxKeyAge, onEvent } = common;
  const keySource = createKeySource({
    ...{ issuer, jwksUri: settings.jwksUri, clock, fetch, maxKeyAge },
    onEvent: (event) => onEvent?.({ issuer, ...event }),
  });
  const advice = createAllowance(ADVICE, () => performance.now() / 1000);

  return {
    ...settings,
    keySource,
    async findSigner(token, header) {
      const { kid } = header;
      const held = keySource.held() ?? (await fetchKeys());
      const isUnknown = typeof kid === 'string' && !held.has(kid);
      const keys = isUnknown ? await fetchNewer(held, kid) : held;
      const found = await findSigner(token, keys.candidates(header), {
        algorithms: [...algorithms],
      });
      if (typeof found === 'string') throw new TokenRefusedError(found);
      return found;
    },
    missAuthTime() {
      if (!advice.take()) return;
      tell(onEvent, { type: 'auth-time-missing', issuer, advice: settings.withoutAuthTime });
    },
  };

  async function fetchNewer(known: KeySet, kid: string): Promise<KeySet> {
    const keys = await keySource.newerThan(known, kid);
    if (keys.has(kid)) return keys;
    const { fault } = keySource.health();
    // The issuer may have the key by now, and cannot be asked: that is no verdict on the token.
    throw fault ? keysUnavailable(fault) : new TokenRefusedError('unknown_key');
  }

  async function fetchKeys(): Promise<KeySet> {
    try {
      return await keySource.keys();
    } catch (error) {
      throw keysUnavailable(error as KeysUnavailableError);
    }
  }

  function keysUnavailable(cause: KeysUnavailableError): TokenRefusedError {
    const { retryAfter } = keySource.health();
    return new TokenRefusedError('keys_unavailable', { retryAfter, cause });
  }
}
