import { PRESETS } from '../tokens/index.js';
import type { TokenCheck, TokenCheckName } from '../tokens/index.js';
import { ALGORITHM, AUDIENCE, clueOf, colon, FORM, ISSUER, TIMES } from './clue-words.js';
import { otherKind, wantedKind } from './subject.js';
import type { Subject } from './subject.js';
import { tellTime } from './time-words.js';

/** What came of a check, in one line. */
export function tellCheck(check: TokenCheck, subject: Subject): string {
  const { passed, failed, unchecked } = WORDS[check.name];
  if (check.outcome === 'passed') return passed(subject);
  if (check.refusal !== undefined) return failed(subject, check);
  return `${unchecked?.(subject) ?? NAMES[check.name]}: not checked`;
}

interface CheckWords {
  readonly passed: (subject: Subject) => string;
  readonly failed: (subject: Subject, check: TokenCheck) => string;
  /** What needs an option. @default the check's name */
  readonly unchecked?: (subject: Subject) => string;
}

const NAMES: Readonly<Record<TokenCheckName, string>> = {
  ...{ length: 'length', form: 'form', issuer: 'iss', algorithm: 'alg', type: 'typ' },
  ...{ extensions: 'extensions', key_id: 'kid', kind: 'kind', audience: 'audience' },
  ...{ contents: 'required claims', binding: 'cnf', subject: 'sub', times: 'times' },
  ...{ expiry: 'exp', lifetime: 'length of life', start: 'iat and nbf' },
  ...{ signature: 'signature', reading: 'claims' },
};

const WORDS: Readonly<Record<TokenCheckName, CheckWords>> = {
  length: {
    passed: () => 'is short enough',
    failed: () => 'is longer than the 8192 characters that a verifier looks at',
  },
  form: {
    passed: () => 'is a signed JWT',
    failed: (_, check) =>
      clueOf(check, FORM) ?? 'has three parts that say nothing: it was cut off or changed',
  },
  issuer: {
    passed: () => 'iss is --issuer, letter by letter',
    failed: (_, check) => `iss is not --issuer${colon(clueOf(check, ISSUER))}`,
    unchecked: () => 'iss, without --issuer',
  },
  algorithm: {
    passed: ({ explanation: { algorithm = '' } }) => `alg ${algorithm} is accepted`,
    failed: ({ explanation: { algorithm = '' } }, check) =>
      clueOf(check, ALGORITHM) ??
      (check.clue === 'symmetric'
        ? `alg ${algorithm} is symmetric: whoever can check such a token can make one`
        : `alg ${algorithm} is not among those that are accepted`),
  },
  type: {
    passed: (subject) => {
      const { type } = subject.explanation;
      // One that nobody knows would not have passed.
      const typ = type === undefined ? 'having no typ' : `typ ${type}`;
      return `${typ} fits ${wantedKind(subject)}`;
    },
    failed: (subject) => {
      const { type } = subject.explanation;
      const typ = type === undefined ? 'typ is missing or strange, which' : `typ ${type}`;
      return `${typ} does not fit ${wantedKind(subject)}`;
    },
  },
  extensions: {
    passed: () => 'asks for no extension (crit, b64)',
    failed: () => 'asks for an extension (crit, b64), and none is known here',
  },
  key_id: {
    passed: () => 'kid can be looked for, or is left out',
    failed: () => 'kid is no text of 1 to 256 characters',
  },
  kind: {
    passed: (subject) => {
      const other = otherKind(subject);
      return other === undefined
        ? `its claims may be those of ${wantedKind(subject)}`
        : `looks like ${other}, though nothing in its claims rules out ${wantedKind(subject)}`;
    },
    failed: (subject) => {
      const other = otherKind(subject);
      const provider =
        subject.provider === undefined ? '' : ` of ${PRESETS[subject.provider].title}`;
      return `its claims are not those of ${wantedKind(subject)}${provider}${other === undefined ? '' : `: it looks like ${other}`}`;
    },
  },
  audience: {
    passed: ({ explanation: { audienceClaim } }) => `${audienceClaim} is among --audience`,
    failed: ({ explanation: { audienceClaim } }, check) =>
      `${audienceClaim} is not among --audience${colon(clueOf(check, AUDIENCE))}`,
    unchecked: ({ explanation: { audienceClaim } }) => `${audienceClaim}, without --audience`,
  },
  contents: {
    passed: () => 'has the claims that such a token must have',
    failed: ({ provider }) =>
      provider === 'clerk'
        ? 'the user has a task left before the sign-in is complete (sts)'
        : 'client_id or jti is missing (RFC 9068 section 2.2)',
  },
  binding: {
    passed: () => 'is bound to no key (cnf)',
    failed: () =>
      'is bound to a key of the client (cnf: DPoP or mutual TLS), so it is no bearer token',
  },
  subject: {
    passed: () => 'has a sub',
    failed: () => 'sub is missing, or no text of 1 to 255 characters',
  },
  times: {
    passed: () => 'exp and iat are there',
    failed: (_, check) => clueOf(check, TIMES) ?? 'exp, iat or nbf is no number of seconds',
  },
  expiry: {
    passed: (subject) => `exp is ${tell(subject, 'expiresAt')}`,
    failed: (subject) => `has expired: exp was ${tell(subject, 'expiresAt')}`,
  },
  lifetime: {
    passed: () => 'ends within a year',
    failed: (subject, check) =>
      check.clue === 'milliseconds'
        ? 'exp is in milliseconds, not in seconds'
        : `ends in more than a year: exp is ${tell(subject, 'expiresAt')}`,
  },
  start: {
    passed: (subject) => `iat is ${tell(subject, 'issuedAt')}`,
    failed: (subject, check) =>
      check.clue === 'milliseconds'
        ? 'iat or nbf is in milliseconds, not in seconds'
        : `does not hold yet: iat is ${tell(subject, 'issuedAt')}${tellNotBefore(subject)}`,
  },
  signature: {
    passed: () => 'is signed by a key of the issuer',
    failed: (_, check) => tellSignature(check),
    unchecked: ({ offline, issuer, jwksUri }) => {
      if (offline) return 'signature, with --offline';
      const hasNone = issuer === undefined && jwksUri === undefined;
      return hasNone ? 'signature, without --issuer' : 'signature, with such a header';
    },
  },
  reading: {
    passed: () => 'its claims can be read',
    failed: () => 'its claims cannot be read',
  },
};

function tellSignature({ refusal, clue, fault }: TokenCheck): string {
  if (refusal === 'keys_unavailable') {
    // The provider's words may be in it.
    const message = (fault?.message ?? '').replaceAll(/[\p{Cc}\p{Cf}]/gu, '?');
    return `not checked, since the issuer’s keys cannot be had: ${message}`;
  }
  if (refusal === 'wrong_signature') {
    return 'the key that it names did not sign it: the token was changed, or forged';
  }
  return clue === 'no_key_id'
    ? 'names no key (kid), and none of the issuer’s has signed it'
    : 'names a key (kid) that is not among the issuer’s, or does not fit alg';
}

function tell({ explanation }: Subject, name: 'expiresAt' | 'issuedAt' | 'notBefore'): string {
  const { times, judgedAt } = explanation;
  return tellTime(times[name] ?? NaN, judgedAt);
}

function tellNotBefore(subject: Subject): string {
  const { notBefore } = subject.explanation.times;
  return notBefore === undefined ? '' : `, nbf ${tell(subject, 'notBefore')}`;
}
