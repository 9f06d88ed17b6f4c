import { assertBoolean, assertKnownOptions } from '../../protocol/index.js';
import { assertIssuer, assertKeysUrl, ISSUER_OPTIONS, readAudiences } from '../issuer-options.js';
import type { IssuerOptions } from '../issuer-options.js';
import { readTokenRules } from '../token-rules.js';
import type { TokenRules } from '../token-rules.js';
import { readCommonOptions } from '../verifier-options.js';
import type { CommonVerifierOptions, CommonVerifierSettings } from '../verifier-options.js';

/** Those of a verifier of one issuer, as far as they are known: what depends on one that is missing stays unchecked. */
export interface ExplainTokenOptions extends KnownIssuerOptions, TimeAndReach {
  /** Asks nobody for keys, so that the signature stays unchecked. @default false */
  readonly offline?: boolean | undefined;
}

type KnownIssuerOptions = { readonly [K in keyof IssuerOptions]?: IssuerOptions[K] | undefined };

type TimeAndReach = Pick<
  CommonVerifierOptions,
  'clockTolerance' | 'maxTokenLength' | 'clock' | 'fetch'
>;

export interface ExplainSettings extends CommonVerifierSettings {
  readonly rules: TokenRules;
  readonly issuer: string | undefined;
  readonly audiences: ReadonlySet<unknown> | undefined;
  readonly jwksUri: string | undefined;
  readonly offline: boolean;
}

const OPTIONS: readonly (keyof ExplainTokenOptions)[] = [
  ...ISSUER_OPTIONS,
  ...(['clockTolerance', 'maxTokenLength', 'clock', 'fetch', 'offline'] as const),
];

export function readExplainOptions(options: ExplainTokenOptions): ExplainSettings {
  assertKnownOptions('explainToken', options, OPTIONS);
  const { issuer, audience, provider, jwksUri, offline = false } = options;
  const rules = readTokenRules(options);
  if (issuer !== undefined) assertIssuer({ issuer, provider, jwksUri });
  else if (jwksUri !== undefined) assertKeysUrl(jwksUri);
  assertBoolean('offline', offline);
  return {
    ...readCommonOptions(options),
    ...{ rules, issuer, jwksUri, offline },
    audiences: audience === undefined ? undefined : readAudiences('audience', audience),
  };
}
