import type { TokenProof } from '../tokens/index.js';
import { judgeSignIn } from './sign-in.js';
import type { Subject } from './subject.js';
import { tellTime } from './time-words.js';

/** `remark`: what is neither good nor bad. */
export type Mark = 'passed' | 'failed' | 'unchecked' | 'remark';

export interface Line {
  readonly mark: Mark;
  readonly text: string;
}

/** What the token says of the sign-in, which is what guarded fields ask for. */
export function tellProof(subject: Subject): readonly Line[] {
  const { proof } = subject.explanation;
  if (!proof) return [];
  return [
    ...(proof.principal === 'user' ? [] : [tellPrincipal(proof)]),
    tellSignIn(subject, proof),
    remark(tellAcr(proof)),
    remark(tellReauthentication(proof)),
  ];
}

/** What to change so that the time of sign-in can be used. */
export function adviseOnProof({ explanation }: Subject): string | undefined {
  switch (explanation.proof && judgeSignIn(explanation)) {
    case 'missing':
      return `To pass guarded fields the token must say when the user signed in: ${explanation.withoutAuthTime}.`;
    case 'invalid':
      return 'auth_time must be a number of seconds since 1970, neither milliseconds nor text, and no later than iat and the time now: look for a hook or a mapper that writes it, and at both clocks.';
    default:
      return undefined;
  }
}

function tellPrincipal({ principal }: TokenProof): Line {
  const who = principal === 'machine' ? 'a program’s own token' : 'a user who never signed in';
  return { mark: 'failed', text: `is ${who}: guarded fields answer FORBIDDEN` };
}

function tellSignIn({ explanation }: Subject, { authTime = NaN }: TokenProof): Line {
  const { times, judgedAt } = explanation;
  switch (judgeSignIn(explanation)) {
    case 'missing':
      return {
        mark: 'failed',
        text: 'does not say when the user signed in, so guarded fields refuse it',
      };
    case 'invalid': {
      const claimed = times.authTime ?? authTime;
      return { mark: 'failed', text: `auth_time cannot be used: ${whyNot(claimed, judgedAt)}` };
    }
    default:
      return { mark: 'passed', text: `the user signed in ${tellTime(authTime, judgedAt)}` };
  }
}

function whyNot(authTime: number, now: number): string {
  if (Number.isNaN(authTime)) return 'it is no number of seconds';
  if (authTime > 1e11) return 'it is in milliseconds, not in seconds';
  const when = tellTime(authTime, now);
  return authTime > now ? `it lies ahead, ${when}` : `it is later than iat, ${when}`;
}

function tellAcr({ hasAcr, isAcrZero }: TokenProof): string {
  if (isAcrZero) {
    return 'acr is "0", which proves nothing: it should open nothing of worth (OpenID Connect Core section 2)';
  }
  return hasAcr ? 'has an acr' : 'has no acr: fields that ask for one refuse it';
}

function tellReauthentication({ canReauthenticate }: TokenProof): string {
  if (canReauthenticate === undefined) {
    return 'does not say whether the user can reauthenticate, so they are asked to';
  }
  return canReauthenticate
    ? 'the user can reauthenticate'
    : 'the user cannot reauthenticate, such as one of a social login';
}

function remark(text: string): Line {
  return { mark: 'remark', text };
}
