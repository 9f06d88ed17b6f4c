import {
  assertCount,
  assertFunction,
  assertKnownOptions,
  ConfigurationError,
  systemClock,
} from '../protocol/index.js';
import type { Clock } from '../protocol/index.js';
import { assertRange } from './assert-range.js';
import { ISSUER_OPTIONS, readIssuerOptions } from './issuer-options.js';
import type { IssuerOptions, IssuerSettings } from './issuer-options.js';
import { assertRevocationStore } from './logout/revocations.js';
import type { RevocationStore } from './logout/revocations.js';
import type { VerifierEvent } from './verifier-event.js';

/** For the tokens of one issuer. */
export interface TokenVerifierOptions extends IssuerOptions, CommonVerifierOptions {}

/** For the tokens of several: each has its own keys, and whose a token is says its `iss`. */
export interface SeveralIssuersOptions extends CommonVerifierOptions {
  readonly issuers: readonly IssuerOptions[];
}

export interface CommonVerifierOptions {
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
  /** Which sessions have ended before their tokens do. @default none: a token holds until it expires */
  readonly revocations?: RevocationStore | undefined;
  /** For metrics and logs. Called synchronously; what it throws becomes a process warning and changes nothing. */
  readonly onEvent?: ((event: VerifierEvent) => void) | undefined;
  /** The time now, in epoch seconds. @default the system clock */
  readonly clock?: Clock | undefined;
  /** Asks issuers for their keys. @default the global `fetch` */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** The options as the verifier uses them: complete, and each in its range. */
export interface VerifierSettings extends CommonVerifierSettings {
  readonly issuers: readonly IssuerSettings[];
}

export interface CommonVerifierSettings {
  readonly clockTolerance: number;
  readonly cacheSize: number;
  readonly maxTokenLength: number;
  readonly maxKeyAge: number;
  readonly revocations: RevocationStore | undefined;
  readonly onEvent: ((event: VerifierEvent) => void) | undefined;
  readonly clock: Clock;
  readonly fetch: typeof globalThis.fetch;
}

const COMMON_OPTIONS: readonly (keyof CommonVerifierOptions)[] = [
  ...(['clockTolerance', 'cacheSize', 'maxTokenLength', 'maxKeyAge'] as const),
  ...(['revocations', 'onEvent', 'clock', 'fetch'] as const),
];

export function readVerifierOptions(
  options: TokenVerifierOptions | SeveralIssuersOptions,
): VerifierSettings {
  return { issuers: readIssuers(options), ...readCommonOptions(options) };
}

export function readCommonOptions(options: CommonVerifierOptions): CommonVerifierSettings {
  const { clockTolerance = 5, cacheSize = 10_000, maxTokenLength = 8192 } = options;
  const { maxKeyAge = 86_400, revocations, onEvent } = options;
  const { clock = systemClock, fetch = globalThis.fetch } = options;
  // Five minutes at the most: a larger number is milliseconds, or a clock that wants mending.
  assertRange('clockTolerance', clockTolerance, 0, 300);
  // The cache reserves its index at once.
  assertRange('cacheSize', cacheSize, 1, 1_000_000);
  assertCount('maxTokenLength', maxTokenLength);
  assertRange('maxKeyAge', maxKeyAge, 600, 30 * 86_400);
  if (revocations !== undefined) assertRevocationStore(revocations);
  if (onEvent !== undefined) assertFunction('onEvent', onEvent);
  assertFunction('clock', clock);
  assertFunction('fetch', fetch);
  return {
    ...{ clockTolerance, cacheSize, maxTokenLength, maxKeyAge },
    ...{ revocations, onEvent, clock, fetch },
  };
}

function readIssuers(
  options: TokenVerifierOptions | SeveralIssuersOptions,
): readonly IssuerSettings[] {
  if (!isSeveral(options)) {
    assertKnownOptions('createTokenVerifier', options, [...ISSUER_OPTIONS, ...COMMON_OPTIONS]);
    return [readIssuerOptions(options)];
  }
  assertKnownOptions('createTokenVerifier with "issuers"', options, ['issuers', ...COMMON_OPTIONS]);
  const given: readonly unknown[] = Array.isArray(options.issuers) ? options.issuers : [];
  if (given.length === 0) throw new ConfigurationError('"issuers" must be a list of at least one');
  const issuers = options.issuers.map(readEntry);
  if (new Set(issuers.map(({ issuer }) => issuer)).size === issuers.length) return issuers;
  throw new ConfigurationError('"issuers" must name each issuer once');
}

/** Which of them is wrong is not to be guessed. */
function readEntry(options: IssuerOptions, index: number): IssuerSettings {
  const name = `issuers[${index}]`;
  assertKnownOptions(name, options, ISSUER_OPTIONS);
  try {
    return readIssuerOptions(options);
  } catch (error) {
    throw new ConfigurationError(`${name}: ${(error as ConfigurationError).message}`);
  }
}

function isSeveral(options: object | null | undefined): options is SeveralIssuersOptions {
  return typeof options === 'object' && options !== null && 'issuers' in options;
}
