import { createAllowance } from './keys/allowance.js';
import type { IssuerSettings } from './issuer-options.js';
import type { KeySet, VerificationKey } from './keys/key-set.js';
import { createKeySource } from './keys/key-source.js';
import type { KeySource } from './keys/key-source.js';
import type { KeysUnavailableError } from './keys/keys-unavailable-error.js';
import { findSigner } from './signature.js';
import { tell } from './keys/tell.js';
import { TokenRefusedError } from './token-refused-error.js';
import type { VerifierSettings } from './verifier-options.js';
import { processClock } from './keys/process-clock.js';

/** One issuer, with keys that sign for it and for nobody else. */
export interface TrustedIssuer extends IssuerSettings {
  readonly keySource: KeySource;
  /** The key that signed the token. Rejects with a `TokenRefusedError`. */
  findSigner(token: string, header: Readonly<Record<string, unknown>>): Promise<VerificationKey>;
  /** A token did not say when its user signed in. */
  missAuthTime(): void;
  /** A token lives longer than its logout would be remembered, which is for so many seconds. */
  outliveLogouts(retention: number): void;
}

/** An operator is told what to change at the provider, or here, and not with every token. */
const createAdvice = () => createAllowance({ reserve: 1, interval: 3600 }, processClock);

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
  const [advice, lifeAdvice] = [createAdvice(), createAdvice()];

  return {
    ...settings,
    keySource,
    async findSigner(token, header) {
      const { kid } = header;
      const held = keySource.held() ?? (await fetchKeys());
      const isUnknown = typeof kid === 'string' && !held.has(kid);
      const keys = isUnknown ? await fetchNewer(held, kid) : held;
      const found = await tryKeys(keys);
      if (typeof found !== 'string') return found;
      // The issuer may have put another key under the old name, or has no names for them.
      const newer = await keySource.newerThan(keys, undefined);
      const foundNow = newer === keys ? found : await tryKeys(newer);
      if (typeof foundNow !== 'string') return foundNow;
      throw new TokenRefusedError(foundNow);

      function tryKeys(set: KeySet): ReturnType<typeof findSigner> {
        return findSigner(token, set.candidates(header), { algorithms: [...algorithms] });
      }
    },
    missAuthTime() {
      if (!advice.take()) return;
      tell(onEvent, { type: 'auth-time-missing', issuer, advice: settings.withoutAuthTime });
    },
    outliveLogouts(retention) {
      if (lifeAdvice.take()) tell(onEvent, { type: 'token-outlives-logouts', issuer, retention });
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
