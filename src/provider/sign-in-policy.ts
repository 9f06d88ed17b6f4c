import type { interactionPolicy } from 'oidc-provider';
import { ACR } from './accounts.js';
import type { OidcProviderModule } from './oidc-provider.js';
import { readRequestedAcr } from './requested-acr.js';

/**
 * When to ask the user: as oidc-provider does (no session, `max_age`, `prompt`, another user's
 * `id_token_hint`), and where the application wants an authentication context that the session has not.
 */
export function createSignInPolicy({
  errors,
  interactionPolicy: { Check, base },
}: OidcProviderModule): interactionPolicy.DefaultPolicy {
  const policy = base();
  const check = new Check(
    'acr_values',
    'the requested authentication context is not met',
    (ctx) => {
      const { params, session } = ctx.oidc;
      const requested = readRequestedAcr(params ?? {});
      if (requested.length === 0 || requested.includes(session?.acr ?? '')) return false;
      // RFC 9470 section 5: an error is better than a token that the API is bound to refuse.
      if (!requested.some(isSupported)) {
        throw new errors.UnmetAuthenticationRequirements(
          'no requested authentication context is known',
        );
      }
      return true;
    },
  );
  policy.get('login')?.checks.push(check);
  return policy;
}

function isSupported(acr: string): boolean {
  return Object.values<string>(ACR).includes(acr);
}
