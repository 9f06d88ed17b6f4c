import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  assertOneOf,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import type { KeySourceEvent } from './key-source.js';
import { TOKEN_KINDS } from './token-kind.js';
import type { TokenKind, TokenType } from './token-kind.js';
import { isTrustworthyUrl } from './trustworthy-url.js';

export interface TokenVerifierOptions {
  /** The `iss` every token must carry, character for character. */
  readonly issuer: string;
  /** The client ids of which an ID token's `aud` must name one; for access tokens, the names of this API. */
  readonly audience: string | readonly string[];
  /** What callers send. Access tokens by RFC 9068 alone: JWTs of the type `at+jwt`. @default 'id_token' */
  readonly tokenType?: TokenType | undefined;
  /** Signature algorithms to accept, asymmetric ones. @default RS256 PS256 ES256 EdDSA Ed25519 */
  readonly algorithms?: readonly string[] | undefined;
  /** Seconds of clock difference to forgive in `exp`, `nbf` and `iat`. @default 5 */
  readonly clockTolerance?: number | undefined;
  /** How many verified tokens to remember, at about 1 KiB each. @default 10000 */
  readonly cacheSize?: number | undefined;
  /** Characters of the longest token to look at. @default 8192 */
  readonly maxTokenLength?: number | undefined;
  /**
   * Seconds after which keys that could not be renewed are given up, from 600: the longest that a key taken away by an issuer that
   * cannot be reached is still believed. @default 86400
   */
  readonly maxKeyAge?: number | undefined;
  /** For metrics: what became of the keys. Called synchronously; what it throws becomes a process warning and changes nothing. */
  readonly onEvent?: ((event: KeySourceEvent) => void) | undefined;
  /** The time now, in epoch seconds. @default the system clock */
  readonly clock?: Clock | undefined;
  /** Asks the issuer for its keys. @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The options as the verifier uses them: complete, and each in its range. */
export interface VerifierSettings {
  readonly issuer: string;
  readonly audiences: ReadonlySet<unknown>;
  readonly kind: TokenKind;
  readonly algorithms: readonly string[];
  readonly clockTolerance: number;
  readonly cacheSize: number;
  readonly maxTokenLength: number;
  readonly maxKeyAge: number;
  readonly onEvent: ((event: KeySourceEvent) => void) | undefined;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

const NAMES: readonly (keyof TokenVerifierOptions)[] = [
  ...(['issuer', 'audience', 'tokenType', 'algorithms', 'clockTolerance'] as const),
  ...(['cacheSize', 'maxTokenLength', 'maxKeyAge', 'onEvent', 'clock', 'fetch'] as const),
];
/** Asymmetric ones alone: a key set is public, so what is in it must not be able to sign. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];

export function readVerifierOptions(options: TokenVerifierOptions): VerifierSettings {
  assertKnownOptions('createTokenVerifier', options, NAMES);
  const { issuer, audience, tokenType = 'id_token', algorithms = DEFAULT_ALGORITHMS } = options;
  const { clockTolerance = 5, cacheSize = 10_000, maxTokenLength = 8192 } = options;
  const { maxKeyAge = 86_400, onEvent } = options;
  const { clock = systemClock, fetch = globalThis.fetch } = options;
  assertIssuer(issuer);
  const audiences = listAudiences(audience);
  assertOneOf('tokenType', tokenType, ['id_token', 'access_token']);
  assertAlgorithms(algorithms);
  // Five minutes at the most: a larger number is milliseconds, or a clock that wants mending.
  assertRange('clockTolerance', clockTolerance, 0, 300);
  // The cache reserves its index at once.
  assertRange('cacheSize', cacheSize, 1, 1_000_000);
  assertCount('maxTokenLength', maxTokenLength);
  assertRange('maxKeyAge', maxKeyAge, 600, 30 * 86_400);
  if (onEvent !== undefined) assertFunction('onEvent', onEvent);
  assertFunction('clock', clock);
  assertFunction('fetch', fetch);
  return {
    ...{ issuer, audiences, kind: TOKEN_KINDS[tokenType], algorithms: [...algorithms] },
    ...{ clockTolerance, cacheSize, maxTokenLength, maxKeyAge, onEvent, clock, fetch },
  };
}

/** An issuer is compared character for character, and addresses are built from it. */
function assertIssuer(value: unknown): asserts value is string {
  if (typeof value === 'string' && !/[?#\s]/.test(value) && isTrustworthyUrl(value)) return;
  throw new ConfigurationError(
    '"issuer" must be an https URL without query, fragment or user name; http on a loopback address only',
  );
}

function listAudiences(value: unknown): ReadonlySet<unknown> {
  const audiences: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isList = audiences.every((one) => typeof one === 'string' && one.trim() !== '');
  if (isList && audiences.length > 0) return new Set(audiences);
  throw new ConfigurationError('"audience" must be a client id, or a list of at least one');
}

function assertAlgorithms(value: unknown): void {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const areKnown = entries.every((entry) => ALGORITHMS.some((one) => one === entry));
  if (areKnown && entries.length > 0) return;
  throw new ConfigurationError(`"algorithms" must be a list of some of ${ALGORITHMS.join(', ')}`);
}

function assertRange(name: string, value: unknown, least: number, most: number): void {
  if (Number.isInteger(value) && (value as number) >= least && (value as number) <= most) return;
  throw new ConfigurationError(`"${name}" must be a whole number from ${least} to ${most}`);
}
