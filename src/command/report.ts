import { answerTokenRefusal } from '../protocol/index.js';
import type { TokenCheck, TokenCheckName, TokenExplanation } from '../tokens/index.js';
import { adviseOn } from './advice.js';
import { tellCheck } from './check-words.js';
import { adviseOnProof, tellProof } from './proof-words.js';
import type { Line, Mark } from './proof-words.js';
import { judgeField, judgeSignIn } from './sign-in.js';
import type { FieldRefusal } from './sign-in.js';
import { otherKind } from './subject.js';
import type { Subject } from './subject.js';

export interface Report {
  /** `not_recent`: accepted, and refused by the field that was asked about. */
  readonly verdict: 'accepted' | 'not_recent' | 'refused' | 'undecided';
  /** The verdict in a sentence. */
  readonly summary: string;
  /** `extensions` of the error that a client gets. */
  readonly answer: Answer | undefined;
  readonly explanation: TokenExplanation;
  readonly groups: readonly Group[];
  readonly advice: readonly string[];
  /** What stood around the token. */
  readonly stripped: readonly string[];
}

export interface Answer {
  readonly code: string;
  readonly reason: string | undefined;
  readonly status: number | undefined;
}

export interface Group {
  readonly title: string;
  readonly lines: readonly Line[];
}

interface Asked extends Subject {
  readonly seconds: number | undefined;
  readonly stripped: readonly string[];
}

const GROUPS: readonly (readonly [title: string, names: readonly TokenCheckName[]])[] = [
  ['Form', ['length', 'form']],
  ['Header', ['algorithm', 'type', 'extensions', 'key_id']],
  ['Issuer and audience', ['issuer', 'kind', 'audience', 'contents', 'binding', 'subject']],
  ['Times', ['times', 'expiry', 'lifetime', 'start']],
  ['Signature', ['signature']],
];

export function createReport(asked: Asked): Report {
  const { explanation, seconds, stripped } = asked;
  const { checks, proof } = explanation;
  const refusal =
    proof && seconds !== undefined ? judgeField(explanation, proof, seconds) : undefined;
  const refused = checks.filter(({ refusal }) => refusal !== undefined);
  const advice = [
    ...refused.map((check) => adviseOn(check, asked)),
    adviseOnProof(asked),
    adviseOnOptions(asked),
  ];
  return {
    ...conclude(asked, refusal),
    ...{ explanation, stripped },
    groups: group(asked, refusal),
    advice: [...new Set(advice.filter((one) => one !== undefined))],
  };
}

function conclude(
  { explanation, seconds }: Asked,
  field: FieldRefusal | undefined,
): Pick<Report, 'verdict' | 'summary' | 'answer'> {
  const { isAccepted, refusal } = explanation;
  if (refusal !== undefined) {
    const { code, reason, http } = answerTokenRefusal(refusal);
    const answer = { code, reason, status: http.status };
    if (refusal === 'keys_unavailable') {
      const summary =
        'Whether the token is accepted cannot be decided while the issuer’s keys cannot be had.';
      return { verdict: 'undecided', summary, answer };
    }
    const summary = `The token is refused: ${refusal.replaceAll('_', ' ')}.`;
    return { verdict: 'refused', summary, answer };
  }
  const answer = field && { ...field, status: undefined };
  if (!isAccepted) {
    const summary = 'Nothing speaks against the token, but not all of it could be checked.';
    return { verdict: 'undecided', summary, answer };
  }
  if (field) {
    const summary = `The token is accepted, and does not pass @requiresRecentAuth(seconds: ${seconds ?? 0}).`;
    return { verdict: 'not_recent', summary, answer };
  }
  const passes = `passes @requiresRecentAuth(seconds: ${seconds ?? 0})`;
  const effect = seconds === undefined ? tellLack(explanation) : passes;
  return {
    verdict: 'accepted',
    summary: ['The token is accepted', effect].filter(Boolean).join(', and ') + '.',
    answer,
  };
}

/** What is accepted may still be of no use. */
function tellLack(explanation: TokenExplanation): string | undefined {
  const isUsable = judgeSignIn(explanation) === 'usable';
  const isUser = explanation.proof?.principal === 'user';
  return isUsable && isUser ? undefined : 'passes no guarded field';
}

/** Of a text that is no token, its form alone is worth a line. */
function group(asked: Asked, field: FieldRefusal | undefined): readonly Group[] {
  const { checks } = asked.explanation;
  const isToken = checks.some(({ name, outcome }) => name === 'form' && outcome === 'passed');
  const groups = GROUPS.slice(0, isToken ? GROUPS.length : 1).map(([title, names]) => ({
    title,
    lines: checks
      .filter(({ name, outcome }) => names.includes(name) && isWorthALine(name, outcome))
      .map((check) => ({ mark: markOf(check, asked), text: tellCheck(check, asked) })),
  }));
  const lines = [...tellProof(asked), ...tellField(asked, field)];
  return lines.length === 0 ? groups : [...groups, { title: 'What it says of the sign-in', lines }];
}

/** Claims that leave the kind open are no good sign where it looks like another. */
function markOf({ name, outcome }: TokenCheck, asked: Asked): Mark {
  const isDoubtful = name === 'kind' && outcome === 'passed' && otherKind(asked) !== undefined;
  return isDoubtful ? 'remark' : outcome;
}

/** That there are times is seen where they are told, and that there are none too. */
function isWorthALine(name: TokenCheckName, outcome: string): boolean {
  if (name === 'times') return outcome === 'failed';
  if (name === 'length' || name === 'form' || name === 'signature') return true;
  return outcome !== 'unchecked' || name === 'issuer' || name === 'audience';
}

function tellField(
  { explanation, seconds }: Asked,
  field: FieldRefusal | undefined,
): readonly Line[] {
  if (seconds === undefined || !explanation.proof) return [];
  const directive = `@requiresRecentAuth(seconds: ${seconds})`;
  if (!field) return [{ mark: 'passed', text: `passes ${directive}` }];
  const { code, reason } = field;
  const answer = reason === undefined ? code : `${code}, ${reason}`;
  return [{ mark: 'failed', text: `does not pass ${directive}: ${answer}` }];
}

function adviseOnOptions({ explanation, issuer, audience, offline }: Asked): string | undefined {
  if (explanation.refusal !== undefined) return undefined;
  const missing = [
    ...(issuer === undefined ? ['--issuer'] : []),
    ...(audience === undefined ? ['--audience'] : []),
  ];
  if (missing.length > 0) return `To have all of it checked, add ${missing.join(' and ')}.`;
  return offline ? 'To have the signature checked, leave out --offline.' : undefined;
}
