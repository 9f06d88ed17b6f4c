import { SECOND_FACTOR_CODE } from './accounts.js';
import { html } from './html.js';
import type { Page } from './page.js';
import { describedBy, problemSummary, problemText } from './problems.js';
import type { SignInProblem } from './problems.js';
import type { SignInRequest } from './sign-in-request.js';

/** The second factor, after the password. */
export function codePage(request: SignInRequest, problem?: SignInProblem, status = 200): Page {
  const problems = problem ? [problem] : [];
  const title = 'Enter your code';
  return {
    status,
    title: problem ? `Error: ${title}` : title,
    main: html`<h1>${title}</h1>
      ${problemSummary(problems)}
      <p>
        The application asks for a second factor of
        <strong>${request.firstFactor?.accountId}</strong>. The demo code is
        <code>${SECOND_FACTOR_CODE}</code>.
      </p>
      <form method="post" action="/sign-in/${request.uid}">
        <div class="field">
          <label for="code">One-time code</label>
          ${problemText(problems, 'code')}
          <input
            id="code"
            name="code"
            inputmode="numeric"
            autocomplete="one-time-code"
            required
            ${!problem && html`autofocus`}
            ${describedBy(problems, 'code')}
          />
        </div>
        <button class="primary" name="step" value="code">Continue</button>
        <button name="step" value="start-over" formnovalidate>Use another account</button>
        <button class="plain" name="step" value="cancel" formnovalidate>Cancel</button>
      </form>`,
  };
}
