import { readAuthentication } from '../authentication.js';
import { decodeCanonical } from '../canonical.js';
import { claim } from '../claim.js';
import type { Claims } from '../claim.js';
import { explainClaims, explainTimes } from './explain-claims.js';
import { readExplainOptions } from './explain-options.js';
import type { ExplainSettings, ExplainTokenOptions } from './explain-options.js';
import { explainSignature } from './explain-signature.js';
import { knownAlgorithm, knownType } from './known-names.js';
import { judgeLength } from '../signed-token.js';
import { isPassed, passOrFail, TOKEN_CHECKS } from './token-check.js';
import type { TokenCheck } from './token-check.js';
import { clueOfForm } from './token-clue.js';
import type { TokenExplanation, TokenProof, TokenTimes } from './token-explanation.js';
import { resemblanceOf } from './token-resemblance.js';
import { isTime } from '../validity.js';

/**
 * Goes through all that a verifier with these options asks of a token, by the same judges, and does not stop where one says no.
 * Lets nobody in: it does not say who the user is, and ended sessions are not looked up. Throws a `ConfigurationError` only.
 */
export async function explainToken(
  token: string,
  options: ExplainTokenOptions = {},
): Promise<TokenExplanation> {
  const settings = readExplainOptions(options);
  const { kind, withoutAuthTime } = settings.rules;
  const now = settings.clock();
  const tooLong = judgeLength(token, settings.maxTokenLength);
  const done = [passOrFail('length', tooLong)];
  const decoded = tooLong === undefined ? decodeCanonical(token) : undefined;
  const { header, claims } = decoded ?? { header: {}, claims: {} };
  const aside = {
    times: readTimes(claims),
    algorithm: knownAlgorithm(header['alg']),
    type: knownType(header['typ']),
    resembles: resemblanceOf(header, claims),
    ...{ judgedAt: now, audienceClaim: kind.audienceClaim, withoutAuthTime },
  };
  if (tooLong === undefined) {
    done.push(passOrFail('form', decoded ? undefined : 'malformed_token', () => clueOfForm(token)));
  }
  let proof: TokenProof | undefined;
  if (decoded) {
    done.push(...explainClaims(decoded, settings), ...explainTimes(claims, now, settings));
    done.push(...(await explainSignature(token, header, done, settings)));
    // Last: it takes the claims into its hands. Without a subject nothing can be read.
    if (isPassed(done, 'subject')) {
      proof = readProof(claims, settings);
      done.push(passOrFail('reading', proof ? undefined : 'wrong_claim'));
    }
  }
  return { ...conclude(done), proof, ...aside };
}

function conclude(
  done: readonly TokenCheck[],
): Pick<TokenExplanation, 'checks' | 'isAccepted' | 'refusal'> {
  const checks = TOKEN_CHECKS.map(
    (name): TokenCheck => done.find((one) => one.name === name) ?? { name, outcome: 'unchecked' },
  );
  return {
    checks,
    isAccepted: checks.every(({ outcome }) => outcome === 'passed'),
    refusal: checks.find(({ refusal }) => refusal !== undefined)?.refusal,
  };
}

function readTimes(claims: Claims): TokenTimes {
  const read = (name: string): number | undefined => {
    const time = claim(claims, name);
    return isTime(time) ? time : undefined;
  };
  return {
    authTime: read('auth_time'),
    issuedAt: read('iat'),
    notBefore: read('nbf'),
    expiresAt: read('exp'),
  };
}

/** `undefined` where a hook of the application's does not stand the claims. */
function readProof(
  claims: Record<string, unknown>,
  { issuer = '', rules }: ExplainSettings,
): TokenProof | undefined {
  try {
    const { principal, authTime, canReauthenticate, acr } = readAuthentication(claims, {
      issuer,
      ...rules,
    });
    const aboutAcr = { hasAcr: acr !== undefined, isAcrZero: acr === '0' };
    return { principal, authTime, canReauthenticate, ...aboutAcr };
  } catch {
    return undefined;
  }
}
