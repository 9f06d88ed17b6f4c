import { findAccount } from './accounts.js';
import { html } from './html.js';
import type { Page } from './page.js';
import type { SignInRequest } from './sign-in-request.js';

/** Stands for the page of a social network that signs its own users in. */
export function socialPage(request: SignInRequest, carried: URLSearchParams): Page {
  return {
    status: 200,
    title: 'Example Social',
    main: html`<h1>Example Social</h1>
      <p>This stands for a social network, where <strong>sam</strong> is signed in already.</p>
      <form method="post" action="/sign-in/${request.uid}">
        <input type="hidden" name="age" value="${carried.get('age') ?? ''}" />
        ${carried.has('any_user') && html`<input type="hidden" name="any_user" value="on" />`}
        <button class="primary" name="step" value="social-continue">
          Continue as ${findAccount('sam')?.name}
        </button>
      </form>
      <p><a href="/sign-in/${request.uid}">Back</a></p>`,
  };
}
