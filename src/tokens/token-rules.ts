import { assertFunction, assertOneOf, ConfigurationError } from '../protocol/index.js';
import type { ClaimsReader } from './claims-reading.js';
import type { IssuerOptions } from './issuer-options.js';
import { PRESETS, PROVIDER_NAMES } from './presets/index.js';
import type { ProviderPreset } from './presets/index.js';
import { TOKEN_KINDS } from './token-kind.js';
import type { TokenKind } from './token-kind.js';

/** How tokens are judged and read, whoever issued them and whomever they are for. */
export interface TokenRules {
  readonly kind: TokenKind;
  readonly algorithms: readonly string[];
  /** The preset's and the application's, in this order. */
  readonly readers: readonly ClaimsReader[];
  /** For operators: what to do where a token does not say when the user signed in. */
  readonly withoutAuthTime: string;
}

export type TokenRulesOptions = Pick<
  IssuerOptions,
  'provider' | 'tokenType' | 'algorithms' | 'readClaims'
>;

/** Asymmetric ones alone: a key set is public, so what is in it must not be able to sign. */
const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
const DEFAULT_ALGORITHMS = ['RS256', 'PS256', 'ES256', 'EdDSA', 'Ed25519'];
const STANDARD: Pick<ProviderPreset, 'title' | 'kinds' | 'withoutAuthTime' | 'read'> = {
  title: 'OpenID Connect',
  kinds: TOKEN_KINDS,
  withoutAuthTime:
    'have the provider put auth_time into the token: by require_auth_time in its registration of the client, or by max_age in the request',
};

export function readTokenRules(options: TokenRulesOptions): TokenRules {
  const { provider, tokenType = 'id_token', algorithms = DEFAULT_ALGORITHMS, readClaims } = options;
  if (provider !== undefined) assertOneOf('provider', provider, PROVIDER_NAMES);
  const preset = provider === undefined ? STANDARD : PRESETS[provider];
  assertOneOf('tokenType', tokenType, ['id_token', 'access_token']);
  const kind = preset.kinds[tokenType];
  if (!kind) throw new ConfigurationError(`"tokenType" cannot be ${tokenType} for ${preset.title}`);
  assertAlgorithms(algorithms);
  if (readClaims !== undefined) assertFunction('readClaims', readClaims);
  return {
    kind,
    algorithms: [...algorithms],
    readers: [preset.read, readClaims].filter((reader) => reader !== undefined),
    withoutAuthTime: preset.withoutAuthTime,
  };
}

function assertAlgorithms(value: unknown): void {
  const entries: readonly unknown[] = Array.isArray(value) ? value : [];
  const areKnown = entries.every((entry) => ALGORITHMS.some((one) => one === entry));
  if (areKnown && entries.length > 0) return;
  throw new ConfigurationError(`"algorithms" must be a list of some of ${ALGORITHMS.join(', ')}`);
}
