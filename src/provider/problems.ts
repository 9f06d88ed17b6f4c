import { html } from './html.js';
import type { Html } from './html.js';

/** Something wrong with one field of a form, in words for the person who filled it in. */
export interface SignInProblem {
  readonly field: 'username' | 'password' | 'age' | 'code';
  readonly message: string;
}

/** All problems, focused and read out as the page opens, each a link to its field. */
export function problemSummary(problems: readonly SignInProblem[]): Html | undefined {
  if (problems.length === 0) return undefined;
  return html`<div class="problems" role="alert" tabindex="-1" autofocus>
    <h2>Please check this</h2>
    <ul>
      ${problems.map(({ field, message }) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** The problem beside its field. */
export function problemText(
  problems: readonly SignInProblem[],
  field: SignInProblem['field'],
): Html | undefined {
  const problem = problems.find((one) => one.field === field);
  return problem && html`<p class="problem" id="${field}-problem">${problem.message}</p>`;
}

/** The attributes that tie a field to the problem beside it. */
export function describedBy(
  problems: readonly SignInProblem[],
  field: SignInProblem['field'],
): Html | undefined {
  if (!problems.some((one) => one.field === field)) return undefined;
  return html`aria-invalid="true" aria-describedby="${field}-problem"`;
}
