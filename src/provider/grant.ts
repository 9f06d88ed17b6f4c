import type { Grant, KoaContextWithOIDC } from 'oidc-provider';
import { API_AUDIENCE } from './access-tokens.js';
import { SCOPE, SCOPE_CLAIMS } from './accounts.js';

/** Grants the app everything at once: it is our own, so there is nothing to ask the user. */
export async function loadExistingGrant(ctx: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { client, session, provider } = ctx.oidc;
  if (!client || !session?.accountId) return undefined;
  const kept = session.grantIdFor(client.clientId);
  const existing = kept === undefined ? undefined : await provider.Grant.find(kept);
  // One that was kept by an earlier version may lack the API.
  if (existing?.getResourceScope(API_AUDIENCE) === SCOPE) return existing;
  const grant =
    existing ?? new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(SCOPE);
  grant.addOIDCClaims(Object.values(SCOPE_CLAIMS).flat());
  grant.addResourceScope(API_AUDIENCE, SCOPE);
  await grant.save();
  return grant;
}
