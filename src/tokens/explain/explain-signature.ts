import type { ExplainSettings } from './explain-options.js';
import type { KeysUnavailableError } from '../keys/keys-unavailable-error.js';
import { isPassed } from './token-check.js';
import type { TokenCheck } from './token-check.js';
import type { TokenRefusedError } from '../token-refused-error.js';
import { trustIssuer } from '../trusted-issuer.js';

/**
 * Whether one of the issuer's keys signed the token. The issuer that the options name is asked, never one that the token
 * names; and none for a token whose header is refused, with which no verifier gets so far.
 */
export async function explainSignature(
  token: string,
  header: Readonly<Record<string, unknown>>,
  done: readonly TokenCheck[],
  settings: ExplainSettings,
): Promise<readonly TokenCheck[]> {
  const { issuer, audiences = new Set(), jwksUri, rules, offline } = settings;
  const isFit = (['algorithm', 'extensions', 'key_id'] as const).every((one) =>
    isPassed(done, one),
  );
  if (!isFit || offline || (issuer ?? jwksUri) === undefined) return [];
  const named = { issuer: issuer ?? '', jwksUri, audiences, logoutAudiences: audiences };
  const trusted = trustIssuer({ ...rules, ...named }, settings);
  try {
    await trusted.findSigner(token, header);
    return [{ name: 'signature', outcome: 'passed' }];
  } catch (error) {
    const { refusal, cause } = error as TokenRefusedError;
    return [
      {
        name: 'signature',
        // Without keys a server refuses it for now, and nobody can say whether it is signed.
        outcome: refusal === 'keys_unavailable' ? 'unchecked' : 'failed',
        refusal,
        ...(header['kid'] === undefined && { clue: 'no_key_id' }),
        ...(cause !== undefined && { fault: cause as KeysUnavailableError }),
      },
    ];
  } finally {
    trusted.keySource.close();
  }
}
