import { createTokenVerifier } from '../../src/tokens/index.js';
import type { TokenVerifier, TokenVerifierOptions, VerifierEvent } from '../../src/tokens/index.js';
import { forge, forgeKey } from './forge.js';
import type { ForgeKey } from './forge.js';
import { holdTime, until } from './held-time.js';
import type { HeldTime } from './held-time.js';
import { serveIssuer } from './loopback-issuer.js';
import type { LoopbackIssuer } from './loopback-issuer.js';
import { AUDIENCE, CLAIMS, NOW } from './scripted-issuer.js';

/** A verifier that asks a real issuer, and all the clocks there are. */
export interface IssuerScene {
  readonly issuer: LoopbackIssuer;
  readonly verifier: TokenVerifier;
  readonly time: HeldTime;
  readonly events: readonly VerifierEvent[];
  readonly key: ForgeKey;
  /** A good token of that user, as of now. */
  readonly token: (user: string, key?: ForgeKey) => string;
  /** Lets as much time pass as the issuer at fault is left alone for; not more, in which the next question would be given up. */
  readonly untilRetry: () => void;
  /** Waits until the issuer has failed so many times. */
  readonly failures: (count: number) => Promise<void>;
  /** Waits until keys came so many times. */
  readonly renewals: (count: number) => Promise<void>;
}

export async function openIssuerScene(
  options: Partial<TokenVerifierOptions> = {},
): Promise<IssuerScene> {
  const key = forgeKey('ES256', 'key-1');
  const issuer = await serveIssuer([key.jwk]);
  const time = holdTime(NOW);
  const events: VerifierEvent[] = [];
  const verifier = createTokenVerifier({
    ...{ issuer: issuer.issuer, audience: AUDIENCE, clock: time.clock },
    onEvent: (event) => events.push(event),
    ...options,
  });
  const count = (type: VerifierEvent['type']): number =>
    events.filter((event) => event.type === type).length;
  return {
    ...{ issuer, verifier, time, events, key },
    token: (user, signer = key) => {
      const now = time.clock();
      const times = { iat: now - 10, exp: now + 3600, auth_time: now - 60 };
      return forge({ claims: { ...CLAIMS, ...times, iss: issuer.issuer, sub: user } }, signer);
    },
    untilRetry() {
      time.advance(verifier.health().retryAfter ?? NaN);
    },
    failures: (wanted) => until(() => count('keys-failed') >= wanted),
    renewals: (wanted) => until(() => count('keys-renewed') >= wanted),
  };
}
