import type { ErrorOut, KoaContextWithOIDC } from 'oidc-provider';
import { html } from './html.js';
import { setPage } from './page.js';
import type { Page } from './page.js';
import { accountList } from './account-list.js';

/** `/`: what this is, for someone who opens the issuer's address. */
export function welcomePage(issuer: string): Page {
  return {
    status: 200,
    title: 'Development provider',
    main: html`<h1>A real OpenID provider, for development</h1>
      <p>Applications send people here to sign in. Its issuer is <code>${issuer}</code>.</p>
      <p>
        <a href="/.well-known/openid-configuration">Discovery document</a>
      </p>
      ${accountList()}`,
  };
}

export function problemPage(status: number, title: string, explanation: string): Page {
  return {
    status,
    title,
    main: html`<h1>${title}</h1>
      <p>${explanation}</p>`,
  };
}

export const NOT_FOUND = problemPage(404, 'There is no such page', 'Please check the address.');

/** For oidc-provider: an error that cannot be sent back to the application. */
export function renderError(ctx: KoaContextWithOIDC, out: ErrorOut): void {
  const { error, error_description: description = '' } = out;
  setPage(ctx, {
    status: ctx.status,
    title: 'This sign-in cannot go on',
    main: html`<h1>This sign-in cannot go on</h1>
      <p>Go back to the application and try again. What went wrong:</p>
      <dl>
        <dt>Error</dt>
        <dd><code>${error}</code></dd>
        <dt>Description</dt>
        <dd>${description}</dd>
      </dl>`,
  });
}

/** For oidc-provider: asks whether to sign out, after an application sent the user here to do so. */
export function renderSignOut(ctx: KoaContextWithOIDC): void {
  const { session, client } = ctx.oidc;
  setPage(ctx, {
    status: 200,
    title: 'Sign out?',
    main: html`<h1>Sign out?</h1>
      <p>
        You are signed in as <strong>${session?.accountId}</strong>${
          client && html` and came from ${client.clientName ?? client.clientId}`
        }.
      </p>
      <form method="post" action="${ctx.oidc.urlFor('end_session_confirm')}">
        <input type="hidden" name="xsrf" value="${String(session?.state?.['secret'])}" />
        <button class="primary" name="logout" value="yes">Sign out</button>
        <button>Stay signed in</button>
      </form>`,
  });
}

/** For oidc-provider: the end of a sign-out that goes back nowhere. */
export function renderSignedOut(ctx: KoaContextWithOIDC): void {
  setPage(ctx, problemPage(200, 'You are signed out', 'You may close this page.'));
}
