import { accountList } from './account-list.js';
import { findAccount } from './accounts.js';
import { html } from './html.js';
import type { Html } from './html.js';
import type { Page } from './page.js';
import { describedBy, problemSummary, problemText } from './problems.js';
import type { SignInProblem } from './problems.js';
import type { SignInRequest } from './sign-in-request.js';

/** What was sent and is wrong with it. Passwords are never sent back. */
interface Submission {
  readonly form: URLSearchParams;
  readonly problems: readonly SignInProblem[];
  readonly status: number;
}

export function signInPage(request: SignInRequest, submission?: Submission): Page {
  const { known, expected, loginHint } = request;
  const { form, problems = [], status = 200 } = submission ?? {};
  const again = expected === undefined ? known : findAccount(expected);
  const title = again ? 'Confirm that it is you' : 'Sign in';
  const social = again !== undefined && again.password === undefined;
  const username = form?.get('username') ?? (social ? '' : (again?.id ?? loginHint));
  const focus = problems.length > 0 || social ? '' : username === '' ? 'username' : 'password';
  return {
    status,
    title: problems.length > 0 ? `Error: ${title}` : title,
    main: html`<h1>${title}</h1>
      ${problemSummary(problems)}
      ${again && html`<p>The application asks <strong>${again.id}</strong> to sign in again.</p>`}
      <form method="post" action="/sign-in/${request.uid}">
        <div class="field">
          <label for="username">User name</label>
          ${problemText(problems, 'username')}
          <input
            id="username"
            name="username"
            autocomplete="username"
            autocapitalize="none"
            spellcheck="false"
            required
            value="${username}"
            ${focus === 'username' && html`autofocus`}
            ${describedBy(problems, 'username')}
          />
        </div>
        <div class="field">
          <label for="password">Password</label>
          ${problemText(problems, 'password')}
          <input
            id="password"
            name="password"
            type="password"
            autocomplete="current-password"
            required
            ${focus === 'password' && html`autofocus`}
            ${describedBy(problems, 'password')}
          />
        </div>
        <button ${!social && PRIMARY} name="step" value="password">Sign in</button>
        <p class="or">or</p>
        <button ${social && PRIMARY} name="step" value="social" formnovalidate>
          Continue with Example Social
        </button>
        ${developmentOptions(request, form, problems)}
        <button class="plain" name="step" value="cancel" formnovalidate>Cancel</button>
      </form>
      ${accountList()}`,
  };
}

const PRIMARY = html`class="primary"`;

function developmentOptions(
  { age, expected }: SignInRequest,
  form: URLSearchParams | undefined,
  problems: readonly SignInProblem[],
): Html {
  const value = form?.get('age') ?? String(age);
  const open = age > 0 || problems.some(({ field }) => field === 'age');
  return html`<details ${open && html`open`}>
    <summary>Development options</summary>
    <div class="field">
      <label for="age">Sign in as if this many seconds ago</label>
      ${problemText(problems, 'age')}
      <input
        id="age"
        name="age"
        type="number"
        inputmode="numeric"
        min="0"
        max="31536000"
        value="${value}"
        ${describedBy(problems, 'age')}
      />
    </div>
    ${
      expected &&
      html`<div class="choice">
        <input
          id="any_user"
          name="any_user"
          type="checkbox"
          ${form?.has('any_user') && html`checked`}
        />
        <label for="any_user">Let somebody else than ${expected} come back</label>
      </div>`
    }
  </details>`;
}
