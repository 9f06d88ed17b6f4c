import { ConfigurationError } from '../protocol/index.js';
import type { ClaimsReader } from './claims-reading.js';
import { PRESETS } from './presets/index.js';
import type { ProviderName, ProviderPreset } from './presets/index.js';
import type { TokenType } from './token-kind.js';
import { readTokenRules } from './token-rules.js';
import type { TokenRules } from './token-rules.js';
import { isLoopbackHttp, isTrustworthyUrl } from './keys/trustworthy-url.js';

/** Whose tokens are accepted, and which. */
export interface IssuerOptions {
  /** The `iss` every token must carry, character for character. */
  readonly issuer: string;
  /** The client ids of which an ID token's `aud` must name one; for access tokens, the names of this API. */
  readonly audience: string | readonly string[];
  /** The client ids of which a logout token's `aud` must name one: for access tokens, whose `audience` is another. @default `audience` */
  readonly logoutAudience?: string | readonly string[] | undefined;
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
export interface IssuerSettings extends TokenRules {
  readonly issuer: string;
  readonly audiences: ReadonlySet<unknown>;
  readonly logoutAudiences: ReadonlySet<unknown>;
  readonly jwksUri: string | undefined;
}

export const ISSUER_OPTIONS: readonly (keyof IssuerOptions)[] = [
  ...(['issuer', 'audience', 'logoutAudience', 'provider', 'tokenType', 'algorithms'] as const),
  ...(['jwksUri', 'readClaims'] as const),
];

export function readIssuerOptions(options: IssuerOptions): IssuerSettings {
  const rules = readTokenRules(options);
  assertIssuer(options);
  const { issuer, audience, logoutAudience = audience, jwksUri } = options;
  const audiences = readAudiences('audience', audience);
  const logoutAudiences = readAudiences('logoutAudience', logoutAudience);
  return { ...rules, issuer, audiences, logoutAudiences, jwksUri };
}

/** Of a provider that is known. */
export function assertIssuer(
  options: Pick<IssuerOptions, 'issuer' | 'provider' | 'jwksUri'>,
): void {
  const { issuer, provider, jwksUri } = options;
  if (jwksUri === undefined) assertIssuerUrl(issuer);
  else assertNamedIssuer(issuer, jwksUri);
  if (provider !== undefined) assertIssuerOf(PRESETS[provider], issuer);
}

/** An issuer is compared character for character, and addresses are built from it. */
function assertIssuerUrl(value: unknown): void {
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
  assertKeysUrl(jwksUri);
}

export function assertKeysUrl(jwksUri: unknown): void {
  if (typeof jwksUri === 'string' && isTrustworthyUrl(jwksUri)) return;
  throw new ConfigurationError(
    '"jwksUri" must be an https URL without user name; http on a loopback address only',
  );
}

/** What is on this machine is somebody's experiment, and has another name. */
function assertIssuerOf(preset: ProviderPreset, issuer: string): void {
  const { pattern, like } = preset.issuer;
  if (pattern.test(issuer) || (URL.canParse(issuer) && isLoopbackHttp(new URL(issuer)))) return;
  throw new ConfigurationError(`"issuer" must look like ${like} for ${preset.title}`);
}

export function readAudiences(name: string, value: unknown): ReadonlySet<unknown> {
  const audiences: readonly unknown[] = Array.isArray(value) ? value : [value];
  const isList = audiences.every((one) => typeof one === 'string' && one.trim() !== '');
  if (isList && audiences.length > 0) return new Set(audiences);
  throw new ConfigurationError(`"${name}" must be a client id, or a list of at least one`);
}
