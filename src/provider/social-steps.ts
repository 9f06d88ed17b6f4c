import { findAccount } from './accounts.js';
import { parseSignInAge } from './sign-in-request.js';
import type { SignInRequest } from './sign-in-request.js';
import { askAgain, findStranger, finish, refuse, WRONG_AGE } from './step-outcome.js';
import type { StepOutcome } from './step-outcome.js';

/** Sends the user to the network's page, with what they chose on ours. */
export function goToSocial(request: SignInRequest, form: URLSearchParams): StepOutcome {
  if (parseSignInAge(form.get('age') ?? '') === undefined)
    return askAgain(request, form, [WRONG_AGE]);
  const carried = new URLSearchParams({ age: form.get('age') ?? '' });
  if (form.has('any_user')) carried.set('any_user', 'on');
  return { kind: 'goto', to: `/social?${carried.toString()}` };
}

/**
 * Only ever an ordinary sign-in, also where a recent one was asked for: the provider cannot know
 * whether the network asked for anything, and the token keeps saying `can_reauthenticate: false`.
 */
export function continueSocial(request: SignInRequest, form: URLSearchParams): StepOutcome {
  const account = findAccount('sam');
  const age = parseSignInAge(form.get('age') ?? '');
  if (!account || age === undefined) return askAgain(request, form, [WRONG_AGE]);
  const stranger = findStranger(request, form, account);
  if (stranger) return askAgain(request, form, [stranger]);
  // RFC 9470 section 5: say so, instead of a token that the API is bound to refuse.
  if (request.requestedAcr.length > 0) {
    return refuse(
      'unmet_authentication_requirements',
      'a social sign-in meets no authentication context',
    );
  }
  return finish(account, age, {});
}
