import type { InteractionResults } from 'oidc-provider';
import {
  ACR,
  findAccount,
  hasSecondFactor,
  verifyPassword,
  verifySecondFactor,
} from './accounts.js';
import type { DemoAccount } from './accounts.js';
import type { AttemptLimiter } from './attempts.js';
import { codePage } from './code-page.js';
import type { Page } from './page.js';
import { signInPage } from './sign-in-page.js';
import type { SignInProblem } from './sign-in-page.js';
import { needsSecondFactor, parseSignInAge } from './sign-in-request.js';
import type { FirstFactor, SignInRequest } from './sign-in-request.js';

/** What comes of one submitted form. */
export type StepOutcome =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'goto'; readonly to: string }
  | { readonly kind: 'first-factor'; readonly firstFactor: FirstFactor | undefined }
  | { readonly kind: 'finished'; readonly result: InteractionResults };

/** Decides what a form leads to; which button sent it is its `step`. */
export function takeStep(
  request: SignInRequest,
  form: URLSearchParams,
  attempts: AttemptLimiter,
): StepOutcome {
  switch (form.get('step')) {
    case 'cancel':
      return refuse('access_denied', 'the user cancelled the sign-in');
    case 'start-over':
      return { kind: 'first-factor', firstFactor: undefined };
    case 'code':
      return takeCode(request, form, attempts);
    case 'social':
      return goToSocial(request, form);
    case 'social-continue':
      return finishSocial(request, form);
    default:
      return takePassword(request, form, attempts);
  }
}

function takePassword(
  request: SignInRequest,
  form: URLSearchParams,
  attempts: AttemptLimiter,
): StepOutcome {
  const username = (form.get('username') ?? '').trim().toLowerCase();
  const password = form.get('password') ?? '';
  const age = parseSignInAge(form.get('age') ?? '');
  const problems: SignInProblem[] = [];
  if (username === '') problems.push({ field: 'username', message: 'Enter your user name.' });
  if (password === '') problems.push({ field: 'password', message: 'Enter your password.' });
  if (age === undefined) problems.push(WRONG_AGE);
  if (problems.length > 0 || age === undefined) return askAgain(request, form, problems);

  const wait = attempts.wait(username);
  if (wait > 0) return askAgain(request, form, [tooManyAttempts('username', wait)], 429);
  const account = verifyPassword(username, password);
  if (!account) {
    attempts.fail(username);
    return askAgain(request, form, [WRONG_PASSWORD]);
  }
  attempts.succeed(username);
  const stranger = findStranger(request, form, account);
  if (stranger) return askAgain(request, form, [stranger]);
  if (needsSecondFactor(request)) {
    return { kind: 'first-factor', firstFactor: { accountId: account.id, age } };
  }
  return finish(account, age, { acr: ACR.password, amr: ['pwd'] });
}

function takeCode(
  request: SignInRequest,
  form: URLSearchParams,
  attempts: AttemptLimiter,
): StepOutcome {
  const { firstFactor } = request;
  const account = firstFactor && findAccount(firstFactor.accountId);
  if (!account) return { kind: 'goto', to: '' };
  const name = `second factor of ${account.id}`;
  const wait = attempts.wait(name);
  if (wait > 0) {
    return { kind: 'page', page: codePage(request, tooManyAttempts('code', wait), 429) };
  }
  if (!verifySecondFactor(form.get('code') ?? '')) {
    attempts.fail(name);
    return { kind: 'page', page: codePage(request, WRONG_CODE, 422) };
  }
  attempts.succeed(name);
  return finish(account, firstFactor.age, { acr: ACR.secondFactor, amr: ['pwd', 'otp', 'mfa'] });
}

function goToSocial(request: SignInRequest, form: URLSearchParams): StepOutcome {
  if (parseSignInAge(form.get('age') ?? '') === undefined)
    return askAgain(request, form, [WRONG_AGE]);
  const carried = new URLSearchParams({ age: form.get('age') ?? '' });
  if (form.has('any_user')) carried.set('any_user', 'on');
  return { kind: 'goto', to: `/social?${carried.toString()}` };
}

/** Only ever an ordinary sign-in: the provider cannot know whether the network asked for anything. */
function finishSocial(request: SignInRequest, form: URLSearchParams): StepOutcome {
  const account = findAccount('sam');
  const age = parseSignInAge(form.get('age') ?? '');
  if (!account || age === undefined) return askAgain(request, form, [WRONG_AGE]);
  const stranger = findStranger(request, form, account);
  if (stranger) return askAgain(request, form, [stranger]);
  // RFC 9470 section 5: say so, instead of a token that the API is bound to refuse.
  if (request.requestedAcr.length > 0 && !hasSecondFactor(account)) {
    return refuse(
      'unmet_authentication_requirements',
      'a social sign-in meets no authentication context',
    );
  }
  return finish(account, age, {});
}

/** OpenID Connect Core 3.1.2.1: with an `id_token_hint`, that user or nobody. */
function findStranger(
  { expected }: SignInRequest,
  form: URLSearchParams,
  account: DemoAccount,
): SignInProblem | undefined {
  if (!expected || expected.id === account.id || form.has('any_user')) return undefined;
  return {
    field: 'username',
    message: `The application asks for ${expected.id}, and you signed in as ${account.id}.`,
  };
}

function finish(
  account: DemoAccount,
  age: number,
  how: { acr?: string; amr?: string[] },
): StepOutcome {
  const ts = Math.floor(Date.now() / 1000) - age;
  return { kind: 'finished', result: { login: { accountId: account.id, ts, ...how } } };
}

function refuse(error: string, description: string): StepOutcome {
  return { kind: 'finished', result: { error, error_description: description } };
}

function askAgain(
  request: SignInRequest,
  form: URLSearchParams,
  problems: readonly SignInProblem[],
  status = 422,
): StepOutcome {
  return { kind: 'page', page: signInPage(request, { form, problems, status }) };
}

function tooManyAttempts(field: 'username' | 'code', seconds: number): SignInProblem {
  return { field, message: `Too many attempts. Try again in ${seconds} seconds.` };
}

const WRONG_PASSWORD: SignInProblem = {
  field: 'username',
  message: 'The user name or the password is wrong.',
};
const WRONG_CODE: SignInProblem = { field: 'code', message: 'This code is wrong.' };
const WRONG_AGE: SignInProblem = {
  field: 'age',
  message: 'Enter a whole number of seconds, at most 31536000 (one year).',
};
