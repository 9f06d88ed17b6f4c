import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import type { Interaction } from 'oidc-provider';
import { createAttemptLimiter } from './attempts.js';
import { readForm } from './form.js';
import { sendPage } from './page.js';
import type { Page } from './page.js';
import { problemPage } from './provider-pages.js';
import { codePage } from './code-page.js';
import { signInPage } from './sign-in-page.js';
import { readSignInRequest } from './sign-in-request.js';
import { takeStep } from './sign-in-steps.js';
import type { StepOutcome } from './step-outcome.js';
import { socialPage } from './social-page.js';

type SignInHandler = (
  by: { readonly provider: Provider },
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
) => Promise<void>;

/**
 * `/sign-in/<uid>` and `/sign-in/<uid>/social`. Which sign-in it is, oidc-provider knows by a signed
 * cookie of that path: nobody can go on with somebody else's.
 */
export function createSignInHandler(): SignInHandler {
  const attempts = createAttemptLimiter();

  return async ({ provider }, request, response, url) => {
    const interaction = await findInteraction(provider, request, response);
    const [, , uid, page] = url.pathname.split('/');
    if (!interaction || interaction.uid !== uid) {
      sendPage(response, EXPIRED);
      return;
    }
    // Our own app needs no consent: who asks for the page (`prompt=consent`) has it at once.
    if (interaction.prompt.name === 'consent') {
      await provider.interactionFinished(request, response, { consent: {} });
      return;
    }
    const asked = readSignInRequest(interaction);
    if (request.method === 'GET' || request.method === 'HEAD') {
      if (page === 'social') show(socialPage(asked, url.searchParams));
      else show(asked.firstFactor ? codePage(asked) : signInPage(asked));
      return;
    }
    const form = request.method === 'POST' ? await readForm(request, provider.issuer) : undefined;
    if (form) await settle(takeStep(asked, form, attempts));
    else show(problemPage(403, 'Not from our page', 'Please use the sign-in page.'));

    function show(shown: Page): void {
      sendPage(response, asked.severPopup ? { ...shown, headers: SEVERING } : shown);
    }

    async function settle(outcome: StepOutcome): Promise<void> {
      switch (outcome.kind) {
        case 'page':
          show(outcome.page);
          return;
        case 'goto':
          redirect(response, `/sign-in/${asked.uid}${outcome.to}`);
          return;
        case 'first-factor':
          await provider.interactionResult(request, response, { firstFactor: outcome.firstFactor });
          redirect(response, `/sign-in/${asked.uid}`);
          return;
        case 'finished':
          await provider.interactionFinished(request, response, outcome.result, {
            mergeWithLastSubmission: false,
          });
      }
    }
  };
}

/** As many a provider has it: the popup's `opener` is null from here on, and to its opener it looks closed. */
const SEVERING = { 'cross-origin-opener-policy': 'same-origin' };

const EXPIRED = problemPage(
  400,
  'This sign-in has expired',
  'Go back to the application and start again.',
);

async function findInteraction(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<Interaction | undefined> {
  try {
    return await provider.interactionDetails(request, response);
  } catch (error) {
    if (error instanceof Error && error.name === 'SessionNotFound') return undefined;
    throw error;
  }
}

function redirect(response: ServerResponse, location: string): void {
  response.writeHead(303, { location, 'cache-control': 'no-store' });
  response.end();
}
