import type { interactionPolicy } from 'oidc-provider';
import { ACR } from './accounts.js';
import type { OidcProviderModule } from './oidc-provider.js';

/**
 * When to ask the user: as oidc-provider does (no session, `max_age`, `prompt`, another user's
 * `id_token_hint`), and where `acr_values` names a class that the session has not.
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
      const { params, session, result } = ctx.oidc;
      const requested = parseAcrValues(params?.['acr_values']);
      if (requested.length === 0 || requested.includes(session?.acr ?? '')) return false;
      // RFC 9470 section 5: an error is better than a token that the API is bound to refuse.
      if (!requested.some(isSupported)) {
        throw new errors.UnmetAuthenticationRequirements(
          'none of the requested acr_values is known',
        );
      }
      return result?.login === undefined;
    },
  );
  policy.get('login')?.checks.push(check);
  return policy;
}

/** `acr_values`: a space-separated list, any one of which suffices (OpenID Connect Core 3.1.2.1). */
export function parseAcrValues(value: unknown): readonly string[] {
  return typeof value === 'string' ? value.split(' ').filter((acr) => acr !== '') : [];
}

function isSupported(acr: string): boolean {
  return Object.values<string>(ACR).includes(acr);
}
