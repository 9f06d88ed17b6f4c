import { assertFunction, assertOneOf, ConfigurationError } from '../protocol/index.js';
import type { ClaimsReader } from './claims-reading.js';
import { PRESETS } from './presets/index.js';
import type { ProviderName, ProviderPreset } from './presets/index.js';
import { TOKEN_KINDS } from './token-kind.js';
import type { TokenKind, TokenType } from './token-kind.js';
import { isLoopbackHttp, isTrustworthyUrl } from './trustworthy-url.js';

/** Whose tokens are accepted, and which. */
export interface IssuerOptions {
  /** The `iss` every token must carry, character for character. */
  readonly issuer: string;
  /** The client ids of which an ID token's `aud` must name one; for access tokens, the names of this API. */
  readonly audience: string | readonly string[];
  /** Who made the issuer, where its tokens say things in their own way (docs/PROVIDERS.md). @default the standards alone */
  readonly provider?: ProviderName | undefined;
  /** What callers send. Access tokens are JWTs of the type `at+jwt` (RFC 9068), unless `provider` has its own. @default 'id_token' */
  readonly tokenType?: TokenType | undefined;
  /** Signature algorithms to accept, asymmetric ones. @default RS256 PS256 ES256 EdDSA Ed25519 */
  readonly algorithms?: readonly string[] | undefined;
  /** Where the keys are, for an issuer without a discovery document; its name need not be a URL then. */
  readonly jwksUri?: string | undefined;
  /** Where claims say things in a way that no preset knows. What it returns is checked; where it throws, the token is refused. */
  readonly readClaims?: ClaimsReader | undefined;
}

/** The options as a verifier uses them. */
export interface IssuerSettings {
  readonly issuer: string;
  readonly audiences: ReadonlySet<unknown>;
  readonly kind: TokenKind;
  readonly algorithms: readonly string[];
  readonly jwksUri: string | undefined;
  /** The preset's and the application's, in this order. */
  readonly readers: readonly ClaimsReader[];
  /** For operators: what to do where a token does not say when the user signed in. */
  readonly withoutAuthTime: string;
}

export const ISSUER_OPTIONS: readonly (keyof IssuerOptions)[] = [
  ...(['issuer', 'audience', 'provider', 'tokenType', 'algorithms'] as const),
  ...(['jwksUri', 'readClaims'] as const),
];

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

export function readIssuerOptions(options: IssuerOptions): IssuerSettings {
  const { issuer, audience, provider, tokenType = 'id_token' } = options;
  const { algorithms = DEFAULT_ALGORITHMS, jwksUri, readClaims } = options;
  if (jwksUri === undefined) assertIssuer(issuer);
  else assertNamedIssuer(issuer, jwksUri);
  const preset = provider === undefined ? STANDARD : readPreset(provider, issuer);
  assertOneOf('tokenType', tokenType, ['id_token', 'access_token']);
  const kind = preset.kinds[tokenType];
  if (!kind) throw new ConfigurationError(`"tokenType" cannot be ${tokenType} for ${preset.title}`);
  assertAlgorithms(algorithms);
  if (readClaims !== undefined) assertFunction('readClaims', readClaims);
  return {
    ...{ issuer, audiences: listAudiences(audience), kind, algorithms: [...algorithms], jwksUri },
    readers: [preset.read, readClaims].filter((reader) => reader !== undefined),
    withoutAuthTime: preset.withoutAuthTime,
  };
}

/** An issuer is compared character for character, and addresses are built from it. */
function assertIssuer(value: unknown): void {
  if (typeof value === 'string' && !/[?#\s]/.test(value) && isTrustworthyUrl(value)) return;
  throw new ConfigurationError(
    '"issuer" must be an https URL without query, fragment or user name; http on a loopback address only',
  );
}

/** No address is built from it, so it may be any text. */
function assertNamedIssuer(issuer: unknown, jwksUri: unknown): void {
  if (typeof issuer !== 'string' || issuer === '') {
    throw new ConfigurationError('"issuer" must be the text that tokens carry as iss');
  }
  if (typeof jwksUri === 'string' && isTrustworthyUrl(jwksUri)) return;
  throw new ConfigurationError(
    '"jwksUri" must be an https URL without user name; http on a loopback address only',
  );
}

function readPreset(provider: ProviderName, issuer: string): ProviderPreset {
  assertOneOf('provider', provider, Object.keys(PRESETS));
  const preset: ProviderPreset = PRESETS[provider];
  const { pattern, like } = preset.issuer;
  // What is on this machine is somebody's experiment, and has another name.
  const isLocal = URL.canParse(issuer) && isLoopbackHttp(new URL(issuer));
  if (isLocal || pattern.test(issuer)) return preset;
  throw new ConfigurationError(`"issuer" must look like ${like} for ${preset.title}`);
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
