import { DEMO_ACCOUNTS } from './accounts.js';
import { html } from './html.js';
import type { Html } from './html.js';

/** Who may sign in, and with what: no secret, on a provider that is for development. */
export function accountList(): Html {
  return html`<section class="accounts" aria-labelledby="accounts">
    <h2 id="accounts">Demo accounts</h2>
    <dl>
      ${DEMO_ACCOUNTS.map(
        ({ id, password }) =>
          html`<dt><code>${id}</code></dt>
            <dd>
              ${
                password === undefined
                  ? 'signs in with Example Social, and cannot reauthenticate'
                  : html`password <code>${password}</code>`
              }
            </dd>`,
      )}
    </dl>
  </section>`;
}
