import type { InteractionResults } from 'oidc-provider';
import type { DemoAccount } from './accounts.js';
import type { Page } from './page.js';
import type { SignInProblem } from './problems.js';
import { signInPage } from './sign-in-page.js';
import type { FirstFactor, SignInRequest } from './sign-in-request.js';

/** What comes of one submitted form. */
export type StepOutcome =
  | { readonly kind: 'page'; readonly page: Page }
  | { readonly kind: 'goto'; readonly to: string }
  | { readonly kind: 'first-factor'; readonly firstFactor: FirstFactor | undefined }
  | { readonly kind: 'finished'; readonly result: InteractionResults };

/**
 * With an `id_token_hint`, that user or nobody (OpenID Connect Core 3.1.2.1), unless the page's own
 * switch says otherwise: it is there to show what an application does when somebody else comes back.
 */
export function findStranger(
  { expected }: SignInRequest,
  form: URLSearchParams,
  account: DemoAccount,
): SignInProblem | undefined {
  if (expected === undefined || expected === account.id || form.has('any_user')) return undefined;
  return {
    field: 'username',
    message: `The application asks for ${expected}, and you signed in as ${account.id}.`,
  };
}

export function finish(
  account: DemoAccount,
  age: number,
  how: { acr?: string; amr?: string[] },
): StepOutcome {
  const ts = Math.floor(Date.now() / 1000) - age;
  return { kind: 'finished', result: { login: { accountId: account.id, ts, ...how } } };
}

export function refuse(error: string, description: string): StepOutcome {
  return { kind: 'finished', result: { error, error_description: description } };
}

export function askAgain(
  request: SignInRequest,
  form: URLSearchParams,
  problems: readonly SignInProblem[],
  status = 422,
): StepOutcome {
  return { kind: 'page', page: signInPage(request, { form, problems, status }) };
}

export const WRONG_AGE: SignInProblem = {
  field: 'age',
  message: 'Enter a whole number of seconds, at most 31536000 (one year).',
};
