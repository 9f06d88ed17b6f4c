import { ACR, findAccount, verifyPassword, verifySecondFactor } from './accounts.js';
import type { AttemptLimiter } from './attempts.js';
import { codePage } from './code-page.js';
import type { SignInProblem } from './problems.js';
import { needsSecondFactor, parseSignInAge } from './sign-in-request.js';
import type { SignInRequest } from './sign-in-request.js';
import { continueSocial, goToSocial } from './social-steps.js';
import { askAgain, findStranger, finish, refuse, WRONG_AGE } from './step-outcome.js';
import type { StepOutcome } from './step-outcome.js';

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
      return continueSocial(request, form);
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

function tooManyAttempts(field: 'username' | 'code', seconds: number): SignInProblem {
  return { field, message: `Too many attempts. Try again in ${seconds} seconds.` };
}

const WRONG_PASSWORD: SignInProblem = {
  field: 'username',
  message: 'The user name or the password is wrong.',
};
const WRONG_CODE: SignInProblem = { field: 'code', message: 'This code is wrong.' };
